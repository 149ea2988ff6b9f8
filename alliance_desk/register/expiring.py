"""What runs out of recognised alliances: their title, their agreement, and the days set with a flag; told at −180, −90 and −30 days."""

from datetime import date, timedelta

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.policy.pack import AgreementTerm, Pack
from alliance_desk.register.standing import beyond

THRESHOLDS = (30, 90, 180)
"""Days before an end at which it is spoken of."""
_MEMORY = timedelta(days=365)
"""So long an agreement that has run out is still spoken of."""
_SANCTION = timedelta(days=90)
"""How long before its day a flag is spoken of."""

_TITLES = """
    SELECT id, name, pack, valid_to FROM index_alliance
    WHERE status = 'valid' AND valid_to <> '' AND valid_to <= ? ORDER BY valid_to, id LIMIT ?
"""
_AGREEMENTS = """
    SELECT id, name, pack, agreement_end FROM index_alliance
    WHERE status = 'valid' AND agreement_end <> '' AND agreement_end BETWEEN ? AND ? ORDER BY agreement_end, id LIMIT ?
"""
_SANCTIONS = """
    SELECT s."case", a.name, a.pack, s.due, s.name, s.measure FROM index_sanction s JOIN index_alliance a ON a.id = s.alliance
    WHERE s.closed = '' AND s.due <> '' AND s.due <= ? AND a.status = 'valid' ORDER BY s.due, s."case" LIMIT ?
"""


class Expiring(Struct, frozen=True):
    """One thing that runs out. kind: title, agreement or sanction. id: of the alliance, for a sanction the stream of its case.

    name: of the alliance. what: name of the flag. threshold: the last one of ``THRESHOLDS`` that was reached, 0 once the day has passed.
    state: of a title that has ended: ``awaiting`` (its final assessment), ``passed`` (it was passed, and the new end is not typed) or empty.
    """

    kind: str
    id: str
    name: str
    day: date
    threshold: int
    what: str
    state: str
    basis: str


def expiring(desk: Desk, most: int) -> list[Expiring]:
    """What runs out within 180 days, or has and still stands; at most so many of each kind."""
    return [*_titles(desk, most), *_agreements(desk, most), *_sanctions(desk, most)]


def threshold(day: date, today: date) -> int:
    """The last of ``THRESHOLDS`` that was reached, in days; 0 once the day has passed."""
    left = (day - today).days
    return 0 if left < 0 else next((days for days in THRESHOLDS if left <= days), THRESHOLDS[-1])


def _titles(desk: Desk, most: int) -> list[Expiring]:
    today = desk.clock.today()
    found: list[Expiring] = []
    over = beyond(desk)
    for key, name, pack, end in desk.raw.execute(_TITLES, (_ahead(today), most)).fetchall():
        rules, day = _rules(desk, pack), date.fromisoformat(end)
        state = over.get(key, "")
        basis = rules.recognition.basis if rules else ""
        found.append(Expiring("title", key, name, day, threshold(day, today), "", state, basis))
    return found


def _agreements(desk: Desk, most: int) -> list[Expiring]:
    today = desk.clock.today()
    found: list[Expiring] = []
    values = (today - _MEMORY).isoformat(), _ahead(today), most
    for key, name, pack, end in desk.raw.execute(_AGREEMENTS, values).fetchall():
        rules, day = _rules(desk, pack), date.fromisoformat(end)
        checks = rules.check.values() if rules else ()
        basis = next((check.basis for check in checks if isinstance(check, AgreementTerm)), "")
        found.append(Expiring("agreement", key, name, day, threshold(day, today), "", "", basis))
    return found


def _sanctions(desk: Desk, most: int) -> list[Expiring]:
    today = desk.clock.today()
    found: list[Expiring] = []
    for case, name, pack, due, what, measure in desk.raw.execute(_SANCTIONS, ((today + _SANCTION).isoformat(), most)):
        rules, day = _rules(desk, pack), date.fromisoformat(due)
        item = rules.measure.get(measure) if rules else None
        found.append(Expiring("sanction", case, name, day, threshold(day, today), what, "", item.basis if item else ""))
    return found


def _ahead(today: date) -> str:
    return (today + timedelta(days=THRESHOLDS[-1])).isoformat()


def _rules(desk: Desk, pack: str) -> Pack | None:
    try:
        return desk.policy_for(pack)
    except DeskError:  # a policy this desk has lost names no article
        return None
