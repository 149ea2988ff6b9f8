"""The kinds table: for each event kind who may write it, where the case must lie, and which document paths it may touch.

Checked by the one ``append`` for events made here and events from packages alike, so a correctly signed package of a
county still cannot write a recognition.
"""

from functools import cache
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
    first: True where it opens its stream and never comes later, False where it never comes first, None where it may do both.
    writes: path patterns; ``*`` stands for one step, and everything below a pattern belongs to it. never: exceptions, which may
        not be lost with what is above them either.
    adds: patterns of ``writes`` under which nothing may stand yet.
    bears: patterns whose written entries carry the writing ``office``, and its ``operator`` where they name one.
    private: as ``writes``, for the private document.
    held: the case must be held by the writing office.
    during: kinds of stage of which one must be open for the writing office; ``*`` for any; empty asks nothing.
    stage: for stage events, the kind of stage the written ``stages.<id>`` must be.
    effects: kinds of effect for the register that it carries when the stage comes out well. also: further outcomes with which it does.
    free: it may also carry none. many: it may carry several.
    undoable: an inverse patch may take it back. counter: wording code of the counter-act for what cannot be undone.
    """

    stream: StreamKind
    role: Literal["recommender", "decider", "holder", "stage", "custody", "owner"]
    first: bool | None = False
    writes: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    bears: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    held: bool = False
    during: tuple[str, ...] = ()
    stage: str = ""
    effects: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    free: bool = False
    many: bool = False
    undoable: bool = False
    counter: str = ""

    @property
    def depth(self) -> int:
        """Steps of the longest pattern: paths that agree so far are allowed or refused together."""
        return max((len(steps(pattern)) for pattern in (*self.writes, *self.never, *self.private)), default=1)

    def allows(self, path: Path, *, private: bool = False) -> bool:
        """Whether an event of this kind may write this path."""
        patterns = self.private if private else self.writes
        return any(covers(p, path) for p in patterns) and not any(_meets(p, path) for p in self.never)


def covers(pattern: str, path: Path) -> bool:
    """Whether a path is what a pattern names, or lies below it."""
    return len(path) >= len(steps(pattern)) and _meets(pattern, path)


def _meets(pattern: str, path: Path) -> bool:
    for step, here in zip(steps(pattern), path, strict=False):  # noqa: SIM110 - all() takes twice as long, and every path comes by
        if step not in (here, "*"):
            return False
    return True


@cache
def steps(pattern: str) -> Path:
    """The steps of a dotted pattern."""
    return tuple(pattern.split("."))


_FILE = ("alliance", "application", "members", "bodies", "agreement", "papers")


def _case(role: Literal["recommender", "decider", "holder"], *writes: str, **more: object) -> Kind:
    return Kind(stream="case", role=role, held=True, writes=writes, **more)  # pyright: ignore[reportArgumentType]


def _stage(
    kind: str,
    *writes: str,
    bears: tuple[str, ...] = (),
    effects: tuple[str, ...] = (),
    counter: str = "",
    **more: object,
) -> Kind:
    return Kind(
        stream="case",
        role="stage",
        held=True,
        stage=kind,
        writes=("stages.*", *writes),
        bears=("stages.*", *bears),
        effects=effects,
        undoable=not counter,
        counter=counter,
        **more,  # pyright: ignore[reportArgumentType]
    )


def _own(stream: StreamKind, *writes: str, counter: str = "", **more: object) -> Kind:
    return Kind(stream=stream, role="owner", writes=writes, undoable=not counter, counter=counter, **more)  # pyright: ignore[reportArgumentType]


_kept: dict[str, object] = {
    "never": ("alliance.id", "application.filed"),
    "private": ("contacts",),
    "during": ("recommend",),
    "undoable": True,
}
_judged: dict[str, object] = {"during": ("*",), "undoable": True}
_custody = Kind(stream="case", role="custody", writes=("custody",), counter="undo.handed-over")
_OUT = "undo.outward"

_CHANGED = ("changed", "member-in", "member-out")

KINDS: dict[str, Kind] = {
    "case.opened": Kind(
        stream="case",
        role="recommender",
        first=True,
        writes=("case", "offices", "custody", "stages.*", *_FILE),
        bears=("stages.*",),
        private=("contacts",),
        counter="undo.opened",
    ),
    "case.refilled": _case("recommender", *_FILE, "corrections.*.answered", **_kept),
    "case.edited": _case("recommender", *_FILE, **_kept),
    "case.attested": _case("holder", "attest.*", bears=("attest.*",), **_judged),
    "case.overridden": _case("holder", "override.*", bears=("override.*",), **_judged),
    "case.checked": _case("holder", "checks", undoable=True),
    "case.correction-asked": _case(
        "recommender",
        "corrections.*",
        adds=("corrections.*",),
        bears=("corrections.*",),
        during=("recommend",),
        undoable=True,
    ),
    "case.returned": _case(
        "decider",
        "corrections.*",
        "stages.*",
        adds=("corrections.*",),
        bears=("corrections.*",),
        during=("formal_check",),
        counter="undo.handed-over",
    ),
    "case.repinned": _case("holder", "case.rules", "case.pack_version", **_judged),
    "case.withdrawn": _case("holder", "outcome", adds=("outcome",), counter="undo.withdrawn"),
    custody.OFFER: _custody,
    custody.ACCEPT: _custody,
    custody.DECLINE: _custody,
    custody.WITHDRAW: _custody,
    "case.notice-changed": _case("decider", "notice", during=("public_notice",), counter="undo.published"),
    "case.notice-corrected": _case(
        "decider",
        "notice",
        "alliance.name",
        "alliance.initials",
        "members.*.name",
        during=("public_notice",),
        counter="undo.published",
    ),
    "case.redacted": _case("holder", "redacted.*", adds=("redacted.*",), bears=("redacted.*",), counter=_OUT),
    "case.undone": Kind(stream="case", role="holder", held=True, counter="undo.undone"),
    "office.undone": _own("office", counter="undo.undone"),
    "pool.undone": _own("pool", counter="undo.undone"),
    "batch.undone": _own("batch", counter="undo.undone"),
    "session.undone": _own("session", counter="undo.undone"),
    "stage.recommend": _stage("recommend", "opinion", "checks", bears=("opinion",)),
    "stage.formal_check": _stage("formal_check", "checks"),
    "stage.business_check": _stage("business_check"),
    "stage.expert_review": _stage("expert_review", "review"),
    "stage.site_visit": _stage("site_visit", "visit"),
    "stage.merge_select": _stage("merge_select", "merge"),
    "stage.meeting": _stage("meeting", "meeting"),
    "stage.public_notice": _stage("public_notice", "notice", counter="undo.published"),
    "stage.recognition": _stage("recognition", "recognition", effects=("recognised",), counter="undo.decided"),
    "stage.certificate": _stage("certificate", "certificate", effects=("certificate-issued",), counter="undo.numbered"),
    "stage.plaque": _stage("plaque", "plaque", effects=("plaque-issued",), counter="undo.numbered"),
    "affair.opened": Kind(
        stream="case",
        role="holder",
        first=True,
        writes=("case", "offices", "custody", "matter", *_FILE),
        private=("contacts",),
        counter="undo.opened",
    ),
    "affair.edited": _case("holder", "matter", *_FILE, **{**_kept, "during": ("*",)}),
    "affair.scored": _case(
        "holder",
        "scores.self",
        "scores.county",
        "scores.expert",
        during=("submission", "opinion", "evaluation"),
        undoable=True,
    ),
    "affair.reopened": _case(
        "decider",
        "stages.*",
        "notice",
        "reopened.*",
        adds=("reopened.*",),
        bears=("reopened.*",),
        during=("public_notice",),
        counter="undo.decided",
    ),
    "stage.submission": _stage("submission", "matter.received", "scores"),
    "stage.opinion": _stage("opinion", "opinion", "checks", bears=("opinion",)),
    "stage.evaluation": _stage("evaluation", "scores"),
    "stage.grading": _stage("grading", "grade", effects=("graded",), counter="undo.decided"),
    "stage.argumentation": _stage("argumentation", "argumentation"),
    "stage.handling": _stage(
        "handling",
        "decision",
        "alliance",
        "members",
        "checks",
        effects=_CHANGED,
        many=True,
        never=("alliance.id",),
        counter="undo.decided",
    ),
    "case.paper-changed": _case(
        "decider", "certificate.state", "certificate.since", "plaque.state", "plaque.since", counter=_OUT
    ),
    "stage.measure": _stage("measure", "decision", "matter", effects=("sanction-opened",), counter="undo.decided"),
    "stage.acceptance": _stage(
        "acceptance", "acceptance", effects=("sanction-closed",), also=("failed",), counter="undo.decided"
    ),
    "stage.hearing": _stage("hearing", "hearing"),
    "stage.exit": _stage("exit", "decision", effects=("exited",), counter="undo.decided"),
    "stage.publication": _stage("publication", "publication", counter="undo.published"),
    "stage.return_papers": _stage("return_papers", "returned", effects=("papers-returned",), free=True, counter=_OUT),
    "stage.record": _stage("record", "matter", effects=_CHANGED, free=True, many=True, counter="undo.decided"),
    "stage.support": _stage("support", "decision", "matter", effects=("supported",), counter="undo.decided"),
    "stage.entry": _stage(
        "entry", "decision", "certificate", "plaque", effects=("recognised",), counter="undo.decided"
    ),
    "stage.submit_upward": _stage("submit_upward", "upward", "matter", counter=_OUT),
    "stage.superior_result": _stage("superior_result", "result"),
    "round.opened": _own("batch", "batch", "cases", first=True, counter=_OUT),
    "round.changed": _own("batch", "batch", "cases"),
    "duty.reminded": _own("batch", "batch", "cases", first=True, counter=_OUT),
    "note.written": _own(
        "notes",
        "beside",
        "notes.*",
        first=None,
        adds=("beside", "notes.*"),
        bears=("notes.*",),
        counter="undo.note",
    ),
    "office.founded": _own("office", "office", "operators", first=True, counter=_OUT),
    "office.operator-saved": _own("office", "operators.*"),
    "office.setting-changed": _own("office", "settings.*"),
    "office.reading-chosen": _own("office", "readings.*"),
    "office.peer-entered": _own("office", "peers.*", "office.superior", adds=("peers.*",), counter=_OUT),
    "office.organisation-saved": _own("office", "organisations.*"),
    "office.calendar-loaded": _own("office", "calendars.*", counter=_OUT),
    "office.pack-added": _own("office", "packs.*", "readings.*", "offers.*", counter=_OUT),
    "office.pack-declined": _own("office", "offers.*", "declined.*", counter=_OUT),
    "office.policy-continued": _own("office", "continued.*"),
    "office.package-out": _own("office", "packages.*", counter="undo.handed-over"),
    "office.package-in": _own("office", "packages.*", "offers.*", counter="undo.handed-over"),
    "office.restored": _own("office", "restores.*", adds=("restores.*",), counter=_OUT),
    "numbers.taken": _own("numbers", "series.*", "used.*", first=None, adds=("used.*",), counter="undo.numbered"),
    "pool.saved": _own("pool", "experts.*", first=None),
    "batch.opened": _own("batch", "batch", "cases", first=True, counter=_OUT),
    "batch.changed": _own("batch", "batch", "cases"),
    "session.opened": _own("session", "session", "cases", first=True, counter=_OUT),
    "session.panel-fixed": _own("session", "session", "seats", "exclusions", "draw", counter=_OUT),
    "session.seat-changed": _own("session", "seats", "draw", counter=_OUT),
    "session.score-entered": _own("session", "scores"),
    "session.concluded": _own("session", "session", "results"),
    "meeting.held": _own("meeting", "meeting", "cases", first=True, counter=_OUT),
    "notice.published": _own("notice", "notice", "cases", first=True, counter=_OUT),
    "notice.objection-received": _own(
        "notice", "objections.*", "cases", adds=("objections.*",), private=("objectors.*",), counter=_OUT
    ),
    "notice.objection-closed": _own("notice", "objections.*", "cases", counter=_OUT),
    "notice.corrected": _own(
        "notice", "notice", "corrections.*", "cases", adds=("corrections.*",), counter="undo.published"
    ),
    "notice.closed": _own("notice", "notice", "cases", counter=_OUT),
}
