"""Steps of the recommending office and of the exchange; the deciding office's stand in ``test_stories.py``."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import parsers, step

from tests.features.forms import edit, letter_texts, look, spoil
from tests.features.world import SAMPLES, World, copied, found_offices
from tests.samples.alliances import HYDRAULICS, MAGNESIA
from tests.samples.make import FORM, PAPERS

OFFICE = r"(?P<office>\w{1,3}局)"
NAME = r"“(?P<name>[\w-]+)”"
NAMES = r"(?P<names>“[\w-]+”(?:和“[\w-]+”)*)"
DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
LETTER = r"“(?P<letter>[^”]+)”"
REASON = r"“(?P<reason>[^”]+)”"


def says(pattern: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A step by its wording, whichever keyword stands before it."""
    return step(parsers.re(pattern))


def named(names: str) -> list[str]:
    """The names between the quotes."""
    return re.findall("“([^”]+)”", names)


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where workspaces as they were on the first day are kept for the whole run."""
    return tmp_path_factory.mktemp("first-day")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The world of one story; what was refused at its end must have been looked at."""
    made = World(tmp_path / "world")
    yield made
    made.settle()


@says(r"(?P<place>鞍山|晋中)各局已建立工作区并按盖章函件互相登记了密钥")
def offices(world: World, first_day: Path, place: str) -> None:
    copied(first_day / place, world.folder, lambda folder: found_offices(folder, place))


@says(f"(?:另一天)?今天是{DAY}")
def today(world: World, day: str) -> None:
    world.day = day


@says(f"另有一份名为“(?P<title>[^”]+)”的申报书{NAME}，仿照“magnesia”")
def another(world: World, title: str, name: str) -> None:
    world.make(replace(MAGNESIA, name=title, folder=name, field="strategic"))


@says(f"另有一份{DAY}申报的申报书{NAME}，仿照“hydraulics”")
def another_year(world: World, day: str, name: str) -> None:
    term = {"signed": "2026-10-20", "start": "2026-10-20", "end": "2029-12-31"}
    world.make(replace(HYDRAULICS, folder=name, filed=day, **term))


@says("办不成，提示“(?P<one>[^”]+)”(?:和“(?P<two>[^”]+)”)?")
def refused(world: World, one: str, two: str | None) -> None:
    world.refused(one, *([two] if two else []))


# ------------------------------------------------------------------------------------------------ the application workbook


@says(f"{OFFICE}写出“(?P<pack>[\\w-]+)”的空白申报书")
def blank_form(world: World, office: str, pack: str) -> None:
    path = world.folder / "空白.xlsx"
    assert world.do(office, "template", path, "--pack", pack)["files"] == [str(path)]


@says("申报书里有下拉列表、锁定的标题和条款号")
def form_is_made_from_the_pack(world: World) -> None:
    look(world.folder / "空白.xlsx")


@says(f"{NAME}的申报书有几处填错")
def spoilt(world: World, name: str) -> None:
    world.before |= spoil(world.sample(name) / FORM, world.folder / "wrong" / FORM)


@says(f"{OFFICE}录入填错的申报书")
def take_spoilt(world: World, office: str) -> None:
    folder = world.sample("hydraulics") / PAPERS
    form = world.folder / "wrong" / FORM
    world.ctl(office, "intake", form, "--pack", "jinzhong-2023", "--folder", folder)


@says("办不成，提示每一处的工作表、单元格和改法")
def all_faults(world: World) -> None:
    world.refused(f"有 {len(world.before)} 处需要更正", *world.before)
    assert "11010519491231002X" not in world.last.told["text"]


@says(f"{OFFICE}没有办件，附件库里一个字节也没有")
def nothing_taken(world: World, office: str) -> None:
    assert world.do(office, "show")["cases"] == []
    blobs = world.folder / office / "blobs"
    assert not [path for path in blobs.rglob("*") if path.is_file()]


@says(f"{OFFICE}(?:再次)?录入{NAME}")
def intake(world: World, office: str, name: str) -> None:
    folder = world.sample(name)
    pack = "anshan-2016" if "铁西" in office else "jinzhong-2023"
    told = world.do(office, "intake", folder / FORM, "--pack", pack, "--folder", folder / PAPERS)
    assert told["missing"] == 0
    world.cases[name] = told["number"]


@says(f"市局不注明推荐单位就录入{NAME}")
def intake_bare(world: World, name: str) -> None:
    folder = world.sample(name)
    world.ctl("市局", "intake", folder / FORM, "--pack", "anshan-2016", "--folder", folder / PAPERS)


@says(f"市局代“(?P<county>[^”]+)”录入{NAME}")
def intake_for(world: World, county: str, name: str) -> None:
    folder = world.sample(name)
    given = ("--pack", "anshan-2016", "--folder", folder / PAPERS, "--on-behalf", county)
    world.cases[name] = world.do("市局", "intake", folder / FORM, *given)["number"]


# ------------------------------------------------------------------------------------------------ conditions


@says(f"{NAME}的每项条件都有条款、结果和所依据的事实")
def every_condition(world: World, name: str) -> None:
    rows = world.conditions("铁西区局", name)
    assert len(rows) > 20
    for row in rows.values():
        assert row["basis"]
        assert row["text"]
        assert row["severity"] in ("强制", "核实", "人工")
        assert row["outcome"] in ("pass", "fail", "explain", "manual", "na", "missing")
    assert rows["enterprises"]["facts"]


@says(f"{NAME}待人工审核的条件不少于(?P<count>\\d+)项")
def waiting(world: World, name: str, count: str) -> None:
    rows = world.conditions("铁西区局", name).values()
    assert sum(row["outcome"] == "manual" for row in rows) >= int(count)


@says(f"{NAME}(?P<outcome>不符合|需说明)的条件恰为(?P<checks>(?:“[\\w-]+”)+)")
def exactly(world: World, name: str, outcome: str, checks: str) -> None:
    office = "太谷区局" if name == "casting" else "榆次区局"
    wanted = {"不符合": "fail", "需说明": "explain"}[outcome]
    found = [check for check, row in world.conditions(office, name).items() if row["outcome"] == wanted]
    assert sorted(found) == sorted(named(checks))


@says(f"{OFFICE}判定{NAME}的全部条件")
def judge(world: World, office: str, name: str) -> None:
    world.judge(office, name)


@says(f"{OFFICE}给{NAME}判定“(?P<check>[\\w-]+)”")
def judge_one(world: World, office: str, name: str, check: str) -> None:
    world.ctl(office, "attest", world.number(name), check, "--pass")


@says(f"{OFFICE}对{NAME}说明“(?P<check>[\\w-]+)”的理由")
def explain(world: World, office: str, name: str, check: str) -> None:
    world.ctl(office, "override", world.number(name), check, "--reason", "特殊情况")


@says(f"{NAME}本市注册的单位占比恰为一半，符合")
def half(world: World, name: str) -> None:
    row = world.conditions("太谷区局", name)["local-share"]
    assert row["outcome"] == "pass"
    assert "7" in row["text"]
    assert "14" in row["text"]


@says(f"{NAME}的条件“(?P<check>[\\w-]+)”写着{REASON}")
def condition_says(world: World, name: str, check: str, reason: str) -> None:
    assert reason in world.conditions("市局", name)[check]["text"]


# ------------------------------------------------------------------------------------------------ correction


@says(f"{OFFICE}发出{NAME}的补正通知，限{DAY}")
def ask_correction(world: World, office: str, name: str, day: str) -> None:
    world.ctl(office, "move", world.number(name), "correct", "--due", day)


@says(f"(?P<office>\\w+局)(?P<how>预览|录入)更正后的{NAME}，附件只有新协议")
def refill(world: World, office: str, how: str, name: str) -> None:
    folder = world.folder / "新附件"
    folder.mkdir(exist_ok=True)
    new = world.sample(name) / PAPERS / "00-02-协议书.pdf"
    (folder / new.name).write_bytes(new.read_bytes())
    world.before |= {"state": world.state(office), "papers": world.show(office, "casting")["document"]["papers"]}
    preview = ("--preview",) if how == "预览" else ()
    form = world.sample(name) / FORM
    world.ctl(office, "intake", form, "--case", world.number("casting"), "--folder", folder, *preview)


@says("预览说出改动，本机没有任何改动")
def previewed(world: World) -> None:
    told = world.last.told
    assert "未作任何改动" in told["text"]
    assert told["changes"]
    assert world.state("太谷区局") == world.before["state"]


@says("改动中有“(?P<unit>[^”]+)”升为核心成员、两家单位去掉、协议期止改为(?P<end>[\\d-]+)、协议更换")
def changes(world: World, unit: str, end: str) -> None:
    told = world.last.told["changes"]
    assert f"成员单位“{unit}”：成员身份 普通成员 → 核心成员" in told
    assert sum(line.startswith("去掉成员单位") for line in told) == 2
    assert f"协议：协议期止 2026-08-25 → {end}" in told
    assert any(line.startswith("更换材料“协议书”") for line in told)
    assert told[0] in world.last.told["text"]


@says("改动中有“(?P<item>[^”]+)”")
def change_of(world: World, item: str) -> None:
    assert any(item in line for line in world.last.told["changes"]), world.last.told["changes"]


@says(f"{NAME}的申报日仍是{DAY}")
def filed(world: World, name: str, day: str) -> None:
    assert world.show("太谷区局", name)["document"]["application"]["filed"] == day


@says(f"{NAME}未变成员的附件都还在，退出成员的附件不在")
def papers_stay(world: World, name: str) -> None:
    document = world.show("太谷区局", name)["document"]
    now, before = document["papers"], world.before["papers"]
    assert len(document["members"]) == 14
    assert all(paper.get("member", "") in {"", *document["members"]} for paper in now.values())
    gone = {key for key, paper in before.items() if paper.get("member", "") not in {"", *document["members"]}}
    assert gone
    assert set(before) - set(now) == gone
    assert [key for key in now if now[key]["blob"] != before[key]["blob"]] == ["agreement"]


@says(f"{NAME}的判定“(?P<stays>[\\w-]+)”还在，“(?P<lapses>[\\w-]+)”须重新判定")
def judgements(world: World, name: str, stays: str, lapses: str) -> None:
    rows = world.conditions("太谷区局", name)
    assert rows[stays]["outcome"] == "pass"
    assert rows[lapses]["outcome"] == "manual"


@says(f"{OFFICE}按现有内容写出{NAME}的申报书，改联盟地址后录入")
def edited_form(world: World, office: str, name: str) -> None:
    path = world.folder / "更正.xlsx"
    world.do(office, "template", path, "--case", world.number(name))
    edit(path, "基本情况", "固定办公场所", "晋中市太谷区样例街8号")
    world.do(office, "intake", path, "--case", world.number(name))


# ------------------------------------------------------------------------------------------------ recommending


@says(f"铁西区局不等核验就推荐{NAME}")
def too_soon(world: World, name: str) -> None:
    world.ctl("铁西区局", "move", world.number(name), "recommend", "--note", "同意推荐")


@says(f"{OFFICE}推荐{NAME}，文号{LETTER}")
def recommend(world: World, office: str, name: str, letter: str) -> None:
    note = "经审核，材料齐全，符合条件，同意推荐。"
    world.ctl(office, "move", world.number(name), "recommend", "--note", note, "--letter", letter)


@says(f"市局推荐{NAME}，附(?P<what>不是扫描件的文件|盖章意见的扫描件)")
def recommend_with_scan(world: World, name: str, what: str) -> None:
    scan = SAMPLES / "experts.xlsx" if what.startswith("不") else SAMPLES / "anshan-2016" / "review-report.pdf"
    world.ctl("市局", "move", world.number(name), "recommend", "--note", "同意推荐", "--scan", scan)


@says(f"{OFFICE}对{NAME}不予推荐，理由{REASON}")
def not_recommend(world: World, office: str, name: str, reason: str) -> None:
    world.do(office, "move", world.number(name), "not-recommend", "--note", reason)


@says(f"{OFFICE}撤回申报{NAME}，理由{REASON}")
def withdraw(world: World, office: str, name: str, reason: str) -> None:
    world.ctl(office, "move", world.number(name), "withdraw", "--reason", reason)


@says(f"{OFFICE}登记“(?P<pack>[\\w-]+)”的继续执行依据{LETTER}")
def continue_policy(world: World, office: str, pack: str, letter: str) -> None:
    world.do(office, "policy", "continue", pack, "--document", letter, "--by", "市人民政府")


# ------------------------------------------------------------------------------------------------ packages


@says(f"{OFFICE}报送{NAME}")
def hand_over(world: World, office: str, name: str) -> None:
    answer = world.ctl(office, "export", world.folder / "U盘", "--case", world.number(name))
    if not answer.code:
        world.packages.append(Path(answer.told["path"]))


@says(f"{OFFICE}撤回报送{NAME}，理由{REASON}")
def take_back(world: World, office: str, name: str, reason: str) -> None:
    world.do(office, "export", world.folder / "U盘", "--case", world.number(name), "--withdraw", reason)
    world.packages.pop()


@says(f"{OFFICE}把{NAMES}抄送给(?P<other>\\w+局)")
def copy(world: World, office: str, names: str, other: str) -> None:
    to = world.show(other, next(iter(world.cases)))["document"]["offices"] if other != "市局" else {}
    about = to or world.show(office, named(names)[0])["document"]["offices"]
    receiver = about["decider"] if other == "市局" else about["recommender"]
    cases = [part for name in named(names) for part in ("--case", world.number(name))]
    told = world.do(office, "export", world.folder / "U盘", *cases, "--copy-to", receiver)
    world.packages.append(Path(told["path"]))


@says("市局核对全部数据包")
def verify(world: World) -> None:
    world.before["state"] = world.state("市局")
    world.before["seen"] = [world.do("市局", "verify", package) for package in world.packages]


@says("核对结果是新办件，签收后由本单位办理，本机没有任何改动")
def verified(world: World) -> None:
    for seen in world.before["seen"]:
        assert not seen["taken"]
        assert all(case["new"] and case["ours"] and case["events"] for case in seen["cases"])
    assert world.state("市局") == world.before["state"]
    assert world.do("市局", "show")["cases"] == []


@says(f"{OFFICE}签收(?P<which>全部|最新的)数据包")
def take_in(world: World, office: str, which: str) -> None:
    waiting = world.packages if which == "全部" else world.packages[-1:]
    for package in waiting:
        world.do(office, "import", package)
    world.kept["package"] = str(waiting[-1])
    world.packages = []


@says("市局再次签收同一个数据包")
def take_in_again(world: World) -> None:
    world.before["listing"] = world.do("市局", "list", "packages")
    world.do("市局", "import", world.kept["package"])


@says("市局得知该数据包已签收过，没有改动")
def taken_already(world: World) -> None:
    assert "已签收过" in world.last.told["text"]
    assert world.do("市局", "list", "packages") == world.before["listing"]


# ------------------------------------------------------------------------------------------------ what an office sees


@says(f"{OFFICE}看到{NAME}的状态是“(?P<status>[^”]+)”")
def status(world: World, office: str, name: str, status: str) -> None:
    assert world.show(office, name)["status"] == status


@says(f"{OFFICE}的文书里有(?P<kind>补正通知书|推荐函|受理通知书|不予\\w+通知书|认定文件|公示)(?:，写着{REASON})?")
def letter_lies_there(world: World, office: str, kind: str, reason: str | None) -> None:
    stem = {
        "补正": "correction",
        "推荐": "recommendation",
        "受理": "acceptance",
        "不予": "refusal",
        "认定": "approval",
        "公示": "notice",
    }
    found = sorted((world.folder / office / "papers").glob(f"{stem[kind[:2]]}-*.docx"))
    texts = ["\n".join(letter_texts(path)) for path in found]
    assert texts
    assert not reason or any(reason in text for text in texts), texts


@says("各局体检均无问题")
def sound(world: World) -> None:
    for office in sorted(path.parent.name for path in world.folder.glob("*/desk.db")):
        report = world.do(office, "doctor")
        assert report["faults"] == []
        assert report["rows"] > 1
