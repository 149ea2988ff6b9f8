"""The rule book (规则说明书): everything the program goes by under a policy, in words, for the section head to read and sign.

It is made of the effective rules alone: what is not in it, the program does not do. ``papers`` write it as .docx or PDF.
"""

from collections.abc import Iterable, Iterator, Mapping

from alliance_desk import words
from alliance_desk.policy.book import Book, Chapter, Grid
from alliance_desk.policy.compose import compose, rules_hash
from alliance_desk.policy.findings import label
from alliance_desk.policy.pack import Pack, Status
from alliance_desk.policy.rulebook_after import after_recognition, procedures
from alliance_desk.policy.rulebook_parts import conditions, panels, papers, periods, table, way
from alliance_desk.policy.speech import Speech

_LISTS = ("body", "clause", "field", "category", "meeting")


def rulebook(pack: Pack, language: str = "zh_CN", places: Mapping[str, str] | None = None) -> Book:
    """The rule book of a pack, with its defaults where it is not composed yet.

    places: division code prefix → name, for the region. The same rules give the same book.
    """
    rules = pack if pack.order else compose(pack, {})
    speech = Speech(rules, language, places)
    digest = rules_hash(rules)
    title = words.text("rulebook.title", {"title": rules.pack.title}, language)
    foot = words.text(
        "rulebook.foot", {"id": rules.pack.id, "version": rules.pack.version, "digest": digest[:16]}, language
    )
    draft = rules.pack.status is Status.DRAFT
    return Book(
        title=title,
        subtitle=speech.say("rulebook.subtitle", issuer=rules.pack.issuer, version=rules.pack.version),
        chapters=tuple(_chapters(speech, digest)),
        closing=(speech.say("rulebook.sign.heading"), speech.say("rulebook.sign.statement", digest=digest[:16])),
        sign=tuple(speech.say("rulebook.sign.lines").split("\n")),
        foot=foot,
        pages=words.catalogue(language)["rulebook.pages"],
        mark=speech.say("rulebook.rehearsal") if draft else "",
    )


def _chapters(speech: Speech, digest: str) -> Iterator[Chapter]:
    rules = speech.rules
    whole = [
        ("rulebook.chapter.header", [speech.say("rulebook.preface"), _header(speech, digest)]),
        ("rulebook.chapter.roles", _roles(speech)),
        ("rulebook.chapter.off", _off(speech)),
        ("rulebook.chapter.readings", _readings(speech)),
        ("rulebook.chapter.way", way(speech, "")),
        ("rulebook.chapter.conditions", conditions(speech, "")),
        ("rulebook.chapter.papers", papers(speech, "")),
        ("rulebook.chapter.lists", _lists(speech)),
        ("rulebook.chapter.form", _form(speech)),
        ("rulebook.chapter.periods", periods(speech)),
        ("rulebook.chapter.panels", panels(speech)),
        ("rulebook.chapter.recognition", _recognition(speech)),
    ]
    number = 0
    for code, parts in whole:
        if parts:
            number += 1
            yield _numbered(speech, number, speech.say(code), parts)
    if rules.procedure:
        number += 1
        yield _numbered(speech, number, speech.say("rulebook.chapter.procedures"), [speech.say("rulebook.procedures")])
        for place, (name, parts) in enumerate(procedures(speech), 1):
            title = speech.say("rulebook.sub-heading", number=place, title=name)
            yield Chapter(title, tuple(parts), level=2)
    for code, parts in after_recognition(speech):
        number += 1
        yield _numbered(speech, number, speech.say(code), parts)


def _numbered(speech: Speech, number: int, title: str, parts: Iterable[str | Grid]) -> Chapter:
    numerals = speech.say("rulebook.numerals").split()
    return Chapter(speech.say("rulebook.heading", number=numerals[number - 1], title=title), tuple(parts))


def _header(speech: Speech, digest: str) -> Grid:
    header, rules = speech.rules.pack, speech.rules
    where = header.jurisdiction
    region = speech.say("rulebook.region", include=tuple(map(speech.place, where.include)))
    if where.exclude:
        region += speech.say("rulebook.region-without", exclude=tuple(map(speech.place, where.exclude)))
    until = ""
    if header.until:
        until = speech.say("rulebook.trial" if header.until.trial else "rulebook.term", years=header.until.years)
    named = speech.say(
        "rulebook.words", act=header.words.act, applicant=header.words.applicant, title=header.words.title
    )
    rows = (
        ("rulebook.header.title", header.title),
        ("rulebook.header.issuer", header.issuer),
        ("rulebook.header.doc-no", header.doc_no or speech.say("rulebook.not-seen")),
        ("rulebook.header.status", header.status.value),
        ("rulebook.header.issued", header.issued),
        ("rulebook.header.effective", header.effective),
        ("rulebook.header.until", until),
        ("rulebook.header.closes", header.closes),
        ("rulebook.header.parent", header.parent),
        ("rulebook.header.region", region),
        ("rulebook.header.words", named),
        ("rulebook.header.remark", header.remark),
        ("rulebook.header.pack", speech.say("rulebook.pack", id=header.id, version=header.version)),
        ("rulebook.header.digest", digest),
        ("rulebook.header.counts", speech.say("rulebook.counts", checks=len(rules.check), stages=len(rules.stage))),
    )
    shown = [(words.text(code, language=speech.language), text) for code, text in rows if text]
    return Grid((speech.say("rulebook.head.item"), speech.say("rulebook.head.content")), tuple(shown), (26, 74))


def _roles(speech: Speech) -> list[str | Grid]:
    parts = {"recommender": "rulebook.part.recommender", "decider": "rulebook.part.decider"}
    rows = [
        (role.name, speech.say(parts[key]) if key in parts else key, speech.listing(role.levels), role.basis)
        for key, role in speech.rules.role.items()
    ]
    return [table(speech, ("who", "part", "levels", "basis"), rows, (34, 26, 20, 20))]


def _off(speech: Speech) -> list[str | Grid]:
    """What a call switched off, with its article in the policy above and the call's own."""
    rows = [
        (
            words.text(f"pack-table.{path.partition('.')[0]}", language=speech.language),
            item.name,
            speech.say("rulebook.of-policy", title=item.title, article=item.article or speech.say("rulebook.not-seen")),
            item.basis,
        )
        for path, item in speech.rules.off.items()
    ]
    if not rows:
        return []
    return [
        speech.say("rulebook.off", title=speech.rules.pack.title),
        table(speech, ("kind", "name", "article", "basis"), rows, (16, 34, 30, 20)),
    ]


def _readings(speech: Speech) -> list[str | Grid]:
    rows = [
        (
            item.question,
            item.options[speech.option(key)],
            speech.either(wording for option, wording in item.options.items() if option != speech.option(key)),
            item.basis,
        )
        for key, item in speech.rules.reading.items()
    ]
    if not rows:
        return []
    return [
        speech.say("rulebook.readings"),
        table(speech, ("question", "chosen", "others", "basis"), rows, (36, 22, 22, 20)),
    ]


def _lists(speech: Speech) -> list[str | Grid]:
    """Bodies, clauses, fields, categories and meetings: names with their articles."""
    found: list[tuple[str, ...]] = []
    for name in _LISTS:
        rows = speech.rules.field_ if name == "field" else getattr(speech.rules, name)
        kind = words.text(f"pack-table.{name}", language=speech.language)
        for item in rows.values():
            remark = getattr(item, "remark", "")
            found.append(
                (
                    kind,
                    speech.say("rulebook.remarked", name=item.name, remark=remark) if remark else item.name,
                    item.basis,
                )
            )
    return [table(speech, ("kind", "name", "basis"), found, (20, 58, 22))] if found else []


def _form(speech: Speech) -> list[str | Grid]:
    """Fields of the application form that the policy treats in its own way."""
    rows: list[tuple[str, ...]] = []
    for path, item in speech.rules.form.items():
        state = (
            "rulebook.form.hidden"
            if item.hidden
            else "rulebook.form.required"
            if item.required
            else "rulebook.form.optional"
        )
        name = item.label or label(path, speech.language)
        rows.append((name, words.text(state, language=speech.language), item.hint, item.basis))
    return [table(speech, ("field", "asked", "hint", "basis"), rows, (24, 14, 42, 20))] if rows else []


def _recognition(speech: Speech) -> list[str | Grid]:
    rules = speech.rules
    given = rules.recognition
    validity = (
        speech.say("rulebook.validity", years=given.validity) if given.validity else speech.say("rulebook.no-validity")
    )
    rows = [
        (
            speech.say("rulebook.recognition.act"),
            speech.say("rulebook.gives", kind=given.kind, validity=validity),
            given.basis,
        )
    ]
    if given.numbered:
        number = rules.number[given.numbered]
        rows.append((speech.say("rulebook.recognition.document"), _pattern(speech, given.numbered), number.basis))
    for issue, code in ((rules.certificate, "certificate"), (rules.plaque, "plaque")):
        if issue is not None:
            facts = {"layout": issue.layout, "number": _pattern(speech, issue.number)}
            what = speech.say(f"stage-kind.{code}")
            rows.append((what, speech.say("rulebook.issue", **facts), issue.basis))
    if rules.certificate is None and rules.plaque is None:
        rows.append((speech.say("rulebook.recognition.papers"), speech.say("rulebook.no-papers"), given.basis))
    return [table(speech, ("item", "content", "basis"), rows, (20, 58, 22))]


def _pattern(speech: Speech, key: str) -> str:
    number = speech.rules.number[key]
    return speech.say("rulebook.number-yearly" if number.yearly else "rulebook.number", pattern=number.pattern)
