"""What an office types about what falls due: the day of a duty that the text leaves open or a year's notice sets, and its own tasks done."""

from datetime import date

from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.after import Annual, Office
from alliance_desk.policy.pack import Pack
from alliance_desk.register.duties import DONE, TYPED, decides


def set_day(desk: Desk, pack: str, duty: str, day: date, subject: str = "", document: str = "") -> Changes:
    """Type the last day of a duty. subject: the year whose own notice (``document``: its number) sets it.

    Without a subject the month and day hold every year; that is for duties whose day the text leaves open. Raises Refused for a duty
    that has no such day, one whose day the text sets, or a year's day without the notice.
    """
    rules = desk.policy_for(pack)
    item = _duty(rules, duty, Annual, Office)
    if subject and not document.strip():
        raise Refused("duties.notice-needed", name=item.name, subject=subject, basis=item.basis)
    if not subject and item.month:
        raise Refused("duties.day-is-set", name=item.name, month=item.month, day=item.day, basis=item.basis)
    key = f"{TYPED}/{pack}/{duty}" + (f"/{subject}" if subject else "")
    shown = day.isoformat() if subject else f"{day:%m-%d}"
    return _keep(desk, key, shown, document, "duties.day-typed", name=item.name, subject=subject or "—", day=shown)


def record_task(desk: Desk, pack: str, duty: str, subject: str, on: date, document: str) -> Changes:
    """Record that a task of this office's own is done for a year, with the paper that shows it.

    Raises Refused for a duty of alliances, for an office that does not decide under the policy, without the paper, or for a day ahead.
    """
    rules = desk.policy_for(pack)
    item = _duty(rules, duty, Office)
    if not decides(desk, rules):
        raise Refused("duties.not-your-task", name=item.name, role=rules.role["decider"].name, basis=item.basis)
    if not document.strip():
        raise Refused("duties.paper-needed", name=item.name, basis=item.basis)
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())
    key, day = f"{DONE}/{pack}/{duty}/{subject}", on.isoformat()
    return _keep(desk, key, day, document, "duties.task-done", name=item.name, subject=subject, day=day)


def _duty(rules: Pack, duty: str, *kinds: type[Annual | Office]) -> Annual | Office:
    item = rules.duty.get(duty)
    if not isinstance(item, kinds):
        known = tuple(key for key, one in rules.duty.items() if isinstance(one, kinds)) or ("—",)
        raise Refused("duties.unknown", duty=duty, title=rules.pack.title, known=known)
    return item


def _keep(desk: Desk, key: str, value: str, document: str, code: str, **facts: str) -> Changes:
    said: Json = {"value": value, "on": desk.clock.today().isoformat(), "operator": desk.operator}
    entry = said | ({"document": document.strip()} if document.strip() else {})
    stream = desk.own_stream("office")
    patch: Json = {"settings": {key: entry}}
    desk.commit([Draft(stream=stream, stream_kind="office", kind="office.setting-changed", patch=patch)])
    return Changes(code=code, facts=dict(facts), kinds=frozenset({"office"}), streams=(stream,))
