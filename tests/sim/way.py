"""Any way of any policy, stage by stage by the real verbs, as the office would walk it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from alliance_desk.care import exits, grading, reports, scoring, upward
from alliance_desk.care.changes import argue, handle
from alliance_desk.care.events import record
from alliance_desk.cases import conditions, issue, meeting, moves, notice
from alliance_desk.cases.recognition import recognise
from alliance_desk.cases.stage import closing
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.checks import Outcome
from alliance_desk.policy.pack import Pack
from tests.sim.world import World, number

BY_ANOTHER = ("measure", "acceptance", "exit", "support", "entry", "hearing", "return_papers")
"""Kinds of stage whose verbs belong to a decision that the life itself takes (``life.py``)."""


def settle(world: World, stream: str) -> None:
    """Judge what waits for judgement, and give reasons for what asks for one."""
    desk = world.desk
    for _ in range(3):
        case = desk.case(stream)
        waiting = [f for f in conditions.findings(desk, case) if f.outcome in {Outcome.MANUAL, Outcome.EXPLAIN}]
        if not waiting:
            return
        for finding in waiting:
            if finding.keys:
                conditions.attest(desk, stream, *finding.keys, holds=True)
            elif finding.overridable:
                conditions.override(desk, stream, finding.check, "已核对原件")


def walk(world: World, stream: str, done: Callable[[], None] | None = None) -> None:
    """Go on with a case from today: whatever can be closed now is; what must wait is planned. done: called once nothing is left."""
    while True:
        case = world.desk.case(stream)
        rules = world.desk.rules_of(case)
        if stages.end_kind(rules, case.open):
            return
        now = list(stages.open_stages(rules, case.open))
        needed = [key for key in now if not rules.stage[key].optional] or [
            key for key in now if rules.stage[key].kind in {"hearing", "certificate", "plaque", "superior_result"}
        ]
        if not needed:
            if done is not None:
                done()
            return
        key = needed[0]
        kind = rules.stage[key].kind
        if kind in BY_ANOTHER:
            return
        if kind == "public_notice":
            _publish(world, stream, done)
            return
        if kind in {"grading", "handling", "recognition", "evaluation"} and not world.in_force():
            world.plan(world.day + timedelta(days=30), lambda: walk(world, stream, done))
            return
        STEPS[kind](world, case, rules)


def _publish(world: World, stream: str, done: Callable[[], None] | None) -> None:
    """Publish, and come back after the last day; a provisional one is confirmed by a person."""
    desk = world.desk
    made = notice.publish(desk, [stream], world.day, "门户网站")
    end = notice.latest(desk, [desk.case(stream)], world.day)

    def close() -> None:
        ended = notice.latest(desk, [desk.case(stream)], planned)
        notice.close(desk, made.streams[0], confirm=ended.end if ended.provisional else None)
        walk(world, stream, done)

    planned = world.day
    world.plan(end.end + timedelta(days=1), close)


def _recommend(world: World, case: Folded, _rules: Pack) -> None:
    settle(world, case.stream)
    behalf = bool(case.open["offices"].get("on_behalf"))
    moves.recommend(world.desk, case.stream, "同意推荐", letter="推荐1号", scan=world.scan if behalf else None)


def _formal(world: World, case: Folded, _rules: Pack) -> None:
    settle(world, case.stream)
    moves.formal_check(world.desk, case.stream, "passed")


def _plain(kind: str, outcome: str) -> Callable[[World, Folded, Pack], None]:
    """A stage whose own verb needs a session or a paper that the simulation does not make."""

    def step(world: World, case: Folded, rules: Pack) -> None:
        settle(world, case.stream)
        world.desk.commit([closing(world.desk, world.desk.case(case.stream), rules, kind, outcome)])

    return step


def _visit(world: World, case: Folded, _rules: Pack) -> None:
    moves.site_visit(world.desk, case.stream, world.day, ["模拟甲"], "属实")


def _meet(world: World, case: Folded, _rules: Pack) -> None:
    meeting.hold(world.desk, {case.stream: "passed"}, number("纪要", world.day), world.day)


def _recognise(world: World, case: Folded, _rules: Pack) -> None:
    recognise(world.desk, case.stream, number("认", world.day), world.day)
    world.entered(case.stream)


def _issue(kind: str) -> Callable[[World, Folded, Pack], None]:
    def step(world: World, case: Folded, _rules: Pack) -> None:
        issue.issue(world.desk, case.stream, kind)
        world.count(kind)

    return step


def _receive(world: World, case: Folded, _rules: Pack) -> None:
    settle(world, case.stream)
    reports.receive(world.desk, case.stream, world.day)


def _opinion(world: World, case: Folded, _rules: Pack) -> None:
    settle(world, case.stream)
    reports.sign_opinion(world.desk, case.stream, "情况属实", scan=world.scan)


def _evaluate(world: World, case: Folded, rules: Pack) -> None:
    settle(world, case.stream)
    for who in ("self", "expert"):
        points = {key: str(world.chance.randint(line.max // 3, line.max)) for key, line in rules.score.items()}
        if points:
            scoring.take_scores(world.desk, case.stream, who, points)
    scoring.evaluate(world.desk, case.stream, note="" if rules.score else "运行正常")


def _grade(world: World, case: Folded, rules: Pack) -> None:
    """The band's grade or, where a person chooses, a poor one now and then."""
    settle(world, case.stream)
    desk, procedure = world.desk, str(case.open["case"]["procedure"])
    ladder = grading.ladder(rules, procedure)
    banded = ladder.binding and all(rung.min >= 0 for rung in ladder.rungs.values())
    chosen = "" if banded else _chosen(world, list(ladder.rungs))
    passed = ladder.rungs[chosen].passed if chosen else True
    grading.grade(desk, case.stream, chosen, on=world.day, note="会议研究" if chosen else "")
    given = desk.case(case.stream).open["grade"]["grade"]
    life = world.lives[case.open["alliance"]["id"]]
    life.grades[procedure, str(case.open["case"].get("subject", ""))] = given
    world.touched.add(life.key)
    world.count(f"graded {'well' if passed else 'badly'}")


def _chosen(world: World, rungs: list[str]) -> str:
    """Mostly a good rung; the worst ones sometimes, and to some alliances again and again."""
    return rungs[-1] if world.happens(0.15) else world.chance.choice(rungs[: max(1, len(rungs) - 1)])


def _argue(world: World, case: Folded, _rules: Pack) -> None:
    argue(world.desk, case.stream, "supported", ["模拟专家"], "同意", world.day)


def _handle(world: World, case: Folded, _rules: Pack) -> None:
    settle(world, case.stream)
    approved = world.happens(0.8)
    document = number("复", world.day) if approved else ""
    handle(world.desk, case.stream, document, world.day, approved=approved, reason="" if approved else "依据不足")
    life = world.lives[case.open["alliance"]["id"]]
    for change in case.open["matter"]["changes"].values() if approved else ():
        if change["what"] == "name":
            life.name = change["after"]
    world.touched.add(life.key)
    world.count("changed" if approved else "change refused")


def _record(world: World, case: Folded, _rules: Pack) -> None:
    settle(world, case.stream)
    record(world.desk, case.stream)


def _publication(world: World, case: Folded, _rules: Pack) -> None:
    exits.publish(world.desk, case.stream, world.day, "门户网站")


def _submit(world: World, case: Folded, rules: Pack) -> None:
    settle(world, case.stream)
    name = case.open["alliance"]["name"]
    upward.submit(world.desk, case.stream, world.day, number("报", world.day), copies=6, medium=name)
    world.count("handed upwards")
    del rules


def _result(world: World, case: Folded, _rules: Pack) -> None:
    upward.result(world.desk, case.stream, number("省", world.day), world.day, recognised=world.happens(0.7))


STEPS: Mapping[str, Callable[[World, Folded, Pack], None]] = {
    "recommend": _recommend,
    "formal_check": _formal,
    "business_check": _plain("business_check", "passed"),
    "expert_review": _plain("expert_review", "reviewed"),
    "merge_select": _plain("merge_select", "kept"),
    "site_visit": _visit,
    "meeting": _meet,
    "recognition": _recognise,
    "certificate": _issue("certificate"),
    "plaque": _issue("plaque"),
    "submission": _receive,
    "opinion": _opinion,
    "evaluation": _evaluate,
    "grading": _grade,
    "argumentation": _argue,
    "handling": _handle,
    "record": _record,
    "publication": _publication,
    "submit_upward": _submit,
    "superior_result": _result,
}
