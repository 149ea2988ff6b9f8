"""An application in: from a filled workbook, by hand, or a corrected workbook over the case; and the workbook out."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from zlib import crc32

from alliance_desk import words
from alliance_desk.cases import intake as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, library
from alliance_desk.errors import DeskError
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack, Status
from alliance_desk.progress import Progress
from ui.action import Action
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, article, policy
from ui.tasks.arrivals import take_in
from ui.tasks.asks import not_ahead, saved, saving
from ui.tasks.marker import policy_of
from ui.tasks.peers import peer

_OTHER = "other"
"""The choice of a county office that is not in the list."""
_COUNTIES = "SELECT DISTINCT county FROM index_case WHERE recommender = decider AND county <> '' ORDER BY county"
_NOBODY = "-"


def actions(seat: Seat) -> list[Action]:
    """What begins a case: from a workbook, by hand; and the empty workbook."""

    def why() -> str:
        return tr("ui.tasks.read-only") if seat.readonly else usable(seat)[1]

    def no_form() -> str:
        return usable(seat)[1]

    return [
        Action("cases.new", tr("ui.tasks.new.action"), lambda: new_case(seat), why, "add", "Ctrl+N", tr("ui.tasks.new.hint"), "new"),
        Action("cases.blank", tr("ui.tasks.blank.action"), lambda: blank(seat), why, "edit", "", tr("ui.tasks.blank.hint"), "new"),
        Action("cases.template", tr("ui.tasks.template.action"), lambda: template(seat), no_form, "paper", "", tr("ui.tasks.template.hint"), "new"),
    ]  # fmt: skip


def usable(seat: Seat) -> tuple[list[Pack], str]:
    """The policies under which this office may open a case; where there is none, why."""
    desk = seat.reader
    found: list[Pack] = []
    whys: dict[str, str] = {}
    for name in library.pack_files(desk.place.packs):
        try:
            rules = desk.rules_for(name)
            verbs.offices_of(desk, rules, _NOBODY)
        except DeskError as error:
            whys.setdefault(error.code, said(error))
            continue
        if rules.pack.status is not Status.REPEALED:
            found.append(rules)
    # A policy of another region is no news; that the superior's key is missing is what can be mended.
    why = whys.get("cases.superior-needed") or next(iter(whys.values()), tr("ui.tasks.no-policy"))
    return found, "" if found else why


def dropped(seat: Seat, paths: Iterable[Path | str]) -> None:
    """Files dropped on the window: a workbook and a folder begin a case, a package is looked at, a key card is entered."""
    places = [Path(path) for path in paths]
    book = next((path for path in places if path.suffix.lower() == ".xlsx"), None)
    folder = next((path for path in places if path.is_dir()), None)
    package = next((path for path in places if path.suffix.lower() == ".deskpack"), None)
    card = next((path for path in places if path.suffix.lower() == ".deskkey"), None)
    if package is not None:
        take_in(seat, package)
    elif card is not None:
        peer(seat, card)
    elif book is None and folder is None:
        seat.say(tr("ui.tasks.new.not-ours"), "warn")
    elif why := usable(seat)[1]:
        seat.say(why, "warn")
    else:
        new_case(seat, book, folder)


def new_case(seat: Seat, workbook: Path | None = None, folder: Path | None = None) -> None:
    """Open a case from a filled workbook and a folder of attachments."""
    packs, _ = usable(seat)
    if (
        folder is None
        and workbook is not None
        and (beside := workbook.parent / words.text("ui.tasks.new.beside")).is_dir()
    ):
        folder = beside

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        pack = values.get("pack") or (packs[0].pack.id if len(packs) == 1 else policy_of(values["workbook"]))
        return verbs.open_case(
            desk,
            values["workbook"],
            pack,
            folder=values.get("folder"),
            filed=values.get("filed"),
            on_behalf=_behalf(values),
        )

    types = tr("ui.tasks.types-xlsx")
    auto = tr("ui.tasks.new.pack-hint")
    seat.ask(
        Task(
            # What was dropped is not to be replaced by a draft of another file.
            id="new" if workbook is None else f"new.{crc32(str(workbook).encode()):08x}",
            title=tr("ui.tasks.new.title"),
            submit=tr("ui.tasks.new.submit"),
            work=work,
            fields=[
                Ask(
                    "workbook", tr("ui.tasks.new.workbook"), Kind.FILE, required=True, usual=workbook, file_types=types
                ),
                Ask(
                    "folder", tr("ui.tasks.new.folder"), Kind.FOLDER, usual=folder, hint=tr("ui.tasks.new.folder-hint")
                ),
                *_pack_field(packs, auto, required=False),
                *_behalf_fields(seat, packs),
                Ask("filed", tr("ui.tasks.new.filed"), Kind.DATE, hint=tr("ui.tasks.new.filed-hint")),
            ],
            intro=tr("ui.tasks.new.intro"),
            basis=_basis(packs),
            check=lambda values: not_ahead(seat, values, "filed"),
            done=lambda changes: seat.goto.emit("cases", changes.streams[0]),
        )
    )


def blank(seat: Seat) -> None:
    """Open a case with no more than its name; the rest is typed in its forms."""
    packs, _ = usable(seat)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.cases import editing

        pack = values.get("pack", packs[0].pack.id)
        return editing.open_blank(desk, pack, values["name"], filed=values.get("filed"), on_behalf=_behalf(values))

    seat.ask(
        Task(
            id="blank",
            title=tr("ui.tasks.blank.title"),
            submit=tr("ui.tasks.blank.submit"),
            work=work,
            fields=[
                Ask("name", tr("ui.tasks.blank.name"), required=True, limit=100, hint=tr("ui.tasks.blank.name-hint")),
                *_pack_field(packs, "", required=True),
                *_behalf_fields(seat, packs),
                Ask(
                    "filed", tr("ui.tasks.new.filed"), Kind.DATE, usual=seat.today, hint=tr("ui.tasks.blank.filed-hint")
                ),
            ],
            intro=tr("ui.tasks.blank.intro"),
            basis=_basis(packs),
            check=lambda values: not_ahead(seat, values, "filed"),
            done=lambda changes: seat.goto.emit("cases", changes.streams[0]),
        )
    )


def template(seat: Seat) -> None:
    """Write the empty workbook of a policy, to be sent to applicants."""
    packs, _ = usable(seat)
    first = packs[0].pack
    name = tr("ui.tasks.template.file", title=first.title if len(packs) == 1 else "")

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.template(desk, values.get("pack", first.id), saved(desk, values))

    seat.ask(
        Task(
            id="template",
            title=tr("ui.tasks.template.title"),
            submit=tr("ui.tasks.template.submit"),
            work=work,
            fields=[*_pack_field(packs, "", required=True), saving(seat, name)],
            intro=tr("ui.tasks.template.intro"),
            basis=_basis(packs),
        )
    )


def form_of(seat: Seat, case: Folded | str) -> None:
    """Write the workbook of a case as it stands, for the applicant to correct."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.form_of(desk, about.stream, saved(desk, values))

    seat.ask(
        Task(
            id="form",
            title=tr("ui.tasks.form.title"),
            submit=tr("ui.tasks.form.submit"),
            work=work,
            fields=[saving(seat, tr("ui.tasks.form.file", name=about.name))],
            intro="\n".join([about.head, tr("ui.tasks.form.intro")]),
            basis=policy(about.rules),
            stream=about.stream,
        )
    )


def _pack_field(packs: Sequence[Pack], hint: str, *, required: bool) -> list[Ask]:
    """The choice of the policy; none where there is only the one."""
    if len(packs) < 2:
        return []
    choices = [(rules.pack.id, rules.pack.title) for rules in packs]
    return [Ask("pack", tr("ui.tasks.pack"), Kind.CHOICE, required=required, choices=choices, hint=hint)]


def _basis(packs: Sequence[Pack]) -> str:
    """The article on intake where there is only the one policy."""
    if len(packs) != 1:
        return ""
    stage = next(stage for stage in packs[0].stage.values() if stage.kind == "intake")
    return article(packs[0], stage.basis, stage.name)


def _behalf_fields(seat: Seat, packs: Sequence[Pack]) -> list[Ask]:
    """For which county the deciding office enters (代录): known subordinates, those of earlier cases, or typed."""
    level = seat.reader.settings["office"]["level"]
    deciding = {rules.pack.id for rules in packs if level in rules.role["decider"].levels}
    if not deciding:
        return []
    peers = seat.reader.settings.get("peers", {}).values()
    names = [str(one["name"]) for one in peers if one["relation"] == "subordinate"]
    names += [row[0] for row in seat.reader.raw.execute(_COUNTIES).fetchall()]
    names = list(dict.fromkeys(names))

    def mine(values: Values) -> bool:
        return values.get("pack") in (None, "") or values["pack"] in deciding

    def typed(values: Values) -> bool:
        return mine(values) and (not names or values.get("behalf") == _OTHER)

    typed_field = Ask("behalf-name", tr("ui.tasks.behalf-name"), required=True, limit=60, hint=tr("ui.tasks.behalf-name-hint"), when=typed)  # fmt: skip
    if not names:
        return [typed_field]
    choices = [*((name, name) for name in names), (_OTHER, tr("ui.tasks.behalf-other"))]
    listed = Ask("behalf", tr("ui.tasks.behalf"), Kind.CHOICE, required=True, choices=choices, hint=tr("ui.tasks.behalf-hint"), when=mine)  # fmt: skip
    return [listed, typed_field]


def _behalf(values: Values) -> str:
    chosen = str(values.get("behalf", _OTHER))
    return str(values.get("behalf-name", "")) if chosen == _OTHER else chosen
