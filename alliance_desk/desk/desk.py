"""The desk: one workspace opened by one operator under one clock. Verbs read through it and commit through it."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Self, TypeVar, cast

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.clock import Clock
from alliance_desk.desk import library, marks
from alliance_desk.desk.blobs import Blobs
from alliance_desk.desk.workspace import Held, Workspace
from alliance_desk.errors import Damaged, Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.compose import compose
from alliance_desk.policy.holidays import Calendar, read_year
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from alliance_desk.progress import Progress, silent
from db.session import Database, Raw, disk_fault

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from alliance_desk.keys.office import OfficeKey
    from alliance_desk.ledger.draft import Author, Draft

Passphrase = Callable[[], str]
"""Asks the person for the office key's passphrase when something is to be signed."""
T = TypeVar("T")
_KEY_LIMIT = 1 << 16
_YEAR_LIMIT = 1 << 20


class Desk:
    """One workspace, open. ``raw`` is for reads; ``commit`` is the only way to change anything.

    office: this office's id. operator: opaque id of who works here now.
    seen: stream → sequence number of the head that the person has before their eyes; what a verb writes there is refused when
    later events touched the same paths. A stream that is not in it counts as seen at the moment the verb reads it.
    progress: told how far a long verb is; it may raise Cancelled, and then the verb leaves nothing half-done.
    """

    def __init__(self, place: Workspace, database: Database, clock: Clock, held: Held | None) -> None:
        self.place = place
        self.database = database
        self.clock = clock
        self.blobs = Blobs(place.blobs)
        self.passphrase: Passphrase | None = None
        self.operator = ""
        self.seen: dict[str, int] = {}
        self.progress: Progress = silent
        self._held = held
        self._key: OfficeKey | None = None
        self._settings: tuple[str, Json] = "", {}
        self._rules: dict[str, tuple[str, Pack, Pack]] = {}
        self._within: dict[tuple[str, str], tuple[Pack, Pack]] = {}
        self._once: tuple[int, dict[str, object]] = 0, {}

    @property
    def raw(self) -> Raw:
        """The connection all reads go through."""
        return self.database.raw

    @property
    def readonly(self) -> bool:
        """Whether this desk may only look."""
        return self._held is None

    def close(self) -> None:
        """Close the database and give the lock back."""
        self.database.close()
        if self._held is not None:
            self._held.release()
            self._held = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def once(self, key: str, make: Callable[[], T]) -> T:
        """What ``make`` reads from the index, read again only after another event: window state and drafts change nothing in it."""
        stamp = int(self.raw.execute("SELECT COALESCE(max(rowid), 0) FROM ledger_event").fetchone()[0])
        if self._once[0] != stamp:
            self._once = stamp, {}
        kept = self._once[1]
        if key not in kept:
            kept[key] = make()
        return cast("T", kept[key])

    # What the office knows of itself

    def own_stream(self, kind: str) -> str:
        """The id of this office's one stream of a kind (office, numbers, pool); empty when it has none yet."""
        found = streams.of_kind(self.raw, kind, self.office if kind != "office" else "")
        return found[0] if found else ""

    def own(self, kind: str) -> Folded:
        """The documents of this office's one stream of a kind; empty documents when it has none yet."""
        stream = self.own_stream(kind)
        return streams.document(self.raw, stream) if stream else Folded("", kind)

    @property
    def settings(self) -> Json:
        """The office document: office, operators, settings, readings, peers, organisations, continued, packages.

        Decoded once per head: a verb asks for it dozens of times. Whoever reads it changes nothing in it.
        """
        stream = self.own_stream("office")
        head = streams.head(self.raw, stream)
        if not head or self._settings[0] != head:
            self._settings = head, streams.document(self.raw, stream).open
        return self._settings[1]

    @property
    def office(self) -> str:
        """This office's id."""
        return cast("str", self.settings["office"]["id"])

    def pack(self, name: str) -> Pack:
        """A policy pack by id. Raises Refused naming those there are."""
        return library.find_pack(name, self.place.packs)

    def rules_for(self, name: str, procedure: str = "") -> Pack:
        """The effective rules of a pack under this office's chosen readings, cut down to the way to recognition or to a procedure."""
        known = self._within.get((name, procedure))
        policy = self.policy_for(name)
        if known is None or known[0] is not policy:
            known = self._within[name, procedure] = policy, within(policy, procedure)
        return known[1]

    def policy_for(self, name: str) -> Pack:
        """The whole effective rules of a pack, with all its procedures: what a case is pinned to; composed once for each office head."""
        pack, settings = self.pack(name), self.settings
        known = self._rules.get(name)
        if known is not None and known[0] == self._settings[0] and known[1] is pack:
            return known[2]
        rules = compose(pack, self._readings(pack, name, cast("dict[str, Json]", settings.get("readings", {}))))
        self._rules[name] = self._settings[0], pack, rules
        return rules

    def _readings(self, pack: Pack, name: str, kept: dict[str, Json]) -> dict[str, str]:
        """The office's choices; under a call also those made for what it lies over, as far as they still are options."""
        chosen = {key: entry["option"] for key, entry in kept.get(name, {}).items()}
        for parent in library.lineage(name, self.place.packs)[1:]:
            for key, entry in kept.get(parent, {}).items():
                if key in pack.reading and entry["option"] in pack.reading[key].options:
                    chosen.setdefault(key, entry["option"])
        return chosen

    def governing(self, name: str) -> str:
        """The policy that governs what is recognised under a pack: of a call the topmost known parent, else the pack itself."""
        return library.root(name, self.place.packs)

    def calendar(self) -> Calendar:
        """Working days: published years and those loaded into the workspace."""
        return Calendar(
            read_year(files.read(path, _YEAR_LIMIT)) for path in sorted(self.place.calendars.glob("*.json"))
        )

    def case(self, stream: str) -> Folded:
        """A case by stream id, or by its number. Raises Refused when there is none, or two bear the number."""
        found = self.raw.execute("SELECT stream FROM index_case WHERE stream = ?1 OR number = ?1", (stream,)).fetchall()
        if not found:
            raise Refused("desk.no-such-case", case=stream)
        if len(found) > 1:
            raise Refused("desk.case-twice", case=stream, streams=tuple(row[0] for row in found))
        return streams.document(self.raw, found[0][0])

    def rules_of(self, case: Folded) -> Pack:
        """The effective rules a case is pinned to, cut down to its procedure."""
        return streams.rules_of(self.raw, case.open)

    def key(self) -> "OfficeKey":
        """The office key, unsealed once. Raises Refused without the passphrase or with a wrong one."""
        from alliance_desk.keys.office import OfficeKey

        if self._key is None:
            if self.passphrase is None:
                raise Refused("desk.passphrase-needed")
            sealed = files.read(self.place.key, _KEY_LIMIT)
            self._key = OfficeKey.unseal(sealed, self.passphrase(), self.place.key.name)
        return self._key

    def forget_key(self) -> None:
        """Let go of the unsealed key: the next signature asks for the passphrase again."""
        self._key = None

    # The one way to change anything

    def author(self) -> "Author":
        """Who signs the next commit's headers."""
        from alliance_desk.ledger.draft import Author

        known = marks.load(self.place.marks)
        if known is None:
            raise Damaged("desk.marks-missing", path=str(self.place.marks))
        return Author(self.office, known.incarnation, self.operator, self.clock)

    def commit(
        self, drafts: Sequence["Draft"], *, rules: Iterable[bytes] = (), sign: Iterable[str] = (), fresh: bool = False
    ) -> list[Event]:
        """Append drafts as one commit, in one transaction, and index them.

        rules: effective rules to keep (canonical bytes). sign: streams whose new heads the office signs.
        Raises Refused when a rule or the state says no; nothing is written then.
        """
        from alliance_desk.ledger.append import append, keep_rules

        author, to_sign = self.author(), list(sign)
        for draft in drafts:
            draft.seen = self.seen.get(draft.stream, draft.seen)
        key = self.key() if to_sign else None
        with self.transaction() as connection:
            for data in rules:
                keep_rules(connection, data)
            events = append(self.raw, connection, author, drafts, fresh=fresh)
            if key is not None:
                sign_heads(connection, key, author.office, [e for e in events if e.header.stream in to_sign])
        self.note_commit(events[-1].header.commit_no)
        return events

    def transaction(self) -> "_Transaction":
        """One write transaction. Raises Refused on a read-only desk, Damaged when the disk refuses."""
        if self.readonly:
            raise Refused("desk.read-only", path=str(self.place.root))
        return _Transaction(self.database)

    def note_commit(self, number: int) -> None:
        """Raise the commit mark outside the database."""
        known = marks.load(self.place.marks)
        if known is not None and known.commit_no < number:
            known.commit_no = number
            marks.save(self.place.marks, known)


class _Transaction:
    """A write transaction whose disk faults reach the user in words."""

    def __init__(self, database: Database) -> None:
        self._inner = database.writing()
        self._path = database.path

    def __enter__(self) -> "Connection":
        try:
            return self._inner.__enter__()
        except Exception as error:
            self._tell(error)
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool | None:
        try:
            done = self._inner.__exit__(kind, error, trace)  # pyright: ignore[reportArgumentType]
        except Exception as fault:
            self._tell(fault)
            raise
        self._tell(error)
        return done

    def _tell(self, error: BaseException | None) -> None:
        if why := disk_fault(error):
            raise Damaged("desk.database-refuses", path=str(self._path), why=why) from error


def sign_heads(connection: "Connection", key: "OfficeKey", office: str, events: Iterable[Event]) -> None:
    """Keep this office's signature over the last of these events in each stream."""
    from sqlalchemy import insert

    from alliance_desk.keys.office import SUITE
    from db.models.ledger import Signature

    last = {event.header.stream: event for event in events}
    fingerprint = key.card(office, "-", "-").fingerprint
    for stream, event in last.items():
        signature = key.sign_head(stream, event.header.seq, event.hash)
        connection.execute(
            insert(Signature).values(
                stream=stream, seq=event.header.seq, fingerprint=fingerprint, suite=SUITE, signature=signature
            )
        )
