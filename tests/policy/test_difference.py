"""What differs between two versions, item by item and in words; nothing where nothing does."""

import pytest

from alliance_desk.paths import RESOURCES
from alliance_desk.policy.compose import compose, rules_hash
from alliance_desk.policy.difference import Difference, Kind, differences
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Pack
from tests.helpers.sources import ROOT

PACKS = sorted((RESOURCES / "packs").glob("*.toml"))
TRIAL = (ROOT / "tests" / "helpers" / "trial.toml").read_text("utf8")
SUPPORT = """
[procedure.support]
kind = "support"
name = "支持"
basis = "十一"
[stage.support]
of = "support"
name = "给予支持"
kind = "support"
actor = "decider"
basis = "十一"
[support.money]
name = "补贴"
procedure = "support"
most = 20000000
basis = "十一"
"""


def load(text: str) -> Pack:
    return load_pack(text, "trial.toml")


def told(old: str, new: str) -> list[str]:
    return [one.text() for one in differences(load(old), load(new))]


CHANGES: list[tuple[str, str, str]] = [
    ("min = 2", "min = 3", "条件“成员不少于两家”（第五条）：最小值由“2”改为“3”。"),
    ("min = 2", "min = 2\nmax = 9", "条件“成员不少于两家”（第五条）：最大值由“无”改为“9”。"),
    ('severity = "核实"\n', "", "条件“成员中有三家企业”（第五条）：程度由“核实”改为“强制”。"),
    ('where = { kinds = ["enterprise"] }', 'where = { kinds = ["finance"] }', "条件“成员中有三家企业”（第五条）：计入的成员由“类型为企业的成员单位”改为“类型为金融机构的成员单位”。"),
    ('title = "成员不少于两家"\nmin = 2\nbasis = "第五条"', 'title = "成员不少于两家"\nmin = 2\nbasis = "第六条"', "条件“成员不少于两家”（第六条）：依据由“第五条”改为“第六条”。"),
    ('after = ["business"]', 'after = ["formal", "business"]', "环节“整合择优”（第七条）：之前的环节由“业务审查”改为“形式审查、业务审查”。"),
    ('kind = "merge_select"\nactor = "decider"', 'kind = "merge_select"\nactor = "decider"\noptional = true', "环节“整合择优”（第七条）：可不开展由“否”改为“是”。"),
    ('unit = "自然日"', 'unit = "工作日"', "期限“公示”（第九条）：单位由“自然日”改为“工作日”。"),
    ('default = "5"', 'default = "7"', "执行口径“专家组人数”（第八条）：默认选项由“五人”改为“七人”。"),
    ('include = ["2103"]', 'include = ["2103", "2104"]', "基本情况：辖区由“2103”改为“2103、2104”。"),
    ("validity = 3", "validity = 5", "决定结果（第十条）：有效期由“3”改为“5”。"),
    ('[plaque]\nlayout', '[plaque]\nlayout', ""),
    ("most = 20000000", "most = 30000000", "支持“补贴”（十一）：最多由“20 万元”改为“30 万元”。"),
    ('kind = "attest"\ntitle = "技术水平领先"\nabout = ["alliance.goals"]', 'kind = "filled"\ntitle = "技术水平领先"\npaths = ["alliance.goals"]', "条件“技术水平领先”（第五条）：条件由“由办件所在单位判断。看：目标和任务；这些内容改动后须重新判断。”改为“申报书已填写：目标和任务。填“无”的不算。”。"),
    ('name = "联盟协议"', 'name = "协议书"', "材料“协议书”（第四条）：名称由“联盟协议”改为“协议书”。"),
    ('name = "联盟协议"', 'name = "联盟协议"\nscope = "lead"', "材料“联盟协议”（第四条）：由谁提交由“联盟”改为“牵头单位”。"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), CHANGES)
def test_a_change_is_told_with_its_article_from_what_to_what(old: str, new: str, said: str) -> None:
    text = TRIAL + SUPPORT
    assert old in text
    found = told(text, text.replace(old, new, 1))
    if said:
        assert said in found
        assert len(found) == (3 if "attest" in old else 2 if "default" in old else 1)
    else:
        assert found == []


def test_what_is_new_and_what_is_gone_is_told_whole() -> None:
    more = '[paper.charter]\nname = "章程"\nbasis = "第四条"\n'
    assert told(TRIAL, TRIAL + more) == ["新增材料“章程”（第四条）。"]
    assert told(TRIAL + more, TRIAL) == ["删去材料“章程”（第四条）。"]
    without = TRIAL[: TRIAL.index("[plaque]")].replace(
        '[stage.plaque]\nname = "发牌匾"\nkind = "plaque"\nactor = "decider"\nafter = ["recognition"]\nbasis = "第十条"\n',
        "",
    )
    assert {"删去环节“发牌匾”（第十条）。", "删去牌匾（第十条）。"} <= set(told(TRIAL, without))


def test_another_order_is_a_difference_too() -> None:
    first = '[score.goals]\nname = "目标"\nmax = 60\nbasis = "第八条"\n'
    assert first in TRIAL
    moved = TRIAL.replace(first, "") + first
    (found,) = differences(load(TRIAL), load(moved))
    assert (found.kind, found.table, found.field) == (Kind.CHANGED, "score", "order")
    assert found.text() == "评分项：顺序由“目标、队伍”改为“队伍、目标”。"


def test_readings_that_an_office_chose_differ_from_the_defaults() -> None:
    pack = load(TRIAL)
    (found,) = differences(pack, compose(pack, {"panel-size": "7"}))
    assert found.text() == "执行口径“专家组人数”（第八条）：选定的口径由“五人”改为“七人”。"
    assert found.text("en").startswith('Reading "')


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_does_not_differ_from_itself_and_every_other_difference_can_be_told(path) -> None:
    pack = load_pack(path.read_text("utf8"), path.name)
    assert differences(pack, pack) == []
    for other in PACKS:
        if other != path:
            found = differences(pack, load_pack(other.read_text("utf8"), other.name))
            assert all(one.text() and one.text("en") for one in found)
            assert not any(
                "None" in one.text() or "_" in one.before + one.after
                for one in found
                if one.field not in {"id", "kind"}
            )


def test_equal_hashes_and_no_difference_are_the_same_thing() -> None:
    for old, new, _ in CHANGES:
        one, two = (compose(load(text), {}) for text in (TRIAL + SUPPORT, (TRIAL + SUPPORT).replace(old, new, 1)))
        assert (rules_hash(one) == rules_hash(two)) == (differences(one, two) == [])


def test_a_difference_keeps_where_it_stands() -> None:
    (found,) = differences(load(TRIAL), load(TRIAL.replace("min = 2", "min = 3")))
    assert found == Difference(Kind.CHANGED, "check", "members", "成员不少于两家", "第五条", "min", "2", "3")
