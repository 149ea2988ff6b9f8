"""What the letters about measures say: the warning, the order to rectify, and how the rectification came out."""

from datetime import date, timedelta

from alliance_desk import words
from alliance_desk.cases.letter_parts import facts_of, matter_of, ruled
from alliance_desk.cases.letter_values import Subject, Values, setting
from alliance_desk.papers.dates import numeric
from alliance_desk.policy.after import Sanction
from alliance_desk.policy.pack import Measure


def warning(subject: Subject) -> tuple[Values, str]:
    """告诫书, and the other flags without an order to rectify."""
    item = _imposed(subject)
    if item.sanction is Sanction.RECTIFY:
        raise LookupError
    values = _common(subject, item)
    values |= {"paper": _paper(item), "decision": words.text(f"letters.measure-decided.{_flag(item)}")}
    return values, subject.number


def rectification(subject: Subject) -> tuple[Values, str]:
    """整改通知书."""
    item = _imposed(subject)
    if item.sanction is not Sanction.RECTIFY:
        raise LookupError
    accepted = next((stage.name for stage in subject.rules.stage.values() if stage.kind == "acceptance"), "")
    return _common(subject, item) | {"acceptance": accepted}, subject.number


def rectification_result(subject: Subject) -> tuple[Values, str]:
    """整改验收意见: of every measure that is looked at again."""
    item, found = _imposed(subject), subject.document["acceptance"]
    stage = next(stage for stage in subject.rules.stage.values() if stage.kind == "acceptance")
    order = {"paper": _paper(item), "document": subject.document["decision"]["document"]}
    values = subject.head(found["on"], subject.lead)
    values |= {
        "basis": ruled(subject, item.basis, stage.basis),
        "alliance": subject.name,
        "order": words.text("letters.measure-order", order),
        "findings": found["note"],
        "result": words.text(f"letters.acceptance.{found['outcome']}"),
        "closing": words.text(f"letters.acceptance-closing.{found['outcome']}", {"on": numeric(found["on"])}),
    }
    return values, subject.number


def _imposed(subject: Subject) -> Measure:
    """The measure of a case in which it was imposed."""
    if subject.stage("measure")["outcome"] != "imposed":
        raise LookupError
    return subject.rules.measure[matter_of(subject)["measure"]]


def _common(subject: Subject, item: Measure) -> Values:
    """What both letters say. A notice that was delivered is not younger than its delivery."""
    decision, matter = subject.document["decision"], matter_of(subject)
    consequence = subject.rules.consequence.get(matter.get("consequence", ""))
    values = subject.head(min(decision["on"], matter["started"]), subject.lead, decision["document"])
    values |= {
        "basis": ruled(subject, *([consequence.basis] if consequence else []), item.basis),
        "alliance": subject.name,
        "facts": facts_of(subject),
        "title": subject.rules.pack.words.title,
        "remedy": setting(subject.desk, "remedy"),
    }
    if "due" in matter:
        start = date.fromisoformat(matter["started"]) + timedelta(days=1)
        values |= {"start": numeric(start), "deadline": numeric(matter["due"])}
    return values


def _flag(item: Measure) -> str:
    return str(item.sanction and item.sanction.name.lower())


def _paper(item: Measure) -> str:
    return words.text(f"letters.measure-paper.{_flag(item)}")
