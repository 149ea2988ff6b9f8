"""The facts of a case as they are told on its overview: every part of the file and of the way, in words."""

from collections.abc import Iterator
from typing import NamedTuple, cast

from alliance_desk.canonical import Json
from alliance_desk.desk.divisions import division_names
from ui.language import has, tr
from ui.pages.case.shown import Shown

Rows = list[tuple[str, str]]


class Part(NamedTuple):
    """One card of the overview. key: its name in the window. about: document section that its form changes, or empty."""

    key: str
    rows: Rows
    about: str = ""


def parts(shown: Shown) -> Iterator[Part]:
    """The cards in the order of a file: how it ended or what is asked for first, the file itself, then the way it went."""
    yield Part("outcome", _outcome(shown))
    for order, (_, entry) in enumerate(shown.rows("corrections"), 1):
        yield Part("correction", _correction(shown, entry, order))
    yield Part("alliance", _alliance(shown), "alliance")
    yield Part("lead", _lead(shown), "contacts")
    yield Part("agreement", _agreement(shown), "agreement")
    yield Part("bodies", _bodies(shown), "bodies")
    yield Part("offices", _offices(shown))
    yield Part("opinion", _opinion(shown))
    yield Part("review", review(shown))
    yield Part("visit", visit(shown))
    yield Part("meeting", meeting(shown))
    yield Part("merge", _merge(shown))
    yield Part("notice", notice(shown))
    yield Part("recognition", recognition(shown))
    for kind in ("certificate", "plaque"):
        yield Part(kind, issued(shown, kind))


def yes(value: object) -> str:
    """Yes or no in a word; empty while it is unknown."""
    return "" if value is None else tr("ui.case.yes" if value else "ui.case.no")


def labelled(prefix: str, value: object) -> str:
    """A value of a closed vocabulary in words; as it stands where the catalogue does not know it."""
    code = f"{prefix}.{value}"
    return tr(code) if value and has(code) else str(value or "")


def division(code: object) -> str:
    """A division by its name."""
    return division_names().get(str(code), str(code)) if code else ""


def _path(code: str) -> str:
    return tr(f"path.{code}")


def _alliance(shown: Shown) -> Rows:
    alliance, rules = shown.section("alliance"), shown.rules
    field, category = rules.field_.get(alliance.get("field", "")), rules.category.get(alliance.get("category", ""))
    return [
        (_path("alliance.name"), str(alliance.get("name", ""))),
        (_path("alliance.category"), category.name if category else ""),
        (_path("alliance.field"), field.name if field else str(alliance.get("field", ""))),
        (_path("alliance.industry"), str(alliance.get("industry", ""))),
        (_path("alliance.founded"), str(alliance.get("founded", ""))),
        (_path("application.operated_since"), str(shown.section("application").get("operated_since", ""))),
        (_path("alliance.legal_person"), yes(alliance.get("legal_person"))),
        (_path("alliance.liable_body"), str(alliance.get("liable_body", ""))),
        (_path("alliance.host"), shown.member(str(alliance.get("host", "")))),
        (_path("alliance.office"), str(alliance.get("office", ""))),
        (_path("alliance.goals"), str(alliance.get("goals", ""))),
    ]


def _lead(shown: Shown) -> Rows:
    lead = next((member for _, member in shown.rows("members") if member.get("role") == "lead"), cast("Json", {}))
    contact = cast("Json", cast("Json", shown.case.private.get("contacts", {})).get("lead", {}))
    reach = [str(contact[key]) for key in ("phone", "mobile", "email") if contact.get(key)]
    return [
        (shown.rules.pack.words.applicant, str(lead.get("name", ""))),
        (_path("members.code"), str(lead.get("code", ""))),
        (_path("members.kind"), labelled("member-kind", lead.get("kind"))),
        (_path("members.registered"), division(lead.get("registered"))),
        (_path("members.legal_rep"), str(lead.get("legal_rep", ""))),
        (tr("ui.case.contact"), str(contact.get("name", ""))),
        (tr("ui.case.reach"), tr("ui.list-sign").join(reach)),
    ]


def _agreement(shown: Shown) -> Rows:
    agreement, clauses = shown.section("agreement"), shown.rules.clause
    known = cast("dict[str, bool]", agreement.get("clauses", {}))
    said = {
        "found": [item.name for key, item in clauses.items() if known.get(key)],
        "absent": [item.name for key, item in clauses.items() if known.get(key) is False],
        "unread": [item.name for key, item in clauses.items() if key not in known],
    }
    told = [tr(f"ui.case.clauses-{how}", count=len(names), names=names) for how, names in said.items() if names]
    return [
        (_path("agreement.kind"), labelled("agreement-kind", agreement.get("kind"))),
        (_path("agreement.signed"), str(agreement.get("signed", ""))),
        (_path("agreement.effective"), str(agreement.get("effective", ""))),
        (tr("ui.case.term"), _span(str(agreement.get("start", "")), str(agreement.get("end", "")))),
        (_path("agreement.clauses"), "\n".join(told)),
    ]


def _span(start: str, end: str) -> str:
    return tr("ui.case.span", start=start or "…", end=end or "…") if start or end else ""


def _bodies(shown: Shown) -> Rows:
    rows: Rows = []
    for key, body in shown.rules.body.items():
        people = [person for _, person in shown.rows("bodies", key, "people")] if key in shown.section("bodies") else []
        full = sum(person.get("full_time") is True for person in people)
        names = [_person(person) for person in people]
        code = "ui.case.people-full" if full else "ui.case.people"
        told = tr(code, count=len(people), full=full, names=names) if people else tr("ui.case.no-people")
        rows.append((body.name, told))
    return rows


def _person(person: Json) -> str:
    post = str(person.get("post", ""))
    return tr("ui.case.person", name=person.get("name", ""), post=post) if post else str(person.get("name", ""))


def _offices(shown: Shown) -> Rows:
    offices, case, header = shown.section("offices"), shown.section("case"), shown.rules.pack
    behalf = str(offices.get("on_behalf", ""))
    recommender = (
        tr("ui.case.on-behalf", office=behalf) if behalf else shown.office(str(offices.get("recommender", "")))
    )
    return [
        (tr("ui.case.row.policy"), tr("ui.case.policy", title=header.title, version=case.get("pack_version", ""))),
        (tr("ui.case.row.doc-no"), header.doc_no),
        (_path("application.filed"), str(shown.section("application").get("filed", ""))),
        (tr("ui.case.row.opened"), str(case.get("opened", ""))),
        (shown.rules.role["recommender"].name, recommender),
        (shown.rules.role["decider"].name, shown.office(str(offices.get("decider", "")))),
        (tr("ui.case.row.ground"), str(shown.section("custody").get("ground", ""))),
    ]


def _opinion(shown: Shown) -> Rows:
    opinion = shown.section("opinion")
    return [
        (tr("ui.case.row.opinion"), str(opinion.get("text", ""))),
        (tr("ui.case.row.letter"), str(opinion.get("letter", ""))),
        (tr("ui.case.row.day"), str(opinion.get("on", ""))),
        (tr("ui.case.row.office"), shown.office(str(opinion.get("office", ""))) if opinion else ""),
    ]


def _correction(shown: Shown, entry: Json, order: int) -> Rows:
    items = sorted(cast("dict[str, Json]", entry.get("items", {})).values(), key=lambda item: item.get("order", 0))
    return [
        (tr("ui.case.row.round"), tr("ui.case.round", order=order, office=shown.office(str(entry.get("office", ""))))),
        (tr("ui.case.row.notice-no"), str(entry.get("letter", ""))),
        (tr("ui.case.row.asked"), str(entry.get("asked", ""))),
        (tr("ui.case.row.due"), str(entry.get("due", ""))),
        (tr("ui.case.row.answered"), str(entry.get("answered", "")) or tr("ui.case.not-answered")),
        (
            tr("ui.case.row.items"),
            "\n".join(tr("ui.case.item", order=n, **_about(item)) for n, item in enumerate(items, 1)),
        ),
        (tr("ui.case.row.note"), str(entry.get("note", ""))),
    ]


def _about(item: Json) -> dict[str, str]:
    return {name: str(item.get(name, "")) for name in ("title", "basis", "text")}


def review(shown: Shown) -> Rows:
    """What the case learnt of its review."""
    found = shown.section("review")
    supported = tr("ui.case.supported" if found.get("supported") else "ui.case.not-supported") if found else ""
    return [
        (tr("ui.case.row.mode"), labelled("record.mode", found.get("mode"))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.result"), supported),
    ]


def visit(shown: Shown) -> Rows:
    """The site visit."""
    found = shown.section("visit")
    return [
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.team"), tr("ui.list-sign").join(found.get("team", []))),
        (tr("ui.case.row.seen"), str(found.get("findings", ""))),
    ]


def meeting(shown: Shown) -> Rows:
    """The meeting that decided."""
    found = shown.section("meeting")
    return [
        (tr("ui.case.row.meeting"), str(found.get("kind", ""))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.minutes"), str(found.get("minutes", ""))),
        (tr("ui.case.row.result"), labelled("stage-outcome", found.get("outcome"))),
        (tr("ui.case.row.reason"), str(found.get("reason", ""))),
    ]


def _merge(shown: Shown) -> Rows:
    merge = shown.section("merge")
    return [(tr(f"ui.case.row.merge-{key}"), str(merge.get(key, ""))) for key in ("number", "name")]


def notice(shown: Shown) -> Rows:
    """The public notice."""
    found = shown.section("notice")
    state = "closed" if found.get("closed") else "suspended" if found.get("suspended") else "runs"
    return [
        (tr("ui.case.row.period"), _span(str(found.get("start", "")), str(found.get("end", "")))),
        (tr("ui.case.row.channel"), str(found.get("channel", ""))),
        (tr("ui.case.row.state"), tr(f"ui.case.notice-{state}", day=found.get("closed", "")) if found else ""),
    ]


def recognition(shown: Shown) -> Rows:
    """The recognition."""
    found = shown.section("recognition")
    return [
        (tr("ui.case.row.title"), str(found.get("title", ""))),
        (tr("ui.case.row.document"), str(found.get("document", ""))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.valid"), _span(str(found.get("valid_from", "")), str(found.get("valid_to", "")))),
    ]


def issued(shown: Shown, kind: str) -> Rows:
    """The certificate or the plaque."""
    found = shown.section(kind)
    return [
        (tr("ui.case.row.serial"), str(found.get("number", ""))),
        (tr("ui.case.row.issued"), str(found.get("on", ""))),
    ]


def _outcome(shown: Shown) -> Rows:
    found = shown.section("outcome")
    ended = next((line for line in shown.lines if line.state == "ended"), None)
    if found:
        return [
            (tr("ui.case.row.result"), shown.status),
            (tr("ui.case.row.day"), str(found.get("on", ""))),
            (tr("ui.case.row.reason"), str(found.get("reason", ""))),
        ]
    if ended is None:
        return []
    return [
        (tr("ui.case.row.result"), shown.status),
        (tr("ui.case.row.stage"), ended.name),
        (tr("ui.case.row.day"), ended.on),
        (tr("ui.case.row.reason"), str(shown.section("stages", ended.id).get("note", ""))),
    ]
