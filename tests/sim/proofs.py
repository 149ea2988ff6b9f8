"""What must hold whatever happened: the register against the simulation's own log, duties against a count by hand, consequences against facts."""

from collections import Counter
from datetime import date, timedelta
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.care.opening import line_of
from alliance_desk.cases.agenda import agenda
from alliance_desk.desk import Desk
from alliance_desk.doctor import examine
from alliance_desk.policy.after import Active, Annual, Kind
from alliance_desk.policy.duties import State
from alliance_desk.register import duties
from alliance_desk.register.asof import register
from alliance_desk.register.duties import Owed
from alliance_desk.register.proposals import proposals
from tests.sim.world import Life, World

_LINE = "SELECT name, status, grade, sanctions, exited, leaves, members FROM index_alliance WHERE id = ?"


def of_the_day(world: World, touched: set[str]) -> None:
    """Each alliance that a day touched stands in the register as its log says, and its index row is the fold of its effects."""
    for key in touched & world.lives.keys():
        _one(world, world.lives[key])


def of_the_year(world: World) -> None:
    """Everything, at the end of a year."""
    entries = {entry.id: entry for entry in register(world.desk)}
    assert entries.keys() == world.lives.keys(), "the register holds exactly those that were entered"
    for life in world.lives.values():
        _one(world, life)
        _duties(world, life)
    _titles(world)
    _proposals(world)
    _agenda(world)


def of_the_end(world: World) -> None:
    """The ledger is whole, and the index is what a rebuild would make."""
    report = examine(world.desk)
    assert not report.faults, [fault.text() for fault in report.faults[:5]]


def _one(world: World, life: Life) -> None:
    desk = world.desk
    row = desk.raw.execute(_LINE, (life.key,)).fetchone()
    line = line_of(desk, life.key)
    flags = sorted({one["sanction"] for one in line.sanctions.values() if "closed" not in one})
    last = max(line.grades, key=lambda g: (g["on"], g["subject"]), default=cast("Json", {}))
    told = (
        line.head["name"],
        line.head["status"],
        last.get("name", ""),
        line.head.get("exited", ""),
        len(line.members),
    )
    assert told == (row[0], row[1], row[2], row[4], row[6]), f"{life.name}: the row is not the fold"
    assert sorted(filter(None, row[3].split("、"))) == flags
    assert row[0] == life.name
    left = life.left
    assert (row[1], row[5]) == (("exited", left[1]) if left else ("valid", "")), f"{life.name} {row}"
    grades = {(g["procedure"], g["subject"]): g["grade"] for g in line.grades}
    assert grades == life.grades, life.name
    closed = {case: one.get("closed", "") for case, one in line.sanctions.items()}
    logged = {case: day.isoformat() if day else "" for case, day in life.flags.items()}
    assert closed == logged, f"{life.name}: {closed} {logged}"


def _duties(world: World, life: Life) -> None:
    """No deadline missing, none doubled: the annual ones counted by hand from recognition, exit and the log."""
    found = duties.of_alliance(world.desk, life.key)
    once = [(one.duty, one.subject) for one in found if one.kind != "prompt"]  # of which every matter is one
    doubled = [pair for pair, n in Counter(once).items() if n > 1]
    assert not doubled, f"{life.name}: {doubled}"
    for key, item in world.policy.duty.items():
        if not isinstance(item, Annual) or life.act in item.not_for:
            continue
        mine = {one.subject: one for one in found if one.duty == key}
        assert set(mine) == _subjects(world, life, item), f"{life.name} {key} on {world.day}"
        for subject, one in mine.items():
            _state(world, life, item, subject, one)
    for key, item in world.policy.duty.items():
        if isinstance(item, Active):
            for one in (one for one in found if one.duty == key and one.subject < str(world.day.year)):
                held = sum(name == item.activity and str(day.year) == one.subject for name, day in life.events)
                assert (one.state is State.MET) == (held >= item.n), f"{life.name} {key} {one.subject}"


def _state(world: World, life: Life, item: Annual, subject: str, one: Owed) -> None:
    """One annual duty of one year stands as the log says."""
    about = f"{life.name} {one.duty} {subject} {one.state}"
    pair = item.procedure, subject
    handed = life.reports.get(pair)
    if world.policy.procedure[item.procedure].kind is Kind.ASSESSMENT:
        assert (one.state is State.MET) == (pair in life.grades), about
        assert (one.state is State.ABSENT) == (pair in life.absent), about
    elif handed is not None:
        assert (one.state, one.met) == (State.MET, handed), about
        assert one.days == max(0, (handed - one.due).days if one.due else 0), about
    elif life.left is not None:
        assert one.state is State.LAPSED, about
    elif one.due is not None and one.due < world.day:
        assert one.state in {State.LATE, State.INVITED}, about
    else:
        assert one.state in {State.OPEN, State.INVITED}, about


def _subjects(world: World, life: Life, item: Annual) -> set[str]:
    """The subject years of an annual duty that an alliance owed up to today."""
    rules = world.policy
    first = rules.chosen.get(item.first_year, item.first_year) == "yes"
    start = life.recognised.year + (0 if first else 1)
    start = max(start, date.fromisoformat(rules.pack.effective).year if rules.pack.effective else start)
    found: set[str] = set()
    for subject in range(start, world.day.year + 1):
        due_year = subject if item.subject == "this_year" else subject + 1
        opens = date(due_year, 1, 1)
        last = _last(item, due_year)
        if opens <= world.day and (life.left is None or life.left[0] > _known_last(world, item, due_year, last)):
            found.add(str(subject))
    return found


def _last(item: Annual, year: int) -> date:
    if not item.month:
        return date(year, 12, 31)
    following = date(year + item.month // 12, item.month % 12 + 1, 1)
    return min(
        following - timedelta(days=1),
        date(year, item.month, min(item.day, 28)) + timedelta(days=item.day - min(item.day, 28)),
    )


def _known_last(world: World, item: Annual, year: int, last: date) -> date:
    """The last day, moved off rest days where the policy says so."""
    rolls = world.policy.chosen.get(item.roll, item.roll) == "yes" and item.month
    calendar = world.desk.calendar()
    while rolls and not calendar.is_working(last):
        last += timedelta(days=1)
    del year
    return last


def _titles(world: World) -> None:
    """Nobody left without a case that was decided by its document; whoever the log let go is gone."""
    desk = world.desk
    rows = desk.raw.execute("SELECT stream, alliance FROM index_effect WHERE kind = 'exited'").fetchall()
    assert len(rows) == len({alliance for _, alliance in rows}), "nobody leaves twice"
    gone = {life.key: life.left[2] for life in world.lives.values() if life.left}
    assert {alliance: stream for stream, alliance in rows} == gone
    for stream in gone.values():
        case = desk.case(stream).open
        assert case["decision"]["document"]
        assert case["decision"]["reason"]
        matter = case["matter"]
        assert matter["ground"] in world.policy.ground
        if matter.get("consequence"):
            assert matter.get("facts"), "a consequence rests on facts"
    for row in desk.raw.execute("SELECT consequence, facts FROM index_affair WHERE consequence <> ''").fetchall():
        assert row[1], f"{row[0]} without facts"


def _proposals(world: World) -> None:
    """Every proposal rests on things that the log knows; what the log knows as a single ground is proposed or was answered."""
    found = proposals(world.desk)
    for one in found:
        life = world.lives[one.alliance]
        item = world.policy.consequence[one.consequence]
        assert life.left is None, "nothing is proposed against one that has left"
        assert len(one.facts) >= item.count
        if item.when == "grade":
            graded = [g for (procedure, _), g in life.grades.items() if procedure == item.procedure]
            assert sum(grade in item.grades for grade in graded) >= item.count, f"{life.name}: {one.consequence}"
        elif item.when == "absent":
            assert sum(procedure == item.procedure for procedure, _ in life.absent) >= item.count
        elif item.when == "missed":
            procedure = world.policy.duty[item.duty].procedure
            late = [
                one
                for one in duties.of_alliance(world.desk, life.key)
                if one.duty == item.duty and one.state is State.LATE
            ]
            assert len(late) >= item.count, f"{life.name}: {one.consequence} {procedure}"
    answered = _answered(world.desk)
    proposed = {(one.alliance, one.consequence) for one in found}
    for life in world.alive():
        for key, item in world.policy.consequence.items():
            if item.when == "grade" and item.count == 1 and _last_grade(life, item.procedure) in item.grades:
                assert (life.key, key) in proposed | answered, f"{life.name}: {key} was forgotten"


def _last_grade(life: Life, procedure: str) -> str:
    return next((grade for (one, _), grade in reversed(life.grades.items()) if one == procedure), "")


def _answered(desk: Desk) -> set[tuple[str, str]]:
    rows = desk.raw.execute("SELECT alliance, consequence FROM index_affair WHERE consequence <> ''").fetchall()
    return {(alliance, consequence) for alliance, consequence in rows}


def _agenda(world: World) -> None:
    """Nothing is to be done in a case in which nothing needed is left."""
    waiting = agenda(world.desk, 10_000).mine
    ended = dict(world.desk.raw.execute("SELECT stream, outcome FROM index_case WHERE outcome <> ''").fetchall())
    idle = [(todo.name, todo.step) for todo in waiting if ended.get(todo.stream, "recognised") != "recognised"]
    assert not idle, idle[:3]
