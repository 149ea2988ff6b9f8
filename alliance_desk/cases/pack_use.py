"""Who stands under a pack: alliances of the register, running cases, and which of these go by other rules than one begun today would."""

from msgspec import Struct

from alliance_desk.desk import Desk, library
from alliance_desk.ledger import streams
from alliance_desk.policy.compose import rules_hash
from alliance_desk.policy.difference import Difference, differences

_ALLIANCES = "SELECT pack, count(*) FROM index_alliance WHERE status = 'valid' GROUP BY pack"
_RUNNING = "SELECT pack, count(*) FROM index_case WHERE step_kind <> '' GROUP BY pack"
_PINNED = """
    SELECT stream, number, name, affair, subject, step_name, filed, rules FROM index_case
    WHERE pack = ? AND step_kind <> '' AND rules <> ? ORDER BY filed, number
"""


class Use(Struct, frozen=True):
    """alliances: valid in the register under the policy. running: cases under the pack that have not ended."""

    alliances: int = 0
    running: int = 0


class Pinned(Struct, frozen=True):
    """A running case that goes by other rules than one begun today would. rules: their hash; step: the stage it waits in."""

    stream: str
    number: str
    name: str
    affair: str
    subject: str
    step: str
    filed: str
    rules: str


def use(desk: Desk) -> dict[str, Use]:
    """Pack id → who stands under it; packs under which nobody stands are left out."""
    alliances = dict[str, int](desk.raw.execute(_ALLIANCES).fetchall())
    running = dict[str, int](desk.raw.execute(_RUNNING).fetchall())
    return {name: Use(alliances.get(name, 0), running.get(name, 0)) for name in alliances.keys() | running.keys()}


def pinned_otherwise(desk: Desk, pack: str) -> list[Pinned]:
    """The running cases under a pack that are pinned to another version, or to other readings, oldest first.

    Raises Refused for a pack that is at fault or not known.
    """
    now = rules_hash(desk.policy_for(pack))

    def read() -> list[Pinned]:
        return [Pinned(*row) for row in desk.raw.execute(_PINNED, (pack, now)).fetchall()]

    return desk.once(f"pinned otherwise {pack} {now}", read)


def version_of(desk: Desk, rules: str) -> int:
    """The version of the pack that rules were made from. rules: their hash. Raises Damaged where the workspace has lost them."""
    return streams.policy(desk.raw, rules).pack.version


def changed_since(desk: Desk, rules: str, pack: str, language: str = "zh_CN") -> list[Difference]:
    """What a case begun today would find other than rules that are kept. rules: their hash.

    Raises Refused for a pack that is at fault, Damaged where the workspace has lost the rules.
    """
    return differences(streams.policy(desk.raw, rules), desk.policy_for(pack), language)


def versions_kept(desk: Desk, name: str) -> list[int]:
    """The earlier versions of a pack that the workspace keeps, newest first; the one that stands is not among them."""
    added = desk.place.packs
    start = len(name) + 1
    kept = (path.stem[start:] for path in library.edition_file(name, 0, added).parent.glob(f"{name}-*.toml"))
    found = {int(version) for version in kept if version.isdecimal()}
    # What is not there, or has become unsound, stands for no version: then every one that is kept is an earlier one.
    stands = library.standing(name, added)
    return sorted(found - ({stands.pack.version} if stands is not None else set()), reverse=True)
