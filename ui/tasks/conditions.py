"""Judging conditions: a person's verdict on 人工 ones, a reason that lets a 核实 one pass, keeping the outcome of all."""

from collections.abc import Sequence
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases import conditions
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.findings import Finding, Outcome
from alliance_desk.policy.pack import Attest
from alliance_desk.progress import Progress
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, article, policy
from ui.tasks.asks import reason

_HOLDS, _FAILS = "holds", "fails"


def attest(seat: Seat, case: Folded | str, keys: Sequence[str] = (), holds: bool | None = None) -> None:
    """Record a person's judgement.

    keys: of the conditions judged, ``check`` or ``check.member``; all that are open to tick when empty. holds: asked when None.
    """
    about = About(seat, case)
    offered = list(keys) or open_keys(seat, about)
    fields: list[Ask] = []
    if not keys:
        choices = [(key, _called(about, key)) for key in offered]
        fields.append(Ask("keys", tr("ui.tasks.attest.keys"), Kind.CHOICES, required=True, choices=choices))
    if holds is None:
        verdicts = [(_HOLDS, tr("ui.tasks.attest.holds")), (_FAILS, tr("ui.tasks.attest.fails"))]
        fields.append(Ask("verdict", tr("ui.tasks.attest.verdict"), Kind.CHOICE, required=True, choices=verdicts))
    fields.append(reason(tr("ui.tasks.attest.note"), tr("ui.tasks.attest.note-hint"), required=holds is False))

    def judged(values: Values) -> bool:
        return bool(holds) if holds is not None else values.get("verdict") == _HOLDS

    def check(values: Values) -> list[tuple[str, str]]:
        asked = values.get("verdict") == _FAILS and not values.get("note")
        return [("note", tr("ui.tasks.attest.note-needed"))] if asked else []

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        chosen = list(keys) or values["keys"]
        return conditions.attest(desk, about.stream, *chosen, holds=judged(values), note=values.get("note", ""))

    lines = "\n".join(tr("ui.tasks.attest.line", what=_called(about, key)) for key in keys)
    verb = {True: "submit-holds", False: "submit-fails", None: "submit"}[holds]
    seat.ask(
        Task(
            id=".".join(["attest", *([] if holds is None else [_HOLDS if holds else _FAILS]), *keys[:1]]),
            title=tr("ui.tasks.attest.title"),
            submit=tr(f"ui.tasks.attest.{verb}"),
            work=work,
            fields=fields,
            intro="\n".join(part for part in (about.head, lines, tr("ui.tasks.attest.intro")) if part),
            basis=_basis(about, [key.partition(".")[0] for key in offered]),
            stream=about.stream,
            seen=about.seen,
            check=check,
        )
    )


def open_keys(seat: Seat, about: About) -> list[str]:
    """The judgements of this office that are not made yet; where all are made, every one of them, to be made anew."""
    mine = {
        name: check
        for name, check in about.rules.check.items()
        if isinstance(check, Attest) and (not check.by or about.document["offices"].get(check.by) == seat.reader.office)
    }
    found = conditions.findings(seat.reader, about.case)
    asked = [key for one in found if one.check in mine for key in one.keys]
    if asked:
        return asked
    members = list(cast("Json", about.document.get("members", {})))
    return [
        key
        for name, check in mine.items()
        for key in ([f"{name}.{member}" for member in members] if check.scope == "member" else [name])
    ]


def override(seat: Seat, case: Folded | str, check: str = "") -> None:
    """Let a 核实 condition pass for a reason. check: its id; chosen among those that a reason heals when empty."""
    about = About(seat, case)
    found = {
        one.check: one
        for one in conditions.findings(seat.reader, about.case)
        if one.overridable and one.outcome is not Outcome.PASS and check in ("", one.check)
    }
    if not found:
        seat.say(tr("ui.tasks.override.none"), "info")
        return
    fields: list[Ask] = []
    if len(found) > 1:
        choices = [(key, one.title) for key, one in found.items()]
        fields.append(Ask("check", tr("ui.tasks.override.check"), Kind.CHOICE, required=True, choices=choices))
    fields.append(reason(tr("ui.tasks.override.reason"), tr("ui.tasks.override.reason-hint")))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return conditions.override(desk, about.stream, values.get("check", next(iter(found))), values["note"])

    def live(values: Values) -> str:
        chosen = found.get(values.get("check", ""))
        return _told(chosen) if chosen is not None and len(found) > 1 else ""

    first = next(iter(found.values()))
    parts = [about.head, _told(first) if len(found) == 1 else "", tr("ui.tasks.override.intro")]
    seat.ask(
        Task(
            id=f"override.{check}" if check else "override",
            title=tr("ui.tasks.override.title"),
            submit=tr("ui.tasks.override.submit"),
            work=work,
            fields=fields,
            intro="\n".join(part for part in parts if part),
            basis=_basis(about, list(found)),
            stream=about.stream,
            seen=about.seen,
            live=live,
        )
    )


def check(seat: Seat, case: Folded | str) -> None:
    """Compute every condition anew and keep the outcome in the case, for the lists."""
    about = About(seat, case)
    seat.run(tr("ui.tasks.check.title"), lambda desk, _step: conditions.check(desk, about.stream))


def _told(finding: Finding) -> str:
    return tr("ui.tasks.override.told", title=finding.title, text=said(finding))


def _called(about: About, key: str) -> str:
    """A judgement by the title of its condition, with the member where it is about one."""
    name, _, member = key.partition(".")
    title = about.rules.check[name].title if name in about.rules.check else name
    if not member:
        return title
    members = cast("Json", about.document.get("members", {}))
    return tr("ui.tasks.attest.of-member", title=title, member=members.get(member, {}).get("name", member))


def _basis(about: About, checks: Sequence[str]) -> str:
    """The article where all conditions rest on one, else the policy."""
    found = {
        (about.rules.check[name].basis, about.rules.check[name].title) for name in checks if name in about.rules.check
    }
    if len(found) == 1:
        basis, title = next(iter(found))
        return article(about.rules, basis, title)
    return policy(about.rules)
