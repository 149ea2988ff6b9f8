"""The facts of a case as they are told on its overview: every part of the file and of the way, in words."""

from collections.abc import Iterator
from typing import NamedTuple, cast

from alliance_desk.canonical import Json
from ui.language import tr
from ui.pages.case import parts_after, parts_matter
from ui.pages.case.parts_matter import Link, is_affair
from ui.pages.case.parts_way import (
    correction,
    issued,
    meeting,
    merge,
    notice,
    opinion,
    outcome,
    recognition,
    review,
    visit,
)
from ui.pages.case.shown import Shown
from ui.pages.case.wording import WITH_FILE, Rows, division, labelled, path, plain, span, yes


class Part(NamedTuple):
    """One card of the overview. key: its name in the window. about: document section that its form changes, or empty.

    grid: a table below the rows, its headings first. links: what else is spoken of, to be looked at.
    """

    key: str
    rows: Rows
    about: str = ""
    grid: parts_after.Grid = ()
    links: tuple[Link, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be shown."""
        return not any(value for _, value in self.rows) and not self.grid and not self.links


def parts(shown: Shown) -> Iterator[Part]:
    """The cards in the order of a file: how it ended or what is asked for first, the file itself, then the way it went."""
    if is_affair(shown.document):
        yield from _affair(shown)
        return
    yield Part("outcome", outcome(shown))
    for order, (_, entry) in enumerate(shown.rows("corrections"), 1):
        yield Part("correction", correction(shown, entry, order))
    yield Part("alliance", _alliance(shown), "alliance")
    yield Part("lead", _lead(shown), "contacts")
    yield Part("agreement", _agreement(shown), "agreement")
    yield Part("bodies", _bodies(shown), "bodies")
    yield Part("offices", _offices(shown))
    yield Part("opinion", opinion(shown))
    yield Part("review", review(shown))
    yield Part("visit", visit(shown))
    yield Part("meeting", meeting(shown))
    yield Part("merge", merge(shown))
    yield Part("notice", notice(shown))
    yield Part("recognition", recognition(shown))
    for kind in ("certificate", "plaque"):
        yield Part(kind, issued(shown, kind))


def _affair(shown: Shown) -> Iterator[Part]:
    """A case beneath an alliance: what it is about, what came of it, whose it is."""
    yield Part("outcome", outcome(shown))
    yield Part("affair", parts_matter.about(shown))
    yield Part("matter", parts_matter.matter(shown), "matter", links=tuple(parts_matter.rests_on(shown)))
    yield Part("changes", parts_matter.changed(shown))
    yield Part("scores", parts_after.counted(shown), grid=parts_after.scores(shown))
    yield Part("grade", parts_after.grade(shown))
    yield Part("seen", parts_after.opinion(shown))
    yield Part("review", review(shown))
    yield Part("argumentation", parts_after.argumentation(shown))
    yield Part("hearing", parts_after.hearing(shown))
    yield Part("meeting", meeting(shown))
    yield Part("notice", notice(shown))
    yield Part("decision", parts_after.decision(shown))
    yield Part("acceptance", parts_after.acceptance(shown))
    yield Part("publication", parts_after.publication(shown))
    yield Part("returned", parts_after.returned(shown))
    yield Part("upward", parts_after.upward(shown))
    if shown.section("case").get("kind") in WITH_FILE:
        yield Part("alliance", _alliance(shown), "alliance")
        yield Part("lead", _lead(shown), "contacts")
        yield Part("agreement", _agreement(shown), "agreement")
    for kind in ("certificate", "plaque"):
        yield Part(kind, issued(shown, kind))
    yield Part("handled", _offices(shown))


def _alliance(shown: Shown) -> Rows:
    alliance, rules = shown.section("alliance"), shown.rules
    field, category = rules.field_.get(alliance.get("field", "")), rules.category.get(alliance.get("category", ""))
    return [
        (path("alliance.name"), plain(alliance.get("name"))),
        (path("alliance.category"), category.name if category else ""),
        (path("alliance.field"), field.name if field else plain(alliance.get("field"))),
        (path("alliance.industry"), plain(alliance.get("industry"))),
        (path("alliance.founded"), plain(alliance.get("founded"))),
        (path("application.operated_since"), str(shown.section("application").get("operated_since", ""))),
        (path("alliance.legal_person"), yes(alliance.get("legal_person"))),
        (path("alliance.liable_body"), plain(alliance.get("liable_body"))),
        (path("alliance.host"), shown.member(plain(alliance.get("host")))),
        (path("alliance.office"), plain(alliance.get("office"))),
        (path("alliance.goals"), plain(alliance.get("goals"))),
    ]


def _lead(shown: Shown) -> Rows:
    lead = next((member for _, member in shown.rows("members") if member.get("role") == "lead"), cast("Json", {}))
    contact = cast("Json", cast("Json", shown.case.private.get("contacts", {})).get("lead", {}))
    reach = [str(contact[key]) for key in ("phone", "mobile", "email") if contact.get(key)]
    return [
        (shown.rules.pack.words.applicant, plain(lead.get("name"))),
        (path("members.code"), plain(lead.get("code"))),
        (path("members.kind"), labelled("member-kind", lead.get("kind"))),
        (path("members.registered"), division(lead.get("registered"))),
        (path("members.legal_rep"), plain(lead.get("legal_rep"))),
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
        (path("agreement.kind"), labelled("agreement-kind", agreement.get("kind"))),
        (path("agreement.signed"), plain(agreement.get("signed"))),
        (path("agreement.effective"), plain(agreement.get("effective"))),
        (tr("ui.case.term"), span(plain(agreement.get("start")), plain(agreement.get("end")))),
        (path("agreement.clauses"), "\n".join(told)),
    ]


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
        (
            path("application.filed"),
            "" if is_affair(shown.document) else str(shown.section("application").get("filed", "")),
        ),
        (
            tr("ui.matter.row.opened" if is_affair(shown.document) else "ui.case.row.opened"),
            str(case.get("opened", "")),
        ),
        (shown.rules.role["recommender"].name, recommender),
        (shown.rules.role["decider"].name, shown.office(str(offices.get("decider", "")))),
        (tr("ui.case.row.ground"), str(shown.section("custody").get("ground", ""))),
    ]
