"""The kinds table: for each event kind who may write it, where the case must lie, and which document paths it may touch.

Checked by the one ``append`` for events made here and events from packages alike, so a correctly signed package of a
county still cannot write a recognition.
"""

from typing import Literal

from msgspec import Struct

from alliance_desk.ledger import custody
from alliance_desk.ledger.patch import Path

StreamKind = Literal["case", "notes", "office", "numbers", "pool", "batch", "session", "meeting", "notice"]
TRAVELLING: tuple[str, ...] = ("case", "notes")
"""Stream kinds that may come in a package; the others stay with the deciding office."""


UNDONE = ".undone"
"""How the names of the kinds end that carry the exact inverse of an earlier event of the same office."""


class Kind(Struct, frozen=True, kw_only=True):
    """One event kind.

    stream: kind of stream it belongs to.
    role: ``recommender`` / ``decider`` (by the case's own offices), ``holder`` (whoever holds the case), ``stage`` (the actor of
        the stage it closes), ``custody`` (the custody rules decide), ``owner`` (the office whose stream it is).
    writes: path patterns; ``*`` stands for one step, and everything below a pattern belongs to it. never: exceptions.
    private: the same for the private document.
    held: the case must be held by the writing office.
    stage: for stage events, the kind of stage the written ``stages.<id>`` must be.
    effects: may carry effects for the register. undoable: an inverse patch may take it back.
    counter: wording code of the counter-act for what cannot be undone.
    """

    stream: StreamKind
    role: Literal["recommender", "decider", "holder", "stage", "custody", "owner"]
    writes: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    held: bool = False
    stage: str = ""
    effects: bool = False
    undoable: bool = False
    counter: str = ""

    def allows(self, path: Path, *, private: bool = False) -> bool:
        """Whether an event of this kind may write this path."""
        patterns = self.private if private else self.writes
        return any(_covers(p, path) for p in patterns) and not any(_covers(p, path) for p in self.never)


def _covers(pattern: str, path: Path) -> bool:
    steps = pattern.split(".")
    return len(path) >= len(steps) and all(step in ("*", here) for step, here in zip(steps, path, strict=False))


_FILE = ("alliance", "application", "members", "bodies", "agreement", "papers")
_KEPT = ("alliance.id", "application.filed")


def _case(role: Literal["recommender", "decider", "holder"], *writes: str, **more: object) -> Kind:
    return Kind(stream="case", role=role, held=True, writes=writes, **more)  # pyright: ignore[reportArgumentType]


def _stage(kind: str, *writes: str, effects: bool = False, undoable: bool = True, counter: str = "") -> Kind:
    return Kind(
        stream="case", role="stage", held=True, stage=kind, writes=("stages.*", *writes), effects=effects, undoable=undoable, counter=counter
    )


def _own(stream: StreamKind, *writes: str, private: tuple[str, ...] = (), undoable: bool = False, counter: str = "undo.outward") -> Kind:
    return Kind(stream=stream, role="owner", writes=writes, private=private, undoable=undoable, counter="" if undoable else counter)


_custody = Kind(stream="case", role="custody", writes=("custody",), counter="undo.handed-over")

KINDS: dict[str, Kind] = {
    "case.opened": Kind(
        stream="case", role="recommender", writes=("case", "offices", "custody", "stages.*", *_FILE), private=("contacts",), counter="undo.opened"
    ),
    "case.refilled": _case("recommender", *_FILE, "corrections.*.answered", never=_KEPT, private=("contacts",), undoable=True),
    "case.edited": _case("recommender", *_FILE, never=_KEPT, private=("contacts",), undoable=True),
    "case.attested": _case("holder", "attest.*", undoable=True),
    "case.overridden": _case("holder", "override.*", undoable=True),
    "case.checked": _case("holder", "checks", undoable=True),
    "case.correction-asked": _case("recommender", "corrections.*", undoable=True),
    "case.returned": _case("decider", "corrections.*", "stages.*", counter="undo.handed-over"),
    "case.repinned": _case("holder", "case.rules", "case.pack_version", undoable=True),
    "case.withdrawn": _case("holder", "outcome", counter="undo.withdrawn"),
    custody.OFFER: _custody,
    custody.ACCEPT: _custody,
    custody.DECLINE: _custody,
    custody.WITHDRAW: _custody,
    "case.notice-changed": _case("decider", "notice", counter="undo.published"),
    "case.undone": Kind(stream="case", role="holder", held=True, counter="undo.undone"),
    "office.undone": _own("office", counter="undo.undone"),
    "pool.undone": _own("pool", counter="undo.undone"),
    "batch.undone": _own("batch", counter="undo.undone"),
    "session.undone": _own("session", counter="undo.undone"),
    "case.redacted": Kind(stream="case", role="holder", writes=("redacted.*",), counter="undo.outward"),
    "stage.recommend": _stage("recommend", "opinion", "checks", "outcome"),
    "stage.formal_check": _stage("formal_check", "checks", "outcome"),
    "stage.business_check": _stage("business_check", "outcome"),
    "stage.expert_review": _stage("expert_review", "review", "outcome"),
    "stage.site_visit": _stage("site_visit", "visit", "outcome"),
    "stage.merge_select": _stage("merge_select", "merge", "outcome"),
    "stage.meeting": _stage("meeting", "meeting", "outcome"),
    "stage.public_notice": _stage("public_notice", "notice", "outcome", undoable=False, counter="undo.published"),
    "stage.recognition": _stage("recognition", "recognition", "outcome", effects=True, undoable=False, counter="undo.decided"),
    "stage.certificate": _stage("certificate", "certificate", effects=True, undoable=False, counter="undo.numbered"),
    "stage.plaque": _stage("plaque", "plaque", effects=True, undoable=False, counter="undo.numbered"),
    "note.written": _own("notes", "case", "notes.*", counter="undo.note"),
    "office.founded": _own("office", "office", "operators"),
    "office.operator-saved": _own("office", "operators.*", undoable=True),
    "office.setting-changed": _own("office", "settings.*", undoable=True),
    "office.reading-chosen": _own("office", "readings.*", undoable=True),
    "office.peer-entered": _own("office", "peers.*", "office.superior"),
    "office.organisation-saved": _own("office", "organisations.*", undoable=True),
    "office.calendar-loaded": _own("office", "calendars.*"),
    "office.policy-continued": _own("office", "continued.*", undoable=True),
    "office.package-out": _own("office", "packages.*", counter="undo.handed-over"),
    "office.package-in": _own("office", "packages.*", counter="undo.handed-over"),
    "office.restored": _own("office", "restores.*"),
    "numbers.taken": _own("numbers", "series.*", "used.*", counter="undo.numbered"),
    "pool.saved": _own("pool", "experts.*", undoable=True),
    "batch.opened": _own("batch", "batch", "cases", undoable=False),
    "batch.changed": _own("batch", "batch", "cases", undoable=True),
    "session.opened": _own("session", "session", "cases"),
    "session.panel-fixed": _own("session", "session", "seats", "exclusions", "draw"),
    "session.seat-changed": _own("session", "seats", "draw"),
    "session.score-entered": _own("session", "scores", undoable=True),
    "session.concluded": _own("session", "session", "results", undoable=True),
    "meeting.held": _own("meeting", "meeting", "cases"),
    "notice.published": _own("notice", "notice", "cases"),
    "notice.objection-received": _own("notice", "objections.*", "cases", private=("objectors.*",)),
    "notice.objection-closed": _own("notice", "objections.*", "cases"),
    "notice.closed": _own("notice", "notice", "cases"),
}
