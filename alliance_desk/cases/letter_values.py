"""What each letter says of a case, taken from the ledger."""

from collections.abc import Callable, Mapping
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.finding import short
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack

Values = dict[str, str | list[dict[str, str]]]
_NOTICE = 'SELECT notice FROM index_notice WHERE "case" = ? ORDER BY start DESC, notice LIMIT 1'
_BATCH = 'SELECT name FROM index_batch WHERE "case" = ? ORDER BY rowid DESC LIMIT 1'
_RECOGNISED = "SELECT name, lead FROM index_alliance WHERE pack = ? AND doc_no = ? ORDER BY name, id"
STOPS = "。．.；; "
"""Signs that end a sentence: what a person wrote may bear one, and the letter puts its own."""
_BAD = ("fail", "missing")
"""Recorded outcomes of conditions that a refusal names as its reasons."""


class Subject:
    """The case a letter is about, with what most letters say of it."""

    def __init__(self, desk: Desk, case: Folded, rules: Pack) -> None:
        self.desk, self.case, self.rules, self.document = desk, case, rules, case.open
        self.number: str = case.open["case"]["number"]
        self.name: str = case.open["alliance"]["name"]
        offices = case.open["offices"]
        self.county: str = offices.get("on_behalf") or offices["names"][offices["recommender"]]["name"]
        self.decider: str = offices["names"][offices["decider"]]["name"]
        code = "cases.policy-with-number" if rules.pack.doc_no else "cases.policy-title"
        self.policy = words.text(code, {"title": rules.pack.title, "doc_no": rules.pack.doc_no})

    @property
    def lead(self) -> str:
        """The unit that leads the alliance."""
        return lead_of(self.document)

    def head(self, day: str, recipient: str = "", doc_no: str = "") -> Values:
        """What every letter with a red head says. day: YYYY-MM-DD."""
        return {
            "office": self.desk.settings["office"]["name"],
            "date": _day(day),
            "recipient": recipient,
            "doc_no": doc_no,
        }

    def stage(self, kind: str) -> Json:
        """The recorded outcome of the stage of a kind. Raises LookupError when there is none."""
        key = next((key for key, stage in self.rules.stage.items() if stage.kind == kind), "")
        return self.document["stages"][key]


def lead_of(document: Json) -> str:
    """The name of the unit that leads; empty while none is entered."""
    members = cast("dict[str, Json]", document.get("members", {})).values()
    return next((str(member.get("name", "")) for member in members if member.get("role") == "lead"), "")


def _day(day: str) -> str:
    from alliance_desk.papers.dates import numeric

    return numeric(day)


def _correction(subject: Subject) -> tuple[Values, str]:
    key, entry = max(
        cast("dict[str, Json]", subject.document["corrections"]).items(), key=lambda item: item[1]["order"]
    )
    stage = subject.rules.stage[entry["stage"]]
    upwards = stage.kind != "recommend"
    rows = [
        {"subject": item["title"], "missing": item["text"], "article": item["basis"]}
        for item in sorted(cast("dict[str, Json]", entry["items"]).values(), key=lambda item: item["order"])
    ]
    if entry.get("note"):
        rows.append({"subject": stage.name, "missing": entry["note"].rstrip(STOPS), "article": stage.basis})
    received = subject.document["opinion"]["on"] if upwards else subject.document["application"]["filed"]
    values = subject.head(entry["asked"], subject.county if upwards else subject.lead, entry["letter"])
    values |= {
        "alliance": subject.name,
        "act": subject.rules.pack.words.act,
        "received": _day(received),
        "deadline": _day(entry["due"]),
        "items": rows,
    }
    return values, f"{subject.number}-{key}"


def _recommendation(subject: Subject) -> tuple[Values, str]:
    opinion = subject.document["opinion"]
    if subject.stage("recommend")["outcome"] != "recommended":
        raise LookupError
    papers = cast("dict[str, Json]", subject.document.get("papers", {}))
    whole = [key for key, paper in subject.rules.paper.items() if paper.scope != "member" and key in papers]
    own = subject.rules.pack.words
    values = subject.head(opinion["on"], subject.decider, opinion.get("letter", ""))
    values |= {
        "alliance": subject.name,
        "lead": subject.lead,
        "member_count": str(len(cast("Json", subject.document.get("members", {})))),
        "title": own.title,
        "act": own.act,
        "policy": subject.policy,
        "opinion": opinion["text"],
        "attachments": [{"name": subject.rules.paper[key].name} for key in whole],
    }
    return values, subject.number


def _acceptance(subject: Subject) -> tuple[Values, str]:
    entry = subject.stage("formal_check")
    if entry["outcome"] != "passed":
        raise LookupError
    values = subject.head(entry["on"], subject.county)
    values |= {
        "alliance": subject.name,
        "act": subject.rules.pack.words.act,
        "case_number": subject.number,
        "accepted_on": _day(entry["on"]),
    }
    return values, subject.number


def _refusal(subject: Subject) -> tuple[Values, str]:
    end = stages.end_kind(subject.rules, subject.document)
    recorded = cast("dict[str, Json]", subject.document["stages"])
    key = next((key for key, entry in recorded.items() if entry["outcome"] == end), "")
    if not key or end == "merged":
        raise LookupError
    entry = recorded[key]
    stage = subject.rules.stage[key]
    reasons = [{"reason": entry["note"].rstrip(STOPS), "article": stage.basis}] if entry.get("note") else []
    checks = cast("dict[str, Json]", subject.document.get("checks", {}))
    for check, found in checks.items():
        if end in ("inadmissible", "not_recommended") and found["outcome"] in _BAD and check in subject.rules.check:
            condition = subject.rules.check[check]
            said = f"{condition.title}：{words.text('outcome.' + found['outcome'])}"
            reasons.append({"reason": said, "article": condition.basis})
    named = "refused" if end == "upheld" else end
    values = subject.head(entry["on"], subject.lead if end == "not_recommended" else subject.county)
    values |= {
        "alliance": subject.name,
        "decision": words.text(f"status.{named}", {"act": subject.rules.pack.words.act}),
        "reasons": reasons
        or [{"reason": words.text(f"status.{end}", {"act": subject.rules.pack.words.act}), "article": stage.basis}],
        "remedy": setting(subject.desk, "remedy"),
    }
    return values, subject.number


def listing(rows: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Alliances with their leads as the rows of a table. rows: name and lead, in order."""
    return [{"order": str(n), "alliance": name, "lead": lead} for n, (name, lead) in enumerate(rows, 1)]


def named(subject: Subject, day: str) -> Values:
    """What the public papers of an act begin with."""
    row = subject.desk.raw.execute(_BATCH, (subject.case.stream,)).fetchone()
    pack = subject.rules.pack
    return {
        "act": pack.words.act,
        "batch": row[0] if row else words.text("cases.year", {"year": day[:4]}),
        "title": pack.words.title,
        "policy": subject.policy,
    }


def _approval(subject: Subject) -> tuple[Values, str]:
    recognition = subject.document["recognition"]
    policy = subject.desk.governing(subject.rules.pack.id)
    rows = subject.desk.raw.execute(_RECOGNISED, (policy, recognition["document"])).fetchall()
    done = cast("Json", subject.document["stages"])
    way = [
        s.name
        for key, s in subject.rules.stage.items()
        if key in done and s.kind not in ("intake", "recognition", "certificate", "plaque")
    ]
    values = subject.head(recognition["on"], "", recognition["document"]) | named(subject, recognition["on"])
    values |= {"procedure": "、".join(way), "alliances": listing(rows)}
    if "valid_to" in recognition:
        span = {"start": _day(recognition["valid_from"]), "end": _day(recognition["valid_to"])}
        values["validity"] = words.text("cases.validity", span)
    return values, subject.number


def notice_of(subject: Subject) -> tuple[str, Json]:
    """The stream and the document of the newest notice a case stands in. Raises LookupError when there is none."""
    row = subject.desk.raw.execute(_NOTICE, (subject.case.stream,)).fetchone()
    if row is None:
        raise LookupError
    return row[0], streams.document(subject.desk.raw, row[0]).open


def period_of(rules: Pack, key: str) -> str:
    """How long a period is, in words, as the office reads it."""
    period = rules.period[key]
    length = int(rules.chosen[period.given]) if period.given else period.n
    return words.text(f"cases.period.{period.unit.name.lower()}", {"n": length})


def _notice(subject: Subject) -> tuple[Values, str]:
    stream, document = notice_of(subject)
    about = document["notice"]
    stage = next(stage for stage in subject.rules.stage.values() if stage.kind == "public_notice")
    cases = [
        subject.desk.case(key).open for key, _ in sorted(document["cases"].items(), key=lambda item: item[1]["order"])
    ]
    values = subject.head(about["start"]) | named(subject, about["start"])
    values |= {
        "start": _day(about["start"]),
        "end": _day(about["end"]),
        "period": period_of(subject.rules, stage.period),
        "alliances": listing([(case["alliance"]["name"], lead_of(case)) for case in cases]),
    }
    values |= {name: setting(subject.desk, name) for name in ("contact_unit", "telephone", "address")}
    return values, short(stream)


def _reply(subject: Subject) -> tuple[Values, str]:
    objections = cast("dict[str, Json]", notice_of(subject)[1]["objections"])
    closed = [
        (o["closed"], o["order"], key)
        for key, o in objections.items()
        if o["case"] == subject.case.stream and "closed" in o
    ]
    if not closed:
        raise LookupError
    key = max(closed)[2]
    objection = objections[key]
    values = subject.head(objection["closed"])
    values |= {
        "subject": words.text("cases.reply-subject", {"name": subject.name}),
        "received": _day(objection["received"]),
        "findings": objection["reply"],
        "result": words.text(f"objection-result.{objection['state']}"),
    }
    return values, f"{subject.number}-{key}"


VALUES: Mapping[str, Callable[[Subject], tuple[Values, str]]] = {
    "correction": _correction,
    "recommendation": _recommendation,
    "acceptance": _acceptance,
    "refusal": _refusal,
    "approval": _approval,
    "notice": _notice,
    "reply": _reply,
}
"""Kind of letter → its values and what its file is called. Each raises LookupError when the case has not come so far."""


def setting(desk: Desk, name: str) -> str:
    """What the office entered under a name; empty when it did not."""
    return cast("dict[str, Json]", desk.settings.get("settings", {})).get(name, {}).get("value", "")
