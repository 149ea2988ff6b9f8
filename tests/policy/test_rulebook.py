"""The rule book says everything the program goes by, in readable words, the same each time."""

import re
from typing import get_args

import msgspec.inspect as mi
import pytest

from alliance_desk import words
from alliance_desk.desk.divisions import divisions
from alliance_desk.paths import RESOURCES
from alliance_desk.policy import pack as p
from alliance_desk.policy.book import Book, Grid
from alliance_desk.policy.compose import compose, rules_hash
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.rulebook import rulebook
from alliance_desk.policy.rulebook_checks import sentence
from alliance_desk.policy.rulebook_parts import outcome_name
from alliance_desk.policy.speech import Speech
from alliance_desk.policy.stages import OUTCOMES
from tests.helpers.sources import ROOT

PACKS = sorted((RESOURCES / "packs").glob("*.toml"))
TRIAL = (ROOT / "tests" / "helpers" / "trial.toml").read_text("utf8")
ID_IN_WORDS = re.compile(r"[a-z]+_[a-z_]+|None|\{[a-z]")
"""What would be an id or an unfilled place in a sentence for people; number patterns are told with their places."""

RULES = compose(load_pack(TRIAL, "trial.toml"), {})


def cells(book: Book) -> list[str]:
    """Every text of a book."""
    found = [book.title, book.subtitle, *book.closing, *book.sign]
    for chapter in book.chapters:
        found.append(chapter.title)
        for part in chapter.parts:
            found += [*part.heads, *(cell for row in part.rows for cell in row)] if isinstance(part, Grid) else [part]
    return found


@pytest.fixture(scope="module", params=PACKS, ids=lambda path: path.stem)
def pack(request: pytest.FixtureRequest) -> p.Pack:
    return load_pack(request.param.read_text("utf8"), request.param.name)


def test_every_item_of_a_pack_stands_in_its_rule_book_with_its_article(pack: p.Pack) -> None:
    rows = [
        row
        for chapter in rulebook(pack).chapters
        for part in chapter.parts
        if isinstance(part, Grid)
        for row in part.rows
    ]
    lacking: list[str] = []
    for table, label in (
        *(("check", "title"), ("reading", "question"), ("paper", "name"), ("role", "name"), ("clause", "name")),
        *(("grade", "name"), ("duty", "name"), ("consequence", "name"), ("measure", "name"), ("ground", "name")),
        *(("change", "name"), ("activity", "name"), ("support", "name"), ("unknown", "question"), ("stage", "name")),
    ):
        for key, item in getattr(pack, table).items():
            name = getattr(item, label)
            if not any(any(cell.startswith(name) for cell in row) and item.basis in row for row in rows):
                lacking.append(f"{table}.{key}")
    assert not lacking
    said = cells(rulebook(pack))
    for procedure in pack.procedure.values():
        assert any(cell.endswith(procedure.name) for cell in said)
        assert any(procedure.basis in cell for cell in said)


def test_no_id_of_a_pack_and_no_unfilled_place_stands_in_a_sentence(pack: p.Pack) -> None:
    shown = [cell for cell in cells(rulebook(pack)) if "{year}" not in cell and "{serial" not in cell]
    assert not [cell for cell in shown if ID_IN_WORDS.search(cell)]
    ids = {
        key
        for table in ("check", "stage", "paper", "procedure", "measure", "ground")
        for key in getattr(pack, table)
        if "-" in key
    }
    assert not [cell for cell in shown if ids & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", cell)) - {pack.pack.id}]


def test_both_languages_say_as_much(pack: p.Pack) -> None:
    chinese, english = rulebook(pack), rulebook(pack, "en")
    assert [len(chapter.parts) for chapter in chinese.chapters] == [len(chapter.parts) for chapter in english.chapters]
    assert english.chapters[0].title.isascii()


def test_the_same_rules_give_the_same_book_and_a_reading_changes_it(pack: p.Pack) -> None:
    assert rulebook(pack) == rulebook(compose(pack, {}))
    key, reading = next(iter(pack.reading.items()))
    other = next(option for option in reading.options if option != reading.default)
    changed = rulebook(compose(pack, {key: other}))
    assert changed != rulebook(pack)
    assert changed.foot.endswith(rules_hash(compose(pack, {key: other}))[:16])
    row = next(
        row
        for part in changed.chapters[2].parts
        if isinstance(part, Grid)
        for row in part.rows
        if row[0] == reading.question
    )
    assert row[1] == reading.options[other]
    assert reading.options[reading.default] in row[2]


def test_a_draft_is_marked_on_every_page() -> None:
    draft = load_pack(TRIAL.replace('status = "在用"', 'status = "草案"'), "trial.toml")
    assert rulebook(draft).mark == "演练"
    assert rulebook(RULES).mark == ""


def test_the_region_is_told_by_name_and_code() -> None:
    place = {"2103": divisions().name("210300")}
    said = cells(rulebook(RULES, places=place))
    assert "辽宁省鞍山市（2103）" in said
    assert "2103" in cells(rulebook(RULES))


def test_periods_are_told_with_the_reading_chosen_and_the_other() -> None:
    text = TRIAL.replace(
        '[period.notice]\nn = 5\nunit = "自然日"', '[period.notice]\nn = 5\nunit = "自然日"\nroll = "roll"'
    )
    text += '[reading.roll]\nquestion = "顺延吗"\noptions = { yes = "顺延", no = "不顺延" }\ndefault = "no"\nbasis = "第九条"\n'
    pack = load_pack(text, "trial.toml")
    (row,) = [
        row
        for chapter in rulebook(pack).chapters
        for part in chapter.parts
        if isinstance(part, Grid)
        for row in part.rows
        if row[0] == "公示" and len(row) == 5
    ]
    assert row[1] == "5 个自然日"
    assert row[3] == "不顺延（执行口径“顺延吗”选定“不顺延”，另可选“顺延”）"


KINDS = {kind.__struct_config__.tag: kind for kind in get_args(p.AnyCheck)}
SAID: list[tuple[str, str, str]] = [
    ("member_count", "min = 2\nmax = 5", "成员单位为 2 至 5 家。"),
    ("member_count", 'max = 3\nwhere = { flags = ["high_tech"], kinds = ["enterprise", "finance"] }', "类型为企业或金融机构，且标记为高新技术企业的成员单位不多于 3 家。"),
    ("member_ratio", 'where = { registered = ["@"] }\nbase = "base"\nmin_percent = 50', "注册地在本辖区的成员单位占全部的比例不低于 50%"),
    ("distinct_count", 'dimension = "county"\nmin = 2', "至少来自 2 个县（市、区）"),
    ("unit_eligible", 'unit = "lead"\nany_of = [{ legal_person = true }]', "牵头单位须满足：是独立法人。"),
    ("unit_eligible", 'unit = "lead"\nany_of = [{ legal_person = true }, { seated = ["@"] }]', "（1）是独立法人；（2）实际所在地在本辖区。"),
    ("each_member", "must = { legal_person = true }", "成员单位都须满足：是独立法人。"),
    ("roster", 'body = "council"\nmin_people = 3\nmin_full_time = 1', "理事会的名单不少于 3 人，其中专职不少于 1 人。"),
    ("host_is_lead", "", "设在牵头单位"),
    ("agreement_term", 'count_from = "signed"\nmonths = 24\nordinary_wording = false', "自协议签订日起，协议期满 24 个月。"),
    ("signatures", "sealed = true", "签署协议并盖公章"),
    ("clauses", "", "写有下列条款：分工。"),
    ("papers", "", "材料清单"),
    ("name_pattern", 'ends = "联盟"', "联盟名称以“联盟”结尾。"),
    ("filled", 'paths = ["alliance.office"]', "固定办公场所"),
    ("filled", 'paths = ["matter.medium"]\ncarries = "alliance.name"', "其中须写有联盟名称。"),
    ("listed", 'path = "alliance.field"\ntable = "field"', "所属领域是下列之一：甲。"),
    ("elapsed", 'path = "alliance.founded"\nmonths = 12', "成立日期到申报日已满 12 个月"),
    ("elapsed", 'path = "alliance.founded"', "成立日期不晚于申报日。"),
    ("yearly_figure", 'among = { }\nfigure = "rd"\nyears = 3', "近 3 个已结束的年度每年都有研发投入"),
    ("no_duplicate", 'by = "lead"', "没有同一单位牵头"),
    ("policy_in_force", "", "施行期内"),
    ("window", 'opens = "2024-03-01"\ncloses = "2024-04-01"', "2024-03-01 至 2024-04-01"),
    ("before", 'path = "matter.recognised"\nday = "2016-08-23"', "发文日期早于 2016-08-23。"),
    ("number_range", 'path = "matter.amount"\nmin = 10000000\nunit = "万元"', "金额不少于 10 万元。"),
    ("number_range", 'path = "matter.copies"\nmin = 6\nmax = 8\nunit = " 份"', "份数为 6 至 8 份。"),
    ("unit_codes", "", "统一社会信用代码"),
    ("kind_agrees", "", "单位类型"),
    ("attest", 'about = ["alliance.goals", "papers.agreement", "members.*.tasks"]', "由办件所在单位判断。看：目标和任务、联盟协议、成员单位的承担的任务；"),
    ("attest", 'scope = "member"\nby = "decider"\nabout = ["tasks"]', "由市科学技术局对每家成员单位逐一判断。看：承担的任务；"),
]  # fmt: skip
MORE = """
[body.council]
name = "理事会"
basis = "x"
[clause.tasks]
name = "分工"
basis = "x"
[field.one]
name = "甲"
basis = "x"
[category.two]
name = "乙类"
basis = "x"
[reading.base]
question = "基数"
options = { all = "全部", core = "核心" }
default = "all"
basis = "x"
"""


def sound_check(kind: str, more: str) -> tuple[p.Pack, p.Check]:
    severity = "人工" if kind == "attest" else "强制"
    text = f'{TRIAL}{MORE}[check.c]\nkind = "{kind}"\ntitle = "c"\nseverity = "{severity}"\nbasis = "x"\n{more}\n'
    if kind != "member_ratio":
        text = text.replace(MORE[MORE.index("[reading.base]") :], "")
    rules = compose(load_pack(text, "trial.toml"), {})
    return rules, rules.check["c"]


@pytest.mark.parametrize(("kind", "more", "said"), SAID)
def test_a_condition_is_a_readable_sentence(kind: str, more: str, said: str) -> None:
    rules, check = sound_check(kind, more)
    assert said in sentence(Speech(rules), check)
    assert sentence(Speech(rules, "en"), check).strip()


def test_every_kind_of_condition_has_its_sentence_above() -> None:
    assert {kind for kind, _, _ in SAID} == set(KINDS)


def test_a_sentence_says_when_it_is_asked_and_whether_a_reason_helps() -> None:
    rules, check = sound_check("host_is_lead", 'override = true\nwhen = ["two"]\nat = "visit"')
    said = sentence(Speech(rules), check)
    assert "仅适用于：乙类。" in said
    assert "现场考察" in said
    assert said.endswith("写明理由后可以放行。")
    rules, check = sound_check("host_is_lead", 'given = { panel-size = "7" }')
    assert "仅当执行口径“专家组人数”选定“七人”时核验。" in sentence(Speech(rules), check)


def test_an_outcome_is_called_by_what_it_means_at_its_stage() -> None:
    def stage(kind: str) -> p.Stage:
        return p.Stage(name="x", kind=kind, actor="decider")

    assert outcome_name(RULES, stage("intake"), "accepted") == "受理"
    assert outcome_name(RULES, stage("acceptance"), "accepted") == "合格"
    assert outcome_name(RULES, stage("return_papers"), "returned") == "已收回"
    for kind, outcomes in OUTCOMES.items():
        for outcome in outcomes:
            assert outcome_name(RULES, stage(kind), outcome)
            assert outcome_name(RULES, stage(kind), outcome, "en").isascii()


def test_every_field_of_a_pack_has_a_label() -> None:
    seen: dict[type, list[str]] = {}

    def walk(kind: mi.Type) -> None:
        if isinstance(kind, mi.StructType):
            if kind.cls not in seen:
                seen[kind.cls] = [field.encode_name for field in kind.fields]
                for field in kind.fields:
                    walk(field.type)
        elif isinstance(kind, mi.UnionType):
            for inner in kind.types:
                walk(inner)
        elif isinstance(kind, mi.DictType):
            walk(kind.value_type)
        elif isinstance(kind, mi.ListType):
            walk(kind.item_type)

    walk(mi.type_info(p.Pack))
    known = words.catalogue()
    assert not {
        f"{cls.__name__}.{name}" for cls, names in seen.items() for name in names if f"pack-field.{name}" not in known
    }
    assert not {name for name in seen[p.Pack] if name not in p.COMPOSED - {"off"} and f"pack-table.{name}" not in known}
