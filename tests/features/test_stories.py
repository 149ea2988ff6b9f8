"""The stories of both policies, each office a process of its own; here the steps of the deciding office."""

import subprocess
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pytest_bdd import scenarios

from tests.features.conftest import DAY, LETTER, NAME, NAMES, OFFICE, REASON, named, says
from tests.features.world import OFFICES, SAMPLES, World
from tests.helpers.tools import need

scenarios("anshan.feature", "jinzhong.feature")

POINTS = {"necessity": 17, "feasibility": 21, "input": 12, "openness": 8, "organisation": 12, "safeguards": 12}


# ------------------------------------------------------------------------------------------------ checks and review


@says(f"(?P<office>市局)形式审查通过{NAME}")
def passed(world: World, office: str, name: str) -> None:
    world.ctl(office, "move", world.number(name), "pass")


@says(f"市局看过{NAME}的条件后形式审查通过")
def looked_and_passed(world: World, name: str) -> None:
    assert all(row["outcome"] in ("pass", "na") for row in world.conditions("市局", name).values())
    world.do("市局", "move", world.number(name), "pass")


@says(f"市局退回{NAME}，限{DAY}，理由{REASON}")
def sent_back(world: World, name: str, day: str, reason: str) -> None:
    world.do("市局", "move", world.number(name), "send-back", "--due", day, "--note", reason)


@says(f"市局对{NAME}不予受理，理由{REASON}")
def inadmissible(world: World, name: str, reason: str) -> None:
    world.do("市局", "move", world.number(name), "inadmissible", "--note", reason)


@says("市局导入专家库")
def pool(world: World) -> None:
    assert world.do("市局", "experts", "import", SAMPLES / "experts.xlsx")["count"] == 42


@says(f"市局建立评审批次“(?P<title>[^”]+)”，含{NAMES}")
def batch(world: World, title: str, names: str) -> None:
    numbers = [world.number(name) for name in named(names)]
    pack = world.show("市局", named(names)[0])["document"]["case"]["pack"]
    told = world.do("市局", "decide", "batch", *numbers, "--name", title, "--pack", pack)
    world.kept["batch"] = told["short"]
    rows = load_workbook(told["files"][0]).active
    assert rows is not None
    assert rows.max_row == 3 + len(numbers)
    listed = world.do("市局", "list", "batches")["batches"]
    assert [row["number"] for row in listed] == numbers


@says(f"市局(?:不写受托单位就)?建立评审场次，含{NAMES}")
def session(world: World, names: str) -> None:
    numbers = [world.number(name) for name in named(names)]
    answer = world.ctl("市局", "panel", "open", *numbers, "--batch", world.kept["batch"])
    if not answer.code:
        world.kept["session"] = answer.told["short"]


@says(f"市局委托“(?P<organiser>[^”]+)”评审{NAMES}，合同{LETTER}")
def third_party(world: World, organiser: str, names: str, letter: str) -> None:
    numbers = [world.number(name) for name in named(names)]
    told = world.do("市局", "panel", "open", *numbers, "--organiser", organiser, "--contract", letter)
    world.kept |= {"session": told["short"], "reviewed": names}


@says("逐项筛除后清华大学和太原理工大学的专家都不在，每人都写明缘由")
def screened(world: World) -> None:
    seen = world.do("市局", "panel", "screen", world.kept["session"])
    assert seen["total"] == 42
    left = [row["left"] for row in seen["rows"]]
    assert left == sorted(left, reverse=True)
    assert left[-1] == len(seen["eligible"])
    reasons = {one["name"]: one["text"] for one in seen["exclusions"]}
    for unit in ("清华大学", "太原理工大学"):
        assert any(unit in text for text in reasons.values()), unit
    assert not set(reasons) & set(seen["eligible"])
    assert len(set(reasons)) + len(seen["eligible"]) == 42


@says(r"市局抽取专家组，经办人报(?P<one>\d+)，监督人报(?P<two>\d+)")
def drawn(world: World, one: str, two: str) -> None:
    world.do(
        "市局", "panel", "draw", world.kept["session"], "--number", one, "--supervisor", two, "--witness", "周监督"
    )


def _panel(world: World) -> dict[str, Any]:
    seen = world.do("市局", "panel", "show", world.kept["session"])
    seen["seated"] = [seat for seat in seen["seats"] if seat["state"] == "seated"]
    return seen


@says("专家组7人，单数，一单位一人，抽取可复核")
def panel_of_seven(world: World) -> None:
    seen = _panel(world)
    assert len(seen["seated"]) == 7
    assert len({seat["unit"] for seat in seen["seated"]}) == 7
    assert seen["draw_repeats"] is True
    assert all(one["evidence"] for one in seen["exclusions"])


@says("专家组7人，北京大学和哈尔滨工业大学的专家已回避并留存缘由，抽取可复核")
def panel_without_members(world: World) -> None:
    seen = _panel(world)
    assert len(seen["seated"]) == 7
    assert seen["draw_repeats"] is True
    assert not {"北京大学", "哈尔滨工业大学"} & {seat["unit"] for seat in seen["seats"]}
    assert any("哈尔滨工业大学" in one["evidence"] for one in seen["exclusions"])


@says(f"专家组第一人不能参加，理由{REASON}")
def declined(world: World, reason: str) -> None:
    first = _panel(world)["seated"][0]
    world.kept["declined"] = first["expert"]
    world.do("市局", "panel", "replace", world.kept["session"], first["expert"], "--reason", reason)


@says("按备选顺序递补，专家组仍是7人，抽取可复核")
def replaced(world: World) -> None:
    seen = _panel(world)
    assert len(seen["seated"]) == 7
    assert world.kept["declined"] not in {seat["expert"] for seat in seen["seated"]}
    assert seen["draw_repeats"] is True


@says(f"专家组给{NAMES}打分，缺一份")
def scored(world: World, names: str) -> None:
    seats = [seat["expert"] for seat in _panel(world)["seated"]]
    sheets = [(name, expert, n) for name in named(names) for n, expert in enumerate(seats)]
    for name, expert, n in sheets[:-1]:
        _score(world, name, expert, n)
    world.before["missing"] = sheets[-1]


def _score(world: World, name: str, expert: str, n: int) -> None:
    lines = [f"{line}={points - n % 3}" for line, points in POINTS.items()]
    world.do("市局", "score", "enter", world.kept["session"], world.number(name), expert, *lines, "--recommend", "yes")


@says("专家补交最后一份评分表")
def scored_last(world: World) -> None:
    _score(world, *world.before["missing"])
    assert world.last.told["entered"] == world.last.told["size"] == 7


@says("市局结束评审")
def concluded(world: World) -> None:
    world.ctl("市局", "score", "conclude", world.kept["session"])


@says("市局录入第三方评审报告，(?P<how>两件都获支持|都不获支持)")
def reported(world: World, how: str) -> None:
    said = "no" if how.startswith("都不") else "yes"
    results = [f"{world.number(name)}={said}" for name in named(world.kept["reviewed"])]
    report = SAMPLES / "anshan-2016" / "review-report.pdf"
    world.do("市局", "score", "report", world.kept["session"], report, *results)


@says(f"市局现场考察{NAME}")
def visited(world: World, name: str) -> None:
    team = ("--team", "刘示范", "--team", "陈示范")
    world.do(
        "市局", "move", world.number(name), "visit", *team, "--note", "办公场所、人员与申报材料一致", "--on", world.day
    )


@says(f"市局把{NAME}整合到“(?P<into>[\\w-]+)”，理由{REASON}")
def merged(world: World, name: str, into: str, reason: str) -> None:
    world.do("市局", "move", world.number(name), "merge", "--into", world.number(into), "--reason", reason)


# ------------------------------------------------------------------------------------------------ meeting and notice


@says(f"(?:局长办公会|党组会)(?P<how>通过|不通过){NAMES}，纪要{LETTER}(?:，理由{REASON})?")
def met(world: World, how: str, names: str, letter: str, reason: str | None) -> None:
    outcome = "passed" if how == "通过" else "refused"
    results = [f"{world.number(name)}={outcome}" for name in named(names)]
    reasons = [part for name in named(names) if reason for part in ("--reason", f"{world.number(name)}={reason}")]
    world.do("市局", "decide", "meeting", *results, "--minutes", letter, *reasons)


@says("市局填写受理异议的科室、座机和地址")
def settings(world: World) -> None:
    for name, value in (("contact_unit", "高新技术科"), ("telephone", "0412-5550123"), ("address", "鞍山市示范路1号")):
        world.do("市局", "office", "set", name, value)


@says(f"市局公示{NAMES}")
def published(world: World, names: str) -> None:
    numbers = [world.number(name) for name in named(names)]
    told = world.do("市局", "notice", "publish", *numbers, "--channel", "市科学技术局网站")
    world.kept |= {"notice": told["short"], "published": named(names)[0]}


@says(f"公示截止{DAY}，首日计入(?:不顺延)?则为(?P<other>[\\d-]+)")
def ends(world: World, day: str, other: str) -> None:
    assert world.last.told["end"] == day
    plan = world.do("市局", "notice", "plan", world.number(world.kept["published"]), "--start", "2024-09-27")
    assert plan["end"] == day
    assert other in [o["end"] for o in plan["others"] if o["count_first_day"] and not o["roll"]]


@says(f"市局收到对{NAME}的异议")
def objected(world: World, name: str) -> None:
    who = ("--who", "异议人甲某", "--text", "牵头单位的数据与年报不一致")
    told = world.do("市局", "notice", "object", world.kept["notice"], world.number(name), *who)
    world.kept["objection"] = told["objection"]


@says("市局答复异议，结果为“(?P<result>[a-z]+)”")
def answered(world: World, result: str) -> None:
    said = ("--result", result, "--reply", "经核查，情况属实。")
    world.do("市局", "notice", "answer", world.kept["notice"], world.kept["objection"], *said)
    assert world.do("市局", "list", "objections")["objections"][0]["state"] == result


@says("市局结束公示")
def closed(world: World) -> None:
    world.ctl("市局", "notice", "close", world.kept["notice"])


# ------------------------------------------------------------------------------------------------ recognition and papers


@says(f"市局认定{NAME}，文号{LETTER}(?:，日期{DAY})?")
def recognised(world: World, name: str, letter: str, day: str | None) -> None:
    on = ("--on", day) if day else ()
    world.ctl("市局", "decide", "recognise", world.number(name), "--document", letter, *on)


@says(f"市局给{NAME}发证书和牌匾")
def issued(world: World, name: str) -> None:
    for kind in ("certificate", "plaque"):
        told = world.do("市局", "issue", world.number(name), kind)
        world.kept[kind] = told["files"][0]
        assert told["number"] in told["text"]


@says(f"市局给{NAME}发(?P<what>证书|牌匾)")
def issue_refused(world: World, name: str, what: str) -> None:
    world.ctl("市局", "issue", world.number(name), {"证书": "certificate", "牌匾": "plaque"}[what])


@says("证书编号“(?P<one>[\\w-]+)”和牌匾编号“(?P<two>[\\w-]+)”的文字里找得到联盟全名")
def papers_say(world: World, one: str, two: str) -> None:
    tool, name = need("pdftotext"), "鞍山市䶮石菱镁新材料产业技术创新战略联盟"
    for kind, number in (("certificate", one), ("plaque", two)):
        done = subprocess.run([tool, "-raw", world.kept[kind], "-"], capture_output=True, encoding="utf8", check=True)
        text = "".join(done.stdout.split())
        assert name in text
        assert number in text or kind == "plaque"
        assert Path(world.kept[kind]).stem == f"{kind}-{number}"


@says("市局撤销最近一次操作")
def undone(world: World) -> None:
    world.ctl("市局", "undo")


@says(f"市局在{NAME}旁留言“(?P<text>[^”]+)”")
def noted(world: World, name: str, text: str) -> None:
    world.do("市局", "note", world.number(name), text)


# ------------------------------------------------------------------------------------------------ both desks


@says("两局的名录一致，都有“(?P<title>[^”]+)”，(?:有效期至(?P<until>[\\d-]+)|没有有效期)")
def registers_agree(world: World, title: str, until: str | None) -> None:
    county = "铁西区局" if "鞍山" in title else "榆次区局"
    own, city = (world.do(office, "register")["register"] for office in (county, "市局"))
    assert own == [line for line in city if line["county"] == OFFICES["鞍山" if "鞍山" in title else "晋中"][county][0]]
    assert [line["name"] for line in own] == [title]
    assert own[0]["valid_to"] == (until or "")
    assert own[0]["status"] == "valid"


@says(f"{OFFICE}的名录为空")
def register_empty(world: World, office: str) -> None:
    assert world.do(office, "register")["register"] == []


@says("名录为空")
def no_register(world: World) -> None:
    assert world.do("市局", "register")["register"] == []


@says("市局写出名录表，其中有“(?P<title>[^”]+)”")
def register_list(world: World, title: str) -> None:
    path = world.folder / "名录.xlsx"
    world.do("市局", "register", "--xlsx", path)
    book = load_workbook(path)
    assert title in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    book.close()


@says(f"(?P<county>\\w+区局)和市局的{NAME}历史都写明何人、何时、何单位、依据哪条")
def histories(world: World, county: str, name: str) -> None:
    own, city = (world.do(office, "history", world.number(name))["history"] for office in (county, "市局"))
    place = "鞍山" if county == "铁西区局" else "晋中"
    people = {office: full[3] for office, full in OFFICES[place].items()}
    for lines, desk in ((own, county), (city, "市局")):
        assert all(line["time"] and line["office"] and line["what"] for line in lines)
        mine = [line for line in lines if line["office"] == OFFICES[place][desk][0]]
        assert mine
        assert {line["operator"] for line in mine} == {people[desk]}
        assert {line["operator"] for line in lines} == {people[desk], ""}
        stages = [line for line in lines if line["kind"].startswith("stage.") or line["kind"] == "case.opened"]
        assert len(stages) >= 6
        assert all(line["basis"] for line in stages)
    kinds = {line["kind"] for line in city} - {line["kind"] for line in own}
    assert {"session.opened", "session.panel-fixed", "notice.published"} <= kinds
    assert not any(line["kind"].startswith(("session.", "notice.", "batch.")) for line in own)


@says(f"{OFFICE}的数据库里没有任何专家的姓名、评分和异议人")
def nothing_of_experts(world: World, office: str) -> None:
    own, city = world.database(office), world.database("市局")
    document = str([world.show(office, name)["document"] for name in world.cases])
    experts = [row for row in world.do("市局", "experts", "list")["experts"] if row["name"] not in document]
    assert len(experts) > 30
    for expert in experts:
        assert expert["name"].encode() in city
        assert expert["name"].encode() not in own
    assert b"expert-0" in city
    for trace in (b"expert-0", b'"seats"', b'"scores"', "异议人甲某".encode()):
        assert trace not in own
    kinds = {row.split("/")[0] for row in _kinds(world.folder / office)}
    assert not kinds & {"session", "notice", "meeting", "batch", "pool"}


def _kinds(folder: Path) -> list[str]:
    import sqlite3

    raw = sqlite3.connect(f"file:{folder / 'desk.db'}?mode=ro", uri=True)
    try:
        return [row[0] for row in raw.execute("SELECT kind FROM ledger_stream")]
    finally:
        raw.close()
