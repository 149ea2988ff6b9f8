"""What may be done under a policy that is not plainly in force: a draft, a call that has closed, one whose own term is over.

Under a draft everything is a rehearsal (演练), possible in a sample workspace alone and written across every paper. Once a call has closed
nothing new is taken in. After a policy's own term nothing new begins without a recorded 继续执行依据.
"""

from datetime import date
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.desk.sample import marked
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.pack import Pack, Status
from alliance_desk.policy.periods import add_years


def expires(rules: Pack) -> date | None:
    """The last day of a policy with a term: the corresponding day (part 5 of the readings); None without a term."""
    until = rules.pack.until
    return add_years(date.fromisoformat(rules.pack.effective), until.years) if until is not None else None


def refuse_draft(desk: Desk, rules: Pack) -> None:
    """Raise Refused under a policy that is only a draft, unless this workspace is a sample, in which everything is a rehearsal."""
    if rules.pack.status is Status.DRAFT and marked(desk.place.root) is None:
        raise Refused("cases.policy-draft", title=rules.pack.title)


def refuse_new(desk: Desk, rules: Pack, filed: date) -> None:
    """Raise Refused when no application of this day may be opened: under a draft, or after the last day of a call."""
    refuse_draft(desk, rules)
    closes = rules.pack.closes
    if closes and filed.isoformat() > closes:
        raise Refused("cases.call-closed", title=rules.pack.title, closes=closes, filed=filed.isoformat())


def rehearsal_mark(rules: Pack) -> str:
    """The word across every paper under a draft; empty under any other policy."""
    return words.text("cases.rehearsal-mark") if rules.pack.status is Status.DRAFT else ""


def refuse_expired(desk: Desk, rules: Pack) -> None:
    """Raise Refused when the policy has expired and nobody recorded on what ground it still applies, is repealed, or a mere draft."""
    refuse_draft(desk, rules)
    end = expires(rules)
    if rules.pack.status is Status.REPEALED:
        raise Refused("cases.policy-repealed", title=rules.pack.title)
    if end is not None and desk.clock.today() > end and not continued(desk, rules.pack.id):
        raise Refused("cases.policy-expired", title=rules.pack.title, end=end.isoformat())


def continued(desk: Desk, pack: str) -> str:
    """The recorded 继续执行依据 for a policy; empty when there is none."""
    return cast("dict[str, Json]", desk.settings.get("continued", {})).get(pack, {}).get("document", "")


def record(desk: Desk, pack: str, document: str, decided_by: str) -> Changes:
    """Record on what ground an expired policy still applies: document number and who decided."""
    title = desk.pack(pack).pack.title
    if not document.strip() or not decided_by.strip():
        raise Refused("cases.continuing-incomplete", title=title)
    entry = {
        "document": document.strip(),
        "decided_by": decided_by.strip(),
        "on": desk.clock.today().isoformat(),
        "operator": desk.operator,
    }
    stream = desk.own_stream("office")
    desk.commit(
        [Draft(stream=stream, stream_kind="office", kind="office.policy-continued", patch={"continued": {pack: entry}})]
    )
    return Changes(
        code="cases.continued",
        facts={"title": title, "document": document},
        kinds=frozenset({"office"}),
        streams=(stream,),
    )
