"""Every class of fault: named with its line, its key and what to write instead; all at once; nothing loads half."""

from importlib import import_module
from pathlib import Path

import pytest

from alliance_desk import words
from alliance_desk.errors import Refused
from alliance_desk.policy.lint import faults
from alliance_desk.policy.load import load_pack

RED = '[reading.red]\nquestion = "x"\noptions = { all = "a", core = "b" }\ndefault = "all"\nbasis = "x"\n'
YES = '[reading.yes]\nquestion = "x"\noptions = { yes = "a", no = "b" }\ndefault = "no"\nbasis = "x"\n'
SIZE = '[reading.size]\nquestion = "x"\noptions = { 5 = "a", 7 = "b" }\ndefault = "7"\nbasis = "x"\n'
RATIO = '[check.r]\nkind = "member_ratio"\ntitle = "r"\nwhere = { registered = ["@"] }\nmin_percent = 50\nbasis = "x"\n'
PANEL = '[panel.p]\nbasis = "x"\n'
REVIEW = '[stage.r]\nname = "r"\nkind = "expert_review"\nactor = "decider"\nafter = ["intake"]\nbasis = "x"\n'
PAPER = '[paper.p]\nname = "p"\nbasis = "x"\n'


def check(kind: str, more: str) -> str:
    severity = '"人工"' if kind == "attest" else '"强制"'
    return f'[check.c]\nkind = "{kind}"\ntitle = "c"\nseverity = {severity}\nbasis = "x"\n{more}\n'


# what is changed in the smallest pack (text → text, "" appends) · code · key · what stands in the faulty line · in the remedy
CASES: list[tuple[str, str, str, str, str, str]] = [
    ('id = "small-2026"', 'id = "small-2026', "syntax", "", 'id = "small-2026', "引号"),
    ("", '[chosen]\nx = "y"', "composed-only", "chosen", "[chosen]", "删去"),
    ("", '[off.x]\nname = "y"', "composed-only", "off", "[off.x]", "删去"),
    ("", "[colour.red]\nx = 1", "unknown-table", "colour", "[colour.red]", "stage"),
    ("min = 3", "minimum = 3", "unknown-key", "check.core-min.minimum", "minimum = 3", "min"),
    ('[check.core-min]\nkind = "member_count"\ntitle = "成员至少三家"\nmin = 3\nbasis = "四"', "", "missing-table", "check", "", "表"),
    ('title = "成员至少三家"', "", "missing-key", "check.core-min.title", "[check.core-min]", "文字"),
    ("min = 3", 'min = "3"', "wrong-type", "check.core-min.min", 'min = "3"', "整数"),
    ('effective = "2026-01-01"', "effective = 2026-01-01", "wrong-type", "pack.effective", "effective", "加引号"),
    ('status = "在用"', 'status = "有效"', "not-allowed", "pack.status", "有效", "草案、在用、废止"),
    ('kind = "member_count"', 'kind = "count"', "not-allowed", "check.core-min.kind", 'kind = "count"', "member_count"),
    ('kind = "member_count"\n', "", "no-kind", "check.core-min", "[check.core-min]", "member_count"),
    ('levels = ["市"]', 'levels = ["市", "市"]', "twice", "role.decider.levels", "levels", "删去"),
    ('levels = ["市"]', 'levels = ["村"]', "not-allowed", "role.decider.levels", "levels", "开发区"),
    ("[check.core-min]", "[check.Core_Min]", "bad-id", "check.Core_Min", "[check.Core_Min]", "连字符"),
    ('basis = "四"', "", "no-basis", "check.core-min", "[check.core-min]", "basis"),
    ('title = "成员至少三家"', 'title = " "', "empty", "check.core-min.title", 'title = " "', "补上"),
    ('name = "备案"', 'name = "受理"', "same-name", "stage.filing.name", 'name = "受理"', "不同"),
    ('effective = "2026-01-01"', 'effective = "2026-02-30"', "no-such-date", "pack.effective", "02-30", "2023-01-21"),
    ('effective = "2026-01-01"', 'effective = "20260101"', "no-such-date", "pack.effective", "20260101", "2023-01-21"),
    ('actor = "decider"\nafter', 'actor = "city"\nafter', "unknown-id", "stage.filing.actor", '"city"', "decider"),
    ('after = ["intake"]', 'after = ["start"]', "not-allowed", "stage.filing.after", "after", "intake"),
    ("version = 1", "version = 0", "out-of-bounds", "pack.version", "version = 0", "≥ 1"),
    ('include = ["1407"]', 'include = ["晋中"]', "not-a-division", "pack.jurisdiction", "[pack.jurisdiction]", "数字"),
    ('include = ["1407"]', 'include = ["1407"]\nexclude = ["210303"]', "idle-exclude", "pack.jurisdiction", "[pack.ju", "前缀"),
    ("", RED.replace(', core = "b"', ""), "few-options", "reading.red.options", "options", "两个"),
    ("", RED.replace('default = "all"', 'default = "half"'), "default-not-option", "reading.red.default", "half", "all"),
    ("", RED, "reading-unused", "reading.red", "[reading.red]", "引用"),
    ("", RED + "[period.n]\nn = 7\nunit = \"自然日\"\nroll = \"red\"\nbasis = \"x\"", "reading-options", "reading.red.options", "opt", "no"),
    ("", "[period.n]\nn = 7\nunit = \"天\"\nbasis = \"x\"", "not-allowed", "period.n.unit", '"天"', "工作日"),
    ("", "[period.n]\nn = 0\nunit = \"自然日\"\nbasis = \"x\"", "out-of-bounds", "period.n.n", "n = 0", "≥ 1"),
    ("", PAPER + 'kinds = ["enterprise"]', "kinds-of-alliance", "paper.p.kinds", "kinds", "member"),
    ("", PAPER + 'scope = "member"\nkinds = ["bank"]', "not-allowed", "paper.p.kinds", "kinds", "finance"),
    ("", PAPER + 'accepts = ["p"]', "accepts-itself", "paper.p.accepts", "accepts", "删去"),
    ("", PAPER + 'accepts = ["q"]', "unknown-id", "paper.p.accepts", "accepts", "[paper.q]"),
    ("", PAPER + 'accepts = ["q"]\n[paper.q]\nname = "q"\nscope = "member"\nbasis = "x"', "accepts-other-scope", "paper.p.accepts", "acc", "层级"),
    ("", PAPER + 'scope = "member"\ncode_suffices = true', "code-without-paper", "paper.p.code_suffices", "code_s", "accepts"),
    ("", PAPER + "young_exempt = true", "young-without-years", "paper.p.young_exempt", "young", "years"),
    ("", '[number.n]\npattern = "A{year}{month}{serial}"\nbasis = "x"', "unknown-variable", "number.n.pattern", "{month}", "serial"),
    ("", '[number.n]\npattern = "A{year}"\nbasis = "x"', "bad-pattern", "number.n.pattern", "A{year}", "serial"),
    ("", '[number.n]\npattern = "A{year}{serial"\nbasis = "x"', "bad-pattern", "number.n.pattern", "{serial", "serial"),
    ("", '[number.n]\npattern = "A{serial:x}"\nbasis = "x"', "bad-pattern", "number.n.pattern", "serial:x", "serial"),
    ("", '[number.n]\npattern = "A{serial}"\nbasis = "x"', "yearly-without-year", "number.n.pattern", "A{serial}", "{year}"),
    ("", PANEL + 'size = "some"', "unknown-id", "panel.p.size", "size", "[reading.some]"),
    ("", PANEL + 'size = "0"', "panel-size", "panel.p.size", "size", "正整数"),
    ("", PANEL + 'size = "6"', "panel-even", "panel.p.size", "size", "奇数"),
    ("", SIZE.replace("5 =", "6 =") + PANEL + 'size = "size"', "panel-even", "panel.p.size", 'size = "size"', "奇数"),
    ("", PANEL + 'size = "5"\nkinds = { technical = 6 }', "panel-kinds", "panel.p.kinds", "kinds", "席位"),
    ("", PANEL + 'size = "5"\nkinds = { magic = 1 }', "not-allowed", "panel.p.kinds", "kinds", "technical"),
    ("", "[scoring]\npass_mark = 60", "scoring-without-score", "scoring", "[scoring]", "[score.*]"),
    ("", '[score.a]\nname = "a"\nmax = 0', "out-of-bounds", "score.a.max", "max = 0", "≥ 1"),
    ("", '[plaque]\nlayout = "nowhere"\nnumber = "n"\nbasis = "x"', "unknown-layout", "plaque.layout", "nowhere", "plaque-600x400"),
    ("", '[plaque]\nlayout = "plaque-600x400"\nnumber = "n"\nbasis = "x"', "unknown-id", "plaque.number", "number", "[number.n]"),
    ("", '[plaque]\nlayout = "plaque-600x400"\nnumber = ""\nbasis = "x"', "document-without-stage", "plaque", "[plaque]", "环节"),
    ("", '[form."alliance.colour"]\nhint = "x"', "unknown-path", "form.alliance.colour", "[form.", "alliance.name"),
    ("", REVIEW.replace("expert_review", "meeting"), "stage-needs", "stage.r", "[stage.r]", "meeting"),
    ("", REVIEW.replace("expert_review", "public_notice"), "stage-needs", "stage.r", "[stage.r]", "period"),
    ("", REVIEW + 'mode = "own"', "stage-needs", "stage.r", "[stage.r]", "panel"),
    ("", REVIEW, "not-allowed", "stage.r.mode", "[stage.r]", "third_party"),
    ("", REVIEW.replace("expert_review", "site_visit") + 'mode = "own"', "stage-field", "stage.r.mode", "mode", "expert_review"),
    ("", REVIEW.replace("expert_review", "certificate"), "stage-without-document", "stage.r", "[stage.r]", "layout"),
    ("", REVIEW.replace("expert_review", "visit"), "not-allowed", "stage.r.kind", 'kind = "visit"', "site_visit"),
    ("", REVIEW.replace("expert_review", "site_visit") + 'period = "x"', "unknown-id", "stage.r.period", "period", "[period.x]"),
    ('actor = "decider"\nbasis = "二"', 'actor = "decider"\nfiled = "red"\nbasis = "二"', "unknown-id", "stage.intake.filed", "filed", "red"),
    ('actor = "decider"\nbasis = "二"', 'actor = "decider"\nafter = ["filing"]\nbasis = "二"', "intake-not-first", "stage.intake.after", "after", "删去"),
    ('actor = "decider"\nbasis = "二"', 'actor = "decider"\nafter = ["filing"]\nbasis = "二"', "circle", "stage.intake.after", "after", "after"),
    ('kind = "recognition"', 'kind = "site_visit"', "one-of-kind", "stage", "[stage.intake]", "一个"),
    ('after = ["intake"]', "", "unreachable", "stage.filing", "[stage.filing]", "after"),
    ("", REVIEW.replace("expert_review", "site_visit"), "leads-nowhere", "stage.r", "[stage.r]", "after"),
    ("", REVIEW.replace("expert_review", "plaque"), "before-recognition", "stage.r.after", "after", "recognition"),
    ("min = 3", 'severity = "人工"\nmin = 3', "severity", "check.core-min.severity", "人工", "核实"),
    ("", check("attest", 'about = ["alliance.goals"]').replace("人工", "强制"), "severity", "check.c.severity", "强制", "人工"),
    ("", check("attest", ""), "attest-about-nothing", "check.c.about", "[check.c]", "alliance.goals"),
    ("", check("attest", 'scope = "all"\nabout = ["alliance"]'), "not-allowed", "check.c.scope", "scope", "member"),
    ("", check("attest", 'by = "county"\nabout = ["alliance"]'), "unknown-id", "check.c.by", "by", "decider"),
    ("", check("attest", 'about = ["alliance.colour"]'), "unknown-path", "check.c.about", "about", "agreement.end"),
    ("", check("attest", 'scope = "member"\nabout = ["colour"]'), "not-allowed", "check.c.about", "about", "tasks"),
    ("min = 3", "min = 3\nwhen = [\"first\"]", "not-allowed", "check.core-min.when", "when", ""),
    ("min = 3", "", "no-bound", "check.core-min", "[check.core-min]", "max"),
    ("min = 3", "min = 3\nmax = 2", "min-over-max", "check.core-min.min", "min = 3", "对调"),
    ("min = 3", "min = -1", "out-of-bounds", "check.core-min.min", "min = -1", "≥ 0"),
    ("min = 3", 'min = 3\nwhere = { roles = ["boss"] }', "not-allowed", "check.core-min.where", "where", "lead"),
    ("min = 3", 'min = 3\nwhere = { kinds = ["boss"] }', "not-allowed", "check.core-min.where", "where", "enterprise"),
    ("min = 3", 'min = 3\nwhere = { flags = ["boss"] }', "not-allowed", "check.core-min.where", "where", "high_tech"),
    ("min = 3", 'min = 3\nwhere = { registered = ["晋中"] }', "not-a-division", "check.core-min.where", "where", "@"),
    ("min = 3", 'min = 3\nwhere = { colour = "red" }', "unknown-key", "check.core-min.where.colour", "where", "roles"),
    ("min = 3", 'min = 3\nor_where = { }', "empty-filter", "check.core-min.or_where", "or_where", "roles"),
    ("min = 3", 'min = 3\nwhere = { given = { red = "x" } }', "unknown-id", "check.core-min.where.given", "where", "red"),
    ("", check("member_count", 'min = 1\nwhere = { given = { red = "x" } }') + RED, "not-allowed", "check.c.where.given", "where", "core"),
    ("", RATIO + 'base = "red"', "unknown-id", "check.r.base", "base", "red"),
    ("", RATIO + 'base = "yes"\n' + YES, "reading-options", "reading.yes.options", "options", "all、core"),
    ("", RATIO.replace("50", "101") + 'base = "red"\n' + RED, "out-of-bounds", "check.r.min_percent", "101", "0–100"),
    ("", RATIO + 'core = []\nbase = "red"\n' + RED, "empty-filter", "check.r.core", "core", "roles"),
    ("", check("distinct_count", 'dimension = "colour"\nmin = 2'), "not-allowed", "check.c.dimension", "dimension", "county"),
    ("", check("unit_eligible", 'unit = "boss"\nany_of = [{ legal_person = true }]'), "not-allowed", "check.c.unit", "unit", "lead"),
    ("", check("unit_eligible", 'unit = "lead"\nany_of = []'), "empty-filter", "check.c.any_of", "any_of", "roles"),
    ("", check("unit_eligible", 'unit = "lead"\nany_of = [{ }]'), "empty-filter", "check.c.any_of", "any_of", "roles"),
    ("", check("each_member", "must = { }"), "empty-filter", "check.c.must", "must", "roles"),
    ("", check("roster", 'body = "council"'), "unknown-id", "check.c.body", "body", "[body.council]"),
    ("", check("agreement_term", 'count_from = "born"\nmonths = 36'), "not-allowed", "check.c.count_from", "count_from", "filed"),
    ("", check("agreement_term", 'count_from = "filed"\nmonths = 0'), "out-of-bounds", "check.c.months", "months", "≥ 1"),
    ("", check("signatures", 'sealed = true\nagent = "yes"') + YES, "reading-options", "reading.yes.options", "opt", "refuse"),
    ("", check("clauses", ""), "empty-table", "check.c", "[check.c]", "[clause.*]"),
    ("", check("clauses", 'only = ["x"]') + '[clause.y]\nname = "y"\nbasis = "x"', "not-allowed", "check.c.only", "only", "y"),
    ("", check("papers", ""), "empty-table", "check.c", "[check.c]", "[paper.*]"),
    ("", check("name_pattern", ""), "no-name-part", "check.c", "[check.c]", "ends"),
    ("", check("filled", "paths = []"), "empty", "check.c.paths", "paths", "补上"),
    ("", check("filled", 'paths = ["visit.on"]'), "unknown-path", "check.c.paths", "paths", "alliance.name"),
    ("", check("listed", 'path = "alliance.field"\ntable = "field"'), "empty-table", "check.c", "[check.c]", "[field.*]"),
    ("", check("listed", 'path = "alliance.field"\ntable = "colour"'), "not-allowed", "check.c.table", "table", "category"),
    ("", check("elapsed", 'path = "alliance.name"'), "not-a-date-path", "check.c.path", "path", "alliance.founded"),
    ("", check("yearly_figure", 'among = { }\nfigure = "tax"\nyears = 3'), "not-allowed", "check.c.figure", "figure", "revenue"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "line", "remedy"), CASES, ids=lambda v: v if len(str(v)) < 25 else ""
)
def test_a_fault_is_named_with_line_key_and_remedy(
    smallest: str, old: str, new: str, code: str, key: str, line: str, remedy: str
) -> None:
    text = smallest.replace(old, new) if old else f"{smallest}\n{new}"
    assert text != smallest
    found = faults(text, "small.toml", ["plaque-600x400"])
    fault = next((f for f in found if (f.code, f.key) == (code, key)), None)
    assert fault is not None, [f.text() for f in found]
    assert line in text.splitlines()[fault.line - 1]
    assert remedy in fault.remedy()
    assert fault.text().startswith(f"small.toml 第 {fault.line} 行")
    assert fault.what() in fault.text()
    with pytest.raises(Refused) as caught:
        load_pack(text, "small.toml", ["plaque-600x400"])
    assert fault.text() in caught.value.text()


def test_the_smallest_pack_is_sound(smallest: str) -> None:
    assert faults(smallest, "small.toml") == []
    assert load_pack(smallest, "small.toml").pack.id == "small-2026"


def test_every_class_of_fault_is_planted_somewhere() -> None:
    """Here, or in one of the other proofs of the linter beside this one."""
    known = {code.removeprefix("remedy.") for code in words.catalogue() if code.startswith("remedy.")}
    proofs = [import_module(f"tests.packs.{path.stem}") for path in Path(__file__).parent.glob("test_lint*.py")]
    assert known - {case[2] for proof in proofs for case in proof.CASES} == set()
    assert {f"fault.{code}" for code in known} <= words.catalogue().keys()


def test_all_faults_are_told_at_once_in_line_order(smallest: str) -> None:
    text = (
        smallest.replace("version = 1", "version = 0").replace('basis = "四"', "").replace('name = "备案"', "name = 3")
    )
    found = faults(text, "small.toml")
    assert [(f.code, f.key) for f in found] == [
        ("out-of-bounds", "pack.version"),
        ("wrong-type", "stage.filing.name"),
        ("no-basis", "check.core-min"),
    ]
    with pytest.raises(Refused) as caught:
        load_pack(text, "small.toml")
    assert caught.value.code == "policy.faults"
    assert all(f"\n{number}. small.toml" in caught.value.text() for number in (1, 2, 3))


def test_a_misshapen_item_is_one_fault_and_what_refers_to_it_is_none(smallest: str) -> None:
    text = smallest.replace('levels = ["市"]', 'levels = "市"')
    assert [(f.code, f.key) for f in faults(text, "small.toml")] == [("wrong-type", "role.decider.levels")]


def test_the_same_table_twice_is_a_fault_of_syntax_with_its_line(smallest: str) -> None:
    text = f'{smallest}\n[check.core-min]\nkind = "papers"\n'
    (fault,) = faults(text, "small.toml")
    assert fault.code == "syntax"
    assert text.splitlines()[fault.line - 1] == "[check.core-min]"


def test_keys_inside_long_texts_are_not_taken_for_lines(smallest: str) -> None:
    text = smallest.replace('doc_no = ""', 'doc_no = """\nversion = 7\n[check.core-min]\n"""').replace(
        "min = 3", "min = -3"
    )
    (fault,) = faults(text, "small.toml")
    assert text.splitlines()[fault.line - 1] == "min = -3"


def test_an_empty_file_and_one_of_another_kind_are_told_in_words() -> None:
    for text in ("", "x = 1", "pack = 1\nstage = []\nrole = 2\ncheck = 3\nform = 1\nscoring = 2"):
        assert all(fault.text() for fault in faults(text, "x.toml"))
        assert faults(text, "x.toml")
