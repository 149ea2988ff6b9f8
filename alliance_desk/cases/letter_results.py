"""What letters about cases beneath an alliance say, taken from the ledger: the public notice of an assessment's results."""

from collections.abc import Callable, Mapping
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.finding import short
from alliance_desk.cases.letter_values import Subject, Values, lead_of, notice_of, period_of, setting
from alliance_desk.papers.dates import numeric


def _result_notice(subject: Subject) -> tuple[Values, str]:
    """Grades as they were set; before the grade is set, the points. Raises LookupError while a case of the notice has neither."""
    stream, document = notice_of(subject)
    about = document["notice"]
    rules = subject.rules
    stage = next(stage for stage in rules.stage.values() if stage.kind == "public_notice")
    entries = sorted(cast("dict[str, Json]", document["cases"]).items(), key=lambda item: item[1]["order"])
    cases = [subject.desk.case(key).open for key, _ in entries]
    values: Values = {
        **subject.head(about["start"]),
        "round": round_of(subject),
        "policy": subject.policy,
        "start": numeric(about["start"]),
        "end": numeric(about["end"]),
        "period": period_of(rules, stage.period),
        "results": [
            {"order": str(n), "alliance": case["alliance"]["name"], "lead": lead_of(case), "result": _result(case)}
            for n, case in enumerate(cases, 1)
        ],
    }
    values |= {name: setting(subject.desk, name) for name in ("contact_unit", "telephone", "address")}
    return values, short(stream)


def round_of(subject: Subject) -> str:
    """What the assessment is called that a case belongs to."""
    head = subject.document["case"]
    affair = {"affair": subject.rules.procedure[head["procedure"]].name, "subject": head.get("subject", "")}
    named = words.text("cases.round-of-year" if affair["subject"] else "cases.round-of-none", affair)
    return cast("Json", subject.document.get("matter", {})).get("title") or named


def _result(case: Json) -> str:
    if "grade" in case:
        return str(case["grade"]["name"])
    return words.text("cases.points", {"points": case["scores"]["total"]})


RESULTS: Mapping[str, Callable[[Subject], tuple[Values, str]]] = {"result-notice": _result_notice}
"""As ``letter_values.VALUES``, of cases beneath an alliance."""
