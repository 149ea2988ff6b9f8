"""What is asked before something is done with a policy pack: a file looked at and added, a rule book, a comparison, a dry run, a copy."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from alliance_desk import files
from alliance_desk.cases import pack_look, pack_offers, packs
from alliance_desk.cases.pack_use import versions_kept
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, library
from alliance_desk.desk.divisions import divisions
from alliance_desk.errors import Refused
from alliance_desk.exchange.offers import Offer
from alliance_desk.progress import Progress
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import last, remember
from ui.tasks.asks import only_for, place_for, reason, saved
from ui.tasks.pack_finds import Compared, Examined, Tried, compared, examined, tried

_LIMIT = 1 << 20
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KINDS = ("docx", "pdf")


def look_through(seat: Seat, done: Callable[[Examined], None], *, adding: bool = False) -> None:
    """Look through a pack file that somebody wrote: its faults, or what it would change. adding: the words of whoever wants to add it."""
    found: list[Examined] = []

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        one = examined(desk, values["path"], step)
        found.append(one)
        remember(desk, pack=one.path.parent)
        code = "ui.policies.found-faults" if one.faults else "ui.policies.found-sound"
        return Changes(code=code, facts={"file": one.path.name, "count": len(one.faults)})

    seat.ask(
        Task(
            id="pack.add" if adding else "pack.check",
            title=tr("ui.policies.add.title" if adding else "ui.policies.check.title"),
            submit=tr("ui.policies.add.submit" if adding else "ui.policies.check.submit"),
            work=work,
            fields=[_file(seat)],
            intro=tr("ui.policies.add.intro" if adding else "ui.policies.check.intro"),
            done=lambda changes: _warned(seat, changes, done(found[-1]), bad=bool(found[-1].faults)),
        )
    )


def look_at_newer(seat: Seat, name: str, done: Callable[[Examined], None]) -> None:
    """Look through the newer version of a pack that comes with the program: what it would change here. name: id of the pack."""
    path = library.shipped_file(name)
    seat.run(tr("ui.policies.check.title"), lambda desk, step: examined(desk, path, step), done=done)


def _warned(seat: Seat, changes: Changes, _shown: None, *, bad: bool) -> None:
    """What was found to be wrong is no green line: it is told again as what it is, after the strip has told the end of the work."""
    if bad:
        QTimer.singleShot(0, seat, lambda: seat.say(said(changes), "warn"))


def _file(seat: Seat, when: Callable[[Values], bool] | None = None) -> Ask:
    """The field that asks for a pack file."""
    types, hint = tr("ui.tasks.types-pack"), last(seat, "pack")
    told = tr("ui.policies.last-folder", folder=hint) if hint else ""
    return Ask("path", tr("ui.policies.file"), Kind.FILE, required=True, file_types=types, hint=told, when=when)


def add(seat: Seat, one: Examined, done: Callable[[Changes], None], *, offer: str = "") -> None:
    """Put a file that was looked through into the workspace. offer: hash of one that another office sent."""

    def work(desk: Desk, _values: Values, _step: Progress) -> Changes:
        return pack_offers.add(desk, offer) if offer else packs.add(desk, one.path)

    pack = one.pack
    if pack is None:
        return
    header = pack.pack
    lines = [tr("ui.policies.put.what", title=header.title, version=header.version, issuer=header.issuer)]
    if one.before is not None:
        lines.append(tr("ui.policies.put.instead", old=one.before.pack.version, count=len(one.differences)))
        lines.append(tr("ui.policies.put.running", count=one.running) if one.running else tr("ui.policies.put.none"))
    else:
        lines.append(tr("ui.policies.put.heals" if one.unsound else "ui.policies.put.new"))
    seat.ask(
        Task(
            id=f"pack.put.{header.id}",
            title=tr("ui.policies.put.title"),
            submit=tr("ui.policies.put.submit"),
            work=work,
            intro="\n".join(lines),
            danger=tr("ui.policies.put.danger"),
            done=done,
        )
    )


def decline(seat: Seat, offer: Offer) -> None:
    """Let go of a pack that another office sent, with the ground."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return pack_offers.decline(desk, offer.sha256, values["note"])

    seat.ask(
        Task(
            id=f"pack.decline.{offer.sha256[:8]}",
            title=tr("ui.policies.decline.title"),
            submit=tr("ui.policies.decline.submit"),
            work=work,
            fields=[reason(tr("ui.policies.decline.ground"))],
            intro=tr("ui.policies.decline.intro", title=offer.title, version=offer.version, office=offer.sender),
        )
    )


def print_book(seat: Seat, source: str, title: str, version: int) -> None:
    """Write the rule book. source: a pack's id, or the path of a file. title: of the policy."""
    name = tr("ui.policies.print.file", title=title, version=version)

    names = {kind: place_for(seat, name, kind).name for kind in _KINDS}

    def targets(values: Values) -> list[Path]:
        return [values["folder"] / names[kind] for kind in values.get("kinds", ())] if "folder" in values else []

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        rules = pack_look.rules_of(desk, source, desk.place.packs)
        made = targets(values)
        for at, path in enumerate(made):
            step(at, len(made), "ui.policies.step.print")
            pack_look.print_rules(rules, path)
        remember(desk, save=values["folder"])
        return Changes(code="ui.policies.printed", facts={"title": title, "count": len(made)}, files=tuple(made))

    def live(values: Values) -> str:
        there = [path.name for path in targets(values) if path.exists()]
        return tr("ui.policies.print.there", names=tuple(there)) if there else ""

    usual = place_for(seat, name, "pdf").parent
    kinds = [(kind, tr(f"ui.policies.print.{kind}")) for kind in _KINDS]
    seat.ask(
        Task(
            id=f"pack.print.{source}",
            title=tr("ui.policies.print.title"),
            submit=tr("ui.policies.print.submit"),
            work=work,
            fields=[
                Ask("kinds", tr("ui.policies.print.kinds"), Kind.CHOICES, required=True, usual=list(_KINDS), choices=kinds),
                Ask("folder", tr("ui.policies.print.folder"), Kind.FOLDER, required=True, usual=usual),
            ],
            intro=tr("ui.policies.print.intro", title=title),
            live=live,
        )
    )  # fmt: skip


def compare(seat: Seat, name: str, done: Callable[[Compared], None], path: Path | None = None) -> None:
    """Compare two packs, versions or files. name: the one to begin with. path: a file to compare with it."""
    found: list[Compared] = []
    sources = _sources(seat)
    ids = [value for value, _ in sources]
    earlier = next((one for one in ids if one.startswith(f"{name}@")), "")
    old, new = (earlier or name), (name if earlier else "")

    def other(values: Values) -> str:
        return str(values["path"]) if values.get("what") == "file" else values.get("new", "")

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        one = compared(desk, values["old"], other(values), step)
        found.append(one)
        code = "ui.policies.found-differences" if one.differences else "ui.policies.found-same"
        return Changes(code=code, facts={"old": one.old, "new": one.new, "count": len(one.differences)})

    def check(values: Values) -> list[tuple[str, str]]:
        same = values.get("what") == "pack" and values.get("old") == values.get("new")
        return [("new", tr("ui.policies.compare.same-one"))] if same else []

    whats = [(what, tr(f"ui.policies.compare.{what}")) for what in ("pack", "file")]
    more = [Ask("new", tr("ui.policies.compare.new"), Kind.CHOICE, required=True, usual=new or None, choices=sources, when=only_for("what", "pack"))]  # fmt: skip
    file = _file(seat, only_for("what", "file"))
    seat.ask(
        Task(
            id=f"pack.compare.{name}",
            title=tr("ui.policies.compare.title"),
            submit=tr("ui.policies.compare.submit"),
            work=work,
            fields=[
                Ask("old", tr("ui.policies.compare.old"), Kind.CHOICE, required=True, usual=old, choices=sources),
                Ask("what", tr("ui.policies.compare.what"), Kind.CHOICE, required=True, usual="file" if path else "pack", choices=whats),
                *more,
                file if path is None else Ask("path", file.label, Kind.FILE, required=True, usual=path, file_types=file.file_types, when=file.when),
            ],
            intro=tr("ui.policies.compare.intro"),
            check=check,
            done=lambda _changes: done(found[-1]),
        )
    )  # fmt: skip


def _sources(seat: Seat) -> list[tuple[str, str]]:
    """The sound packs there are, and the earlier versions kept of them."""
    found: list[tuple[str, str]] = []
    for one in packs.known(seat.reader, seat.reader.place.packs):
        if not one.fault:
            found.append((one.id, tr("ui.policies.version-of", title=one.title, version=one.version)))
            found += [
                (f"{one.id}@{version}", tr("ui.policies.earlier-of", title=one.title, version=version))
                for version in versions_kept(seat.reader, one.id)
            ]
    return found


def dry_run(seat: Seat, source: str, title: str, done: Callable[[Tried], None]) -> None:
    """Try a pack on made-up cases, and on the samples or a filled workbook. source: a pack's id, or the path of a file."""
    found: list[Tried] = []

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        one = tried(desk, source, title, values.get("workbook"), values.get("folder"), step)
        found.append(one)
        code = "ui.policies.found-runs" if one.result.rehearsal.sound else "ui.policies.found-stops"
        return Changes(code=code, facts={"title": title, "count": len(one.result.rehearsal.played)})

    seat.ask(
        Task(
            id=f"pack.try.{source}",
            title=tr("ui.policies.try.title"),
            submit=tr("ui.policies.try.submit"),
            work=work,
            fields=[
                Ask("workbook", tr("ui.policies.try.workbook"), Kind.FILE, file_types=tr("ui.tasks.types-xlsx"), hint=tr("ui.policies.try.workbook-hint")),
                Ask("folder", tr("ui.policies.try.folder"), Kind.FOLDER, hint=tr("ui.policies.try.folder-hint"), when=lambda values: bool(values.get("workbook"))),
            ],
            intro=tr("ui.policies.try.intro", title=title),
            done=lambda changes: _warned(seat, changes, done(found[-1]), bad=not found[-1].result.rehearsal.sound),
        )
    )  # fmt: skip


def begin(seat: Seat, done: Callable[[Examined], None]) -> None:
    """Write the skeleton of a new pack to a file."""
    found: list[Examined] = []
    known = library.pack_files(seat.reader.place.packs)
    own = seat.reader.settings["office"]

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        path: Path = values["folder"] / f"{values['id']}.toml"
        changes = pack_look.begin(
            path, title=values["title"], issuer=values["issuer"], division=values["division"], today=desk.clock.today()
        )
        remember(desk, pack=path.parent)
        found.append(examined(desk, path, step))
        return Changes(code="ui.policies.begun", facts={"path": str(path)}, files=changes.files)

    def check(values: Values) -> list[tuple[str, str]]:
        name = values.get("id", "")
        if name and not _ID.fullmatch(name):
            return [("id", tr("ui.policies.new.id-hint"))]
        return [("id", tr("ui.policies.new.id-taken"))] if name in known else []

    def live(values: Values) -> str:
        place = divisions().name(str(values.get("division", "")).ljust(6, "0"))
        return tr("ui.policies.new.place", place=place) if place else ""

    division = re.sub("(00)+$", "", str(own["division"]))
    seat.ask(
        Task(
            id="pack.new",
            title=tr("ui.policies.new.title"),
            submit=tr("ui.policies.new.submit"),
            work=work,
            fields=[
                Ask("title", tr("ui.policies.new.name"), required=True, limit=200, hint=tr("ui.policies.new.name-hint")),
                Ask("issuer", tr("ui.policies.new.issuer"), required=True, limit=100, usual=own["name"]),
                Ask("division", tr("ui.policies.new.division"), required=True, limit=6, usual=division, hint=tr("ui.policies.new.division-hint")),
                Ask("id", tr("ui.policies.new.id"), required=True, limit=60, hint=tr("ui.policies.new.id-hint")),
                Ask("folder", tr("ui.policies.new.folder"), Kind.FOLDER, required=True, usual=place_for(seat, "", "toml").parent),
            ],
            intro=tr("ui.policies.new.intro"),
            live=live,
            check=check,
            done=lambda _changes: done(found[-1]),
        )
    )  # fmt: skip


def export(seat: Seat, name: str, title: str, parent: str = "") -> None:
    """Write a copy of a pack's file. title: of the policy. parent: title of the pack it lies over."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        source = library.pack_files(desk.place.packs)[name]
        written = files.write(saved(desk, values, "toml"), files.read(source, _LIMIT))
        return Changes(code="ui.policies.exported", facts={"title": title, "path": str(written)}, files=(written,))

    usual, types = place_for(seat, name, "toml"), tr("ui.tasks.types-pack")
    intro = [tr("ui.policies.export.intro", title=title)]
    if parent:
        intro.append(tr("ui.policies.export.parent", parent=parent))
    seat.ask(
        Task(
            id=f"pack.export.{name}",
            title=tr("ui.policies.export.title"),
            submit=tr("ui.policies.export.submit"),
            work=work,
            fields=[Ask("path", tr("ui.tasks.save-as"), Kind.SAVE, required=True, usual=usual, file_types=types)],
            intro="\n".join(intro),
        )
    )


def take(seat: Seat, done: Callable[[Examined], None]) -> None:
    """Take the pack files out of a package, to be looked through and then added."""
    found: list[Examined] = []

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        from alliance_desk.exchange import packs as brought

        changes = brought.taken_out(desk, values["package"], values["folder"])
        if not changes.files:
            raise Refused("exchange.no-packs", file=values["package"].name)
        remember(desk, pack=values["folder"])
        found.append(examined(desk, changes.files[0], step))
        names = tuple(path.name for path in changes.files)
        return Changes(code="ui.policies.taken", facts={"count": len(names), "names": names}, files=changes.files)

    usual = place_for(seat, "", "toml").parent
    seat.ask(
        Task(
            id="pack.take",
            title=tr("ui.policies.take.title"),
            submit=tr("ui.policies.take.submit"),
            work=work,
            fields=[
                Ask("package", tr("ui.policies.take.package"), Kind.FILE, required=True, file_types=tr("ui.tasks.types-package")),
                Ask("folder", tr("ui.policies.take.folder"), Kind.FOLDER, required=True, usual=usual),
            ],
            intro=tr("ui.policies.take.intro"),
            done=lambda _changes: done(found[-1]),
        )
    )  # fmt: skip
