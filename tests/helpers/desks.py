"""Offices with real workspaces for tests: founded, keys exchanged by card and fingerprint, and a small case to work on.

The case stands under ``trial.toml``, a policy made up for tests that has every kind of stage once; ``life.toml`` says what comes after.
Passphrases cost next to nothing.
"""

import uuid
from datetime import date
from pathlib import Path
from typing import NamedTuple

from alliance_desk.canonical import Json
from alliance_desk.cases import conditions, moves
from alliance_desk.cases.numbering import take
from alliance_desk.cases.stage import closing
from alliance_desk.clock import Clock, FixedClock
from alliance_desk.desk import Desk, found, open_desk
from alliance_desk.desk.found import Founding
from alliance_desk.exchange import trust
from alliance_desk.keys.sealed import Cost
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.compose import rules_bytes, rules_hash
from alliance_desk.policy.pack import Number
from tests.helpers.foundings import originals

PACK, LIFE = (Path(__file__).with_name(name) for name in ("trial.toml", "life.toml"))
PACK_ID = "trial-2024"
TODAY = date(2024, 9, 27)
CHEAP = Cost(memory=8, passes=1, lanes=1)
COUNTY, CITY = "鞍山市铁西区科学技术局", "鞍山市科学技术局"
SAMPLE = b"%PDF-1.4\n% a paper that nobody reads\n"


def passphrase() -> str:
    """The passphrase of every office here."""
    return "correct horse"


class Pair(NamedTuple):
    """A county and its city, both open, each knowing the other's key."""

    county: Desk
    city: Desk

    def close(self) -> None:
        """Close both desks."""
        self.county.close()
        self.city.close()


def make_office(
    root: Path, name: str = COUNTY, level: str = "县", division: str = "210303", clock: Clock | None = None
) -> Desk:
    """A new workspace at ``root`` (must not exist), open, with the trial policy in its own packs."""
    clock = clock or FixedClock(TODAY)
    answers = Founding(name=name, level=level, division=division, operator="样例甲")
    if not isinstance(clock, FixedClock):
        return _founded(root, answers, clock)
    originals().copy((answers, clock.day), root, lambda folder: _founded(folder, answers, clock).close())
    return reopen(root, clock)


def _founded(root: Path, answers: Founding, clock: Clock) -> Desk:
    desk = found(root, answers, passphrase, clock=clock, cost=CHEAP)
    desk.place.packs.mkdir(exist_ok=True)
    (desk.place.packs / f"{PACK_ID}.toml").write_bytes(PACK.read_bytes() + LIFE.read_bytes())
    return desk


def reopen(root: Path, clock: Clock | None = None, *, readonly: bool = False, wait: float = 0.2) -> Desk:
    """A workspace opened again."""
    return open_desk(root, clock=clock or FixedClock(TODAY), passphrase=passphrase, readonly=readonly, wait=wait)


def introduce(lower: Desk, upper: Desk, folder: Path) -> None:
    """Let two offices enter each other's card under the fingerprint from the letter."""
    for ours, theirs, relation in ((lower, upper, "superior"), (upper, lower, "subordinate")):
        card = trust.write_card(theirs, folder)
        trust.enter_peer(ours, card.files[0], str(card.facts["fingerprint"]), relation)


def two_offices(folder: Path, clock: Clock | None = None) -> Pair:
    """A county (``folder/county``) and its city (``folder/city``), introduced to each other. The caller closes them."""
    clock = clock or FixedClock(TODAY)
    if not isinstance(clock, FixedClock):
        return _introduced(folder, clock)
    originals().copy(("pair", clock.day), folder, lambda place: _introduced(place, clock).close())
    return Pair(*(reopen(folder / name, clock) for name in ("county", "city")))


def _introduced(folder: Path, clock: Clock) -> Pair:
    county = make_office(folder / "county", clock=clock)
    city = make_office(folder / "city", CITY, "市", "210300", clock)
    introduce(county, city, folder / "letters")
    return Pair(county, city)


def member(order: int, role: str = "ordinary", kind: str = "enterprise") -> Json:
    """A member of the sample case; the code is well formed for nobody in particular."""
    return {
        "order": order,
        "name": f"样例单位{order}",
        "code": f"91210303MA{order:08d}",
        "kind": kind,
        "registered": "210303",
        "seated": "210303",
        "role": role,
        "legal_person": True,
    }


def sample_document(desk: Desk, name: str = "样例联盟", partner: str = "样例单位2") -> Json:
    """The open document of a new case of this office, without its number. partner: name of its second member."""
    rules, own = desk.policy_for(PACK_ID), desk.settings["office"]
    superior = own.get("superior", {"id": "0" * 32, "name": CITY, "level": "市"})
    behalf = {"on_behalf": COUNTY} if own["level"] == "市" else {}
    if behalf:
        superior = own
    names = {office["id"]: {"name": office["name"], "level": office["level"]} for office in (own, superior)}
    today = desk.clock.today().isoformat()
    return {
        "case": {
            "kind": "application",
            "pack": PACK_ID,
            "pack_version": rules.pack.version,
            "opened": today,
            "rules": rules_hash(rules),
        },
        "offices": {"recommender": own["id"], "decider": superior["id"], "names": names, **behalf},
        "custody": {"state": "held", "holder": own["id"]},
        "alliance": {"id": uuid.uuid4().hex, "name": name, "initials": "yllm", "goals": "样例目标"},
        "application": {"filed": today},
        "members": {"m1": member(1, "lead"), "m2": {**member(2), "name": partner}, "m3": member(3, kind="university")},
        "papers": {
            "agreement": {
                "paper": "agreement",
                "order": 1,
                "name": "协议.pdf",
                "size": len(SAMPLE),
                "blob": desk.blobs.put(SAMPLE),
            }
        },
        "stages": {"intake": {"outcome": "accepted", "on": today, "office": desk.office}},
    }


def open_sample_case(
    desk: Desk, name: str = "样例联盟", *, partner: str = "样例单位2", private: Json | None = None
) -> Folded:
    """Open a case straight from a document, without a workbook.

    A county recommends to its superior (to a made-up one where none was entered); a city enters for a county (代录).
    Of its conditions ``enterprises`` (核实) is not met and ``level`` (人工) not yet judged: see ``settle``.
    """
    document = sample_document(desk, name, partner)
    taken = take(desk, "case", Number(pattern="{division}-{year}-{serial:04d}"), name)
    document["case"]["number"] = taken.number
    contacts = {"contacts": {"lead": {"name": "样例乙", "phone": "0412-0000000"}}} if private is None else private
    stream = uuid.uuid4().hex
    draft = Draft(stream=stream, stream_kind="case", kind="case.opened", patch=document, private=contacts)
    desk.commit([taken.draft, draft], rules=[rules_bytes(desk.policy_for(PACK_ID))])
    return desk.case(stream)


def settle(desk: Desk, number: str) -> None:
    """Attest and override what is open in a sample case."""
    conditions.attest(desk, number, "level", holds=True, note="样例")
    conditions.override(desk, number, "enterprises", "样例理由")


def recommended_case(desk: Desk, name: str = "样例联盟", *, partner: str = "样例单位2") -> Folded:
    """A sample case that is ready to be handed over; a city that enters for a county gets the signed opinion as a file."""
    case = open_sample_case(desk, name, partner=partner)
    settle(desk, case.stream)
    scan = None
    if "on_behalf" in case.open["offices"]:
        scan = desk.place.root / "scan.pdf"
        scan.write_bytes(SAMPLE + b"opinion")
    moves.recommend(desk, case.stream, "同意推荐", letter="样科〔2024〕1号", scan=scan)
    return desk.case(case.stream)


def advance(desk: Desk, number: str, until: str) -> None:
    """Close the stages of a case one by one, each with its good outcome and nothing else, until one of kind ``until`` is open."""
    while True:
        case = desk.case(number)
        rules = desk.rules_of(case)
        kind = rules.stage[stages.open_stages(rules, case.open)[0]].kind
        if kind == until:
            return
        outcome = next(name for name, effect in stages.OUTCOMES[kind].items() if effect is stages.Effect.ON)
        desk.commit([closing(desk, case, rules, kind, outcome)])
