"""The notice that calls for applications (申报通知): conditions, papers, way and days of a policy, for the office to finish in Word."""

from alliance_desk import words
from alliance_desk.cases.continuing import refuse_expired, rehearsal_mark
from alliance_desk.cases.letter_values import Values, setting
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.papers.dates import numeric
from alliance_desk.papers.letters import write_letter
from alliance_desk.policy.pack import Pack, Window
from alliance_desk.policy.vocabulary import INTERNAL


def call_for_applications(desk: Desk, pack: str) -> Changes:
    """Write the notice under a policy as this office reads it. Raises Refused when the policy has expired without a basis to go on."""
    rules = desk.policy_for(pack)
    refuse_expired(desk, rules)
    path = desk.place.papers / f"call-{rules.pack.id}-{desk.clock.today().isoformat()}.docx"
    write_letter("call", path, _values(desk, rules), mark=rehearsal_mark(rules))
    return Changes(code="cases.letter-ready", facts={"path": str(path)}, files=(path,))


def _values(desk: Desk, rules: Pack) -> Values:
    own = rules.pack
    code = "cases.policy-with-number" if own.doc_no else "cases.policy-title"
    asked = [check for check in rules.check.values() if not check.of and check.basis != INTERNAL]
    papers = [paper for paper in rules.paper.values() if not paper.of]
    window = next((check for check in rules.check.values() if isinstance(check, Window) and not check.of), None)
    span = {"start": numeric(window.opens), "end": numeric(window.closes)} if window else {}
    return {
        "office": desk.settings["office"]["name"],
        "date": numeric(desk.clock.today()),
        "doc_no": "",
        "recipient": "",
        "title": own.words.title,
        "policy": words.text(code, {"title": own.title, "doc_no": own.doc_no}),
        "conditions": [{"condition": check.title, "basis": check.basis} for check in asked],
        "papers": [
            {
                "order": str(n),
                "paper": paper.name,
                "scope": words.text(f"letters.paper-scope.{paper.scope}", {"lead": own.words.applicant}),
                "copies": str(paper.copies),
            }
            for n, paper in enumerate(papers, 1)
        ],
        "way": words.text("letters.name-sign").join(stage.name for stage in rules.stage.values() if not stage.of),
        "span": words.text("letters.call-span", span) if window else words.text("letters.call-any-day"),
        **{name: setting(desk, name) for name in ("contact_unit", "telephone", "address")},
    }
