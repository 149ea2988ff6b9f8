"""What happens to recognised alliances year after year: papers in time, late or never, rounds, proposals taken or not, changes, ways out."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from alliance_desk.canonical import Json
from alliance_desk.care import events, exits, measures, reports, rounds, support, upward
from alliance_desk.care.changes import Asked, open_change
from alliance_desk.care.opening import line_of
from alliance_desk.cases import conditions, moves
from alliance_desk.cases.paper_edits import NewPaper
from alliance_desk.ledger import streams
from alliance_desk.policy import stages
from alliance_desk.policy.after import Active, Annual, Every, Kind, NthYear
from alliance_desk.policy.checks import Outcome
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from alliance_desk.register.proposals import Proposed, proposals
from tests.sim.way import settle, walk
from tests.sim.world import Life, World, number

_WAN = 1_000_000


def begin_year(world: World) -> None:
    """Plan what the alliances of the register will do in this year, and what the office will."""
    for life in world.alive():
        plan_year(world, life)
    for key, item in world.policy.procedure.items():
        if item.kind is Kind.ASSESSMENT:
            world.plan(date(world.day.year, 3, 10), lambda key=key: hold_round(world, key))
    for month in (2, 6, 9, 12):
        world.plan(date(world.day.year, month, 20), lambda: answer_proposals(world))


def plan_year(world: World, life: Life) -> None:
    """The year of one alliance, from today on."""
    year = world.day.year
    for key, item in world.policy.duty.items():
        if life.act in item.not_for:
            continue
        if isinstance(item, Annual) and world.policy.procedure[item.procedure].kind is Kind.REPORT:
            _plan_report(world, life, key, item, year)
        elif isinstance(item, Active) and world.happens(0.8):
            for _ in range(item.n):
                world.plan(world.after(1, 250), lambda item=item: hold_event(world, life, item.activity))
    plans = ((0.15, ask_change), (0.08, give_support), (0.05, send_upward), (0.03, dissolve), (0.2, report_matter))
    for part, act in plans:
        if world.happens(part):
            world.plan(world.after(10, 300), lambda act=act: act(world, life))


def _plan_report(world: World, life: Life, key: str, item: Annual, year: int) -> None:
    """In time, some weeks late, or never."""
    del key
    subject = year if item.subject == "this_year" else year - 1
    if subject < life.recognised.year:
        return
    last = date(year, item.month, min(item.day, 28)) if item.month else date(year, 11, 30)
    if world.happens(0.75):
        day = max(world.day, last - timedelta(days=world.chance.randint(0, 25)))
    elif world.happens(0.6):
        day = last + timedelta(days=world.chance.randint(5, 90))
    else:
        world.count("report never")
        return
    world.plan(day, lambda: hand_in(world, life, item.procedure, str(subject)))


def hand_in(world: World, life: Life, procedure: str, subject: str) -> None:
    """The papers of a year; the rest of its way follows."""
    if life.left is not None or (procedure, subject) in life.reports:
        return
    made = reports.open_report(world.desk, life.key, procedure, subject)
    _add_papers(world, made.streams[0])
    walk(world, made.streams[0])
    life.reports[procedure, subject] = world.day
    world.touched.add(life.key)
    world.count("report")


def _add_papers(world: World, stream: str) -> None:
    """Every paper that the procedure asks for, of the alliance."""
    from alliance_desk.cases.paper_edits import add_papers

    case = world.desk.case(stream)
    wanted = papers_of(world.desk.rules_of(case), world.scan)
    if wanted:
        add_papers(world.desk, stream, wanted)


def papers_of(rules: Pack, scan: Path) -> list[NewPaper]:
    """The required papers of the alliance itself."""
    return [
        NewPaper(scan, key, copies=paper.copies, sealed=True)
        for key, paper in rules.paper.items()
        if paper.required and paper.scope == "alliance"
    ]


def hold_event(world: World, life: Life, activity: str) -> None:
    """An activity with its evidence."""
    if life.left is not None:
        return
    procedure = world.policy.activity[activity].procedure
    wanted = papers_of(within(world.policy, procedure), world.scan)
    made = events.record_event(world.desk, life.key, activity, world.day, "模拟活动", place="模拟地", papers=wanted)
    settle(world, made.streams[0])
    walk(world, made.streams[0])
    life.events.append((activity, world.day))
    world.touched.add(life.key)
    world.count("event")


def report_matter(world: World, life: Life) -> None:
    """A member joins, where the policy only records it."""
    if life.left is not None:
        return
    policy = world.policy
    for key, change in policy.change.items():
        kind = policy.procedure[change.procedure].kind
        if change.what == "member_in" and kind is Kind.EVENT and not within(policy, change.procedure).paper:
            record: Json = {
                "name": f"后来单位{uuid.UUID(int=world.chance.getrandbits(128)).hex[:5]}",
                "kind": "enterprise",
            }
            seat = next(iter(line_of(world.desk, life.key).members.values()))
            record |= {name: seat[name] for name in ("registered", "seated") if name in seat} | {"legal_person": True}
            asked = [Asked(change=key, record=record)]
            made = events.report_matter(world.desk, life.key, asked, world.day, "加入")
            settle(world, made.streams[0])
            walk(world, made.streams[0])
            world.touched.add(life.key)
            world.count("member joined")
            return


def ask_change(world: World, life: Life) -> None:
    """Another name, where the policy knows a procedure for it."""
    policy = world.policy
    names = [
        key
        for key, change in policy.change.items()
        if change.what == "name" and policy.procedure[change.procedure].kind is Kind.CHANGE
    ]
    if (
        life.left is not None
        or not names
        or not world.in_force()
        or _runs(world, life, policy.change[names[0]].procedure)
    ):
        return
    words = policy.pack.words.alliance
    after = life.name.replace(words, f"新{words}") if words in life.name else f"{life.name}新"
    made = open_change(world.desk, life.key, [Asked(change=names[0], after=after)], "业务扩展")
    _add_papers(world, made.streams[0])
    world.count("change asked")
    walk(world, made.streams[0])


def give_support(world: World, life: Life) -> None:
    """Support, where the last grade allows it."""
    policy = world.policy
    last = list(life.grades.values())[-1:] or [""]
    fitting = [k for k, one in policy.support.items() if not one.grades or last[0] in one.grades]
    fitting = [k for k in fitting if _opens_with(policy, policy.support[k].procedure, "support")]
    if life.left is not None or not fitting or not world.in_force():
        return
    key = world.chance.choice(fitting)
    item = policy.support[key]
    amount = world.chance.randint(item.least, item.most) if item.most else 0
    document = number("补", world.day)
    support.grant(
        world.desk, life.key, key, document, world.day, amount=amount, year=str(world.day.year), review="评审1号"
    )
    world.touched.add(life.key)
    world.count("support")


def _opens_with(policy: Pack, procedure: str, kind: str) -> bool:
    first = next((s for s in within(policy, procedure).stage.values() if not s.after), None)
    return first is not None and first.kind == kind


def send_upward(world: World, life: Life) -> None:
    """A recommendation to the superior, where the policy has one."""
    policy = world.policy
    found = [key for key, item in policy.procedure.items() if item.kind is Kind.UPWARD]
    if life.left is None and found and world.in_force() and not _runs(world, life, found[0]):
        made = upward.recommend_upward(world.desk, life.key, found[0], "运行良好")
        _add_papers(world, made.streams[0])
        findings = conditions.findings(world.desk, world.desk.case(made.streams[0]))
        if any(finding.outcome is Outcome.FAIL for finding in findings):
            moves.withdraw(world.desk, made.streams[0], "不合推荐条件")
            world.count("not fit to be recommended")
            return
        walk(world, made.streams[0])
        world.count("recommended upwards")


def dissolve(world: World, life: Life) -> None:
    """An alliance leaves of its own will, or on a ground that a person attests."""
    grounds = [k for k in world.policy.ground if not _proposed(world.policy, k)]
    if life.left is None and grounds and world.in_force():
        _leave(world, life, world.chance.choice(grounds), "", ())


def _proposed(policy: Pack, ground: str) -> bool:
    return any(item.ground == ground for item in policy.measure.values())


def _runs(world: World, life: Life, procedure: str) -> bool:
    row = world.desk.raw.execute(
        "SELECT 1 FROM index_case WHERE alliance = ? AND procedure = ? AND outcome = ''", (life.key, procedure)
    ).fetchone()
    return row is not None


def hold_round(world: World, procedure: str) -> None:
    """The round of a year: some do not take part, the others are graded."""
    if not world.in_force():
        return
    item, year = world.policy.procedure[procedure], world.day.year
    duties = [duty for duty in world.policy.duty.values() if duty.procedure == procedure]
    own = any(isinstance(duty, NthYear | Every) for duty in duties)
    subject = (str(year) if own else str(year - 1)) if item.yearly else ""
    who = rounds.field(world.desk, world.pack, procedure, subject)
    if not who.taking:
        return
    made = rounds.open_round(world.desk, world.pack, procedure, subject, f"{year}评价", world.day + timedelta(days=30))
    world.count("round")
    cases = streams.document(world.desk.raw, made.streams[0]).open["cases"]
    for stream in sorted(cases, key=lambda one: cases[one]["order"]):  # not by their ids, which no seed gives
        world.plan(world.after(1, 40), lambda stream=stream: _take_part(world, stream))


def _take_part(world: World, stream: str) -> None:
    case = world.desk.case(stream)
    life = world.lives[case.open["alliance"]["id"]]
    if life.left is not None:
        return
    rules = world.desk.rules_of(case)
    now = {rules.stage[key].kind for key in stages.open_stages(rules, case.open)}
    if now & {"submission", "evaluation"} and world.happens(0.06):
        reports.mark_absent(world.desk, stream, "未参加")
        life.absent.add((case.open["case"]["procedure"], case.open["case"].get("subject", "")))
        world.count("absent")
        return
    _add_papers(world, stream)
    walk(world, stream)


def answer_proposals(world: World) -> None:
    """Most proposals are taken, some not; none takes itself."""
    if not world.in_force():
        return
    for one in proposals(world.desk):
        life = world.lives[one.alliance]
        if life.left is not None or _runs(world, life, world.policy.measure[next(iter(one.measures))].procedure):
            continue
        _answer(world, life, one)


def _answer(world: World, life: Life, one: Proposed) -> None:
    chosen = world.chance.choice(list(one.measures))
    keys = one.keys
    item = world.policy.measure[chosen]
    about: Json = {"consequence": one.consequence, "facts": list(keys)}
    world.touched.add(life.key)
    if world.happens(0.25):
        measures.dismiss(world.desk, life.key, chosen, "情况特殊", consequence=one.consequence, facts=keys)
        world.count("dismissed")
    elif item.sanction is not None:
        due = None if item.period else world.day + timedelta(days=180)
        made = measures.impose(world.desk, life.key, chosen, number("处", world.day), world.day, due=due, **about)
        life.flags[made.streams[0]] = None
        world.count(f"imposed {item.sanction.name.lower()}")
        world.plan(world.after(60, 300), lambda: _end_flag(world, life, made.streams[0]))
    else:
        _leave(world, life, item.ground, one.consequence, keys)


def _end_flag(world: World, life: Life, stream: str) -> None:
    """A rectification is accepted, or not; a warning without an acceptance stays as it is."""
    case = world.desk.case(stream)
    kinds = {stage.kind for stage in world.desk.rules_of(case).stage.values()}
    if life.left is None and "acceptance" in kinds:
        settle(world, stream)
        measures.accept(world.desk, stream, world.day, "查看现场", holds=world.happens(0.8))
        life.flags[stream] = world.day
        world.touched.add(life.key)
        world.count("rectified")


def _leave(world: World, life: Life, ground: str, consequence: str, facts: Sequence[str]) -> None:
    """Open the way out; it is told first, decided later, and sometimes the alliance stays."""
    if _runs(world, life, world.policy.ground[ground].procedure):
        return
    made = exits.open_exit(world.desk, life.key, ground, "经查属实", consequence=consequence, facts=facts)
    world.count("exit begun")
    until = world.day + timedelta(days=10)
    told = world.day

    def heard() -> None:
        case = world.desk.case(made.streams[0])
        if any(stage.kind == "hearing" for stage in world.desk.rules_of(case).stage.values()):
            exits.hear(world.desk, made.streams[0], told, until, "请求从轻" if world.happens(0.5) else "")
        walk(world, made.streams[0])
        world.plan(world.after(5, 20), lambda: _decide(world, life, made.streams[0], ground))

    world.plan(until + timedelta(days=1), heard)


def _decide(world: World, life: Life, stream: str, ground: str) -> None:
    desk, item = world.desk, world.policy.ground[ground]
    settle(world, stream)
    if world.happens(0.15):
        exits.drop(desk, stream, "整改到位")
        world.count("exit dropped")
        return
    exits.decide(desk, stream, number("撤", world.day), world.day, "经查属实", attested=item.asks)
    life.left = (world.day, item.leaves.value, stream)
    # A flag does not outlive the title.
    life.flags = {case: day or world.day for case, day in life.flags.items()}
    world.touched.add(life.key)
    world.count(f"left: {item.leaves.name.lower()}")
    walk(world, stream)
    rows = desk.raw.execute(
        "SELECT kind FROM index_certificate WHERE alliance = ? AND state = 'issued'", (life.key,)
    ).fetchall()
    case = desk.case(stream)
    if any(stage.kind == "return_papers" for stage in desk.rules_of(case).stage.values()) and rows:
        exits.return_papers(desk, stream, {kind: "returned" for (kind,) in rows}, world.day)
        walk(world, stream)
