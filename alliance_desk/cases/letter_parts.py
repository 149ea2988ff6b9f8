"""What the letters of the life after recognition share: the article they rest on, the facts in words, to whom they go."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.letter_values import STOPS, Subject
from alliance_desk.desk import Desk
from alliance_desk.papers.dates import numeric
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.vocabulary import INTERNAL

_FEN_PER_WAN = 1_000_000


def ruled(subject: Subject, *bases: str) -> str:
    """Policy and articles as a letter cites them, with the comma; empty where no article asks for it: none is cited then."""
    return _cited(subject, "letters.ruled", bases)


def listed(subject: Subject, basis: str) -> str:
    """The article that lists a ground; empty where none does."""
    return _cited(subject, "letters.listed", [basis])


def _cited(subject: Subject, code: str, bases: Sequence[str]) -> str:
    articles = joined(basis for basis in bases if basis and basis != INTERNAL)
    return words.text(code, {"policy": subject.policy, "articles": articles}) if articles else ""


def joined(names: Iterable[str]) -> str:
    """Names in a row, each once."""
    return words.text("letters.name-sign").join(dict.fromkeys(names))


def facts_of(subject: Subject, *more: str) -> list[dict[str, str]]:
    """The facts that a case rests on: those its rules counted, then what was written down. more: what a decision adds."""
    matter = matter_of(subject)
    said = [*resting(subject.desk, subject.rules, matter.get("facts", [])), matter.get("note", ""), *more]
    return [{"fact": one} for one in dict.fromkeys(text.strip().rstrip(STOPS) for text in said) if one]


def resting(desk: Desk, rules: Pack, keys: Sequence[str]) -> list[str]:
    """Facts in words. keys: streams of cases, or ``duty/subject`` of a duty that was missed, as ``matter.facts`` holds them."""
    found: list[str] = []
    for key in keys:
        source, missed, subject = key.partition("/")
        if missed:
            duty = rules.duty[source].name if source in rules.duty else source
            found.append(words.text("letters.resting.missed", {"when": _year(subject), "source": duty}))
        else:
            found.append(_of_case(desk, key))
    return found


def _of_case(desk: Desk, stream: str) -> str:
    """What a case showed: its grade, a rectification that failed, or that nobody took part."""
    case = desk.case(stream)
    document = case.open
    about = document["case"]
    source = desk.rules_of(case).procedure[about["procedure"]].name
    if "grade" in document:
        grade = document["grade"]
        code, on = "letters.resting.grade-scored" if grade.get("score") else "letters.resting.grade", grade["on"]
        facts = {"grade": grade["name"], "score": grade.get("score", "")}
    elif "acceptance" in document:
        code, on, facts = "letters.resting.failed", document["acceptance"]["on"], dict[str, str]()
    else:
        last = max(str(entry["on"]) for entry in cast("dict[str, Json]", document["stages"]).values())
        code, on, facts = "letters.resting.absent", last, dict[str, str]()
    when = _year(about["subject"]) if about.get("subject") else numeric(on)
    return words.text(code, {"when": when, "source": source, **facts})


def _year(subject: str) -> str:
    return words.text("letters.resting.year", {"year": subject})


def matter_of(subject: Subject) -> Json:
    """What a case beneath an alliance is about."""
    return cast("Json", subject.document.get("matter", {}))


def affair_of(subject: Subject) -> str:
    """The procedure of a case by its name, with the year it stands for."""
    about = subject.document["case"]
    name = subject.rules.procedure[about["procedure"]].name
    return (
        words.text("letters.affair-of-year", {"when": _year(about["subject"]), "name": name})
        if "subject" in about
        else name
    )


def sender(subject: Subject) -> str:
    """Who asked: the office of the place where the policy lets it open such cases, else the unit that leads, as it did when asking."""
    procedure = subject.rules.procedure[subject.document["case"]["procedure"]]
    if procedure.by != "decider" and subject.county != subject.desk.settings["office"]["name"]:
        return subject.county
    changes = cast("dict[str, Json]", matter_of(subject).get("changes", {})).values()
    return next((str(one.get("before", "")) for one in changes if one["what"] == "lead"), "") or subject.lead


def held_papers(rules: Pack) -> str:
    """What papers a recognised alliance holds under a policy (证书、牌匾); empty where it gives none."""
    kinds = [kind for kind, item in (("certificate", rules.certificate), ("plaque", rules.plaque)) if item is not None]
    return joined(words.text(f"letters.paper-name.{kind}") for kind in kinds)


def kept_papers(subject: Subject) -> list[str]:
    """The kinds of paper that lie in a case, in the policy's order."""
    there = {str(one["paper"]) for one in cast("dict[str, Json]", subject.document.get("papers", {})).values()}
    return [paper.name for key, paper in subject.rules.paper.items() if key in there]


def in_wan(amount: int) -> str:
    """Whole 分 in 万元, exactly, without idle zeros."""
    return f"{(Decimal(amount) / _FEN_PER_WAN).normalize():f}"
