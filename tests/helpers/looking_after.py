"""A city with one alliance, the hands of whoever looks after it, and the trial policy with something to choose in it."""

from pathlib import Path

from alliance_desk.cases import conditions
from alliance_desk.desk import Desk
from alliance_desk.register.alliance import Alliance, alliance
from tests.helpers import care
from tests.helpers.desks import LIFE, PACK, PACK_ID, reopen
from tests.helpers.drawers import Hand
from tests.helpers.life import close, effect, open_affair
from ui.tasks.steps import step_actions

ASKS = 'asks = ["已核对相邻两年", "已书面告知"]\n'
POLICY = (
    ('leaves = "取消"\nprocedure = "exit"\n', f'leaves = "取消"\nprocedure = "exit"\n{ASKS}'),
    (
        "[measure.cancel]",
        '[measure.warning]\nname = "告诫"\nprocedure = "rectify"\nsanction = "告诫"\nbasis = "第十五条"\n\n[measure.cancel]',
    ),
    ("[activity.fair]", '[change.member-out]\nname = "成员退出"\nprocedure = "moves"\nwhat = "member_out"\nbasis = "第十四条"\n\n[activity.fair]'),
    ("[change.lead]", '[change.office]\nname = "办公场所"\nprocedure = "change"\nwhat = "office"\nbasis = "第十三条"\n\n[change.lead]'),
)  # fmt: skip
"""The trial policy with what it has once here twice, so that there is something to choose."""


def one_alliance(root: Path) -> Path:
    """A city's workspace at ``root`` with one alliance in its register, a certificate on record; closed."""
    text = PACK.read_text(encoding="utf8") + LIFE.read_text(encoding="utf8")
    for old, new in POLICY:
        assert old in text
        text = text.replace(old, new)
    with care.city(root) as desk:
        (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
        care.entered(desk, certificate="旧证1号")
    return root


def key_of(hand: Hand) -> str:
    """The one alliance."""
    return str(hand.seat.reader.raw.execute("SELECT id FROM index_alliance").fetchone()[0])


def shown(hand: Hand) -> Alliance:
    """What the register says of it."""
    found = alliance(hand.seat.reader, key_of(hand))
    assert found is not None
    return found


def last_case(hand: Hand) -> str:
    """The case that was opened last."""
    return str(hand.seat.reader.raw.execute("SELECT stream FROM index_affair ORDER BY rowid DESC").fetchone()[0])


def document(hand: Hand) -> dict[str, object]:
    """What stands in the case that was opened last."""
    return hand.seat.reader.case(last_case(hand)).open


def settle_conditions(hand: Hand) -> None:
    """Attest and explain what is open in the case that was opened last."""
    stream = last_case(hand)

    def work(desk: Desk, _step: object) -> object:
        for finding in conditions.findings(desk, desk.case(stream)):
            for one in finding.keys:
                conditions.attest(desk, stream, one, holds=True)
            if finding.overridable and finding.outcome.value == "explain":
                conditions.override(desk, stream, finding.check, "已核对")
        return conditions.attest(desk, stream, "level", holds=True)

    hand.seat.run("", work)
    hand.wait()


def step(hand: Hand, name: str) -> None:
    """Press the button of a step of the case that was opened last."""
    actions = {action.id: action for action in step_actions(hand.seat, hand.seat.reader.case(last_case(hand)))}
    action = actions[f"step.{name}"]
    assert action.why_not() == ""
    action.run()


def graded_poor(root: Path, *years: str) -> None:
    """Poor grades, so that the rules propose a rectification, and an exit after two."""
    with reopen(root) as desk:
        (key,) = desk.raw.execute("SELECT id FROM index_alliance").fetchone()
        offices = desk.case(str(desk.raw.execute('SELECT "case" FROM index_alliance').fetchone()[0])).open["offices"]
        for at, year in enumerate(years or ("2024",), start=1):
            stream = open_affair(desk, "assess", alliance=key, offices=offices)
            close(desk, stream, "submission", "received")
            close(desk, stream, "evaluation", "evaluated")
            close(desk, stream, "grading", "graded", [effect("graded", key, f"2024-09-0{at}", subject=year)])
