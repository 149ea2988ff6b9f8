"""What only several items together get wrong, each named with line, key and remedy; and the allowed word nearest to a wrong one."""

from pathlib import Path

import pytest

from alliance_desk.paths import RESOURCES
from alliance_desk.policy.lint import faults

PACKS = sorted((RESOURCES / "packs").glob("*.toml"))
PROCEDURE = '[procedure.p]\nkind = "{kind}"\nname = "p"\nbasis = "x"\n'
STAGE = '[stage.p1]\nof = "p"\nname = "p1"\nkind = "{kind}"\nactor = "decider"\nbasis = "x"\n'
COUNT = '[check.c]\nkind = "member_count"\ntitle = "c"\nbasis = "x"\n{more}\n'
WINDOW = '[check.{id}]\nkind = "window"\ntitle = "{id}"\nopens = "{opens}"\ncloses = "{closes}"\nbasis = "x"\n'
READING = '[reading.{id}]\nquestion = "{question}"\noptions = {{ yes = "a", no = "b" }}\ndefault = "no"\nbasis = "x"\n'
PERIOD = '[period.n]\nn = 7\nunit = "自然日"\n{more}\nbasis = "x"\n'


def of(kind: str, stage: str, more: str = "") -> str:
    return PROCEDURE.format(kind=kind) + more + STAGE.format(kind=stage)


TWO = READING.format(id="red", question="顺延？") + READING.format(id="blue", question="顺延")

STAGES = """
[procedure.exam]
kind = "assessment"
name = "考核"
ladder = "yearly"
basis = "x"
[grade.good]
ladder = "yearly"
name = "好"
rank = 1
basis = "x"
[period.n]
n = 7
unit = "自然日"
basis = "x"
[stage.meeting]
of = "exam"
name = "审议"
kind = "evaluation"
actor = "decider"
basis = "x"
[stage.wall]
of = "exam"
name = "张榜"
kind = "public_notice"
period = "n"
actor = "decider"
after = {wall}
basis = "x"
[stage.told]
of = "exam"
name = "通报"
kind = "publication"
actor = "decider"
after = ["stars"]
basis = "x"
[stage.stars]
of = "exam"
name = "定级"
kind = "grading"
actor = "decider"
after = {stars}
basis = "x"
"""

# what is changed in the smallest pack (text → text, "" appends) · code · key · what stands in the faulty line · in the remedy
CASES: list[tuple[str, str, str, str, str, str]] = [
    ("", COUNT.format(more="max = 2"), "bounds-contradict", "check.core-min.min", "min = 3", "when"),
    ("", COUNT.format(more='where = { roles = ["core"] }\nmin = 9') + COUNT.format(more="max = 8").replace("check.c]", "check.d]").replace('"c"', '"d"'), "bounds-contradict", "check.c.min", "min = 9", "改正"),
    ("", WINDOW.format(id="w", opens="2026-05-01", closes="2026-06-01") + WINDOW.format(id="v", opens="2026-01-01", closes="2026-02-01"), "bounds-contradict", "check.w.opens", "2026-05-01", "when"),
    ('effective = "2026-01-01"', 'effective = "2026-01-01"\ncloses = "2025-12-31"', "min-over-max", "pack.closes", "closes", "对调"),
    ("", TWO + PERIOD.format(more='roll = "red"\ncount_first_day = "blue"'), "readings-overlap", "reading.blue.question", "question", "编号"),
    ("", READING.format(id="red", question="x") + PERIOD.format(more='roll = "red"\ncount_first_day = "red"'), "reading-two-uses", "reading.red", "[reading.red]", "分别"),
    ("", of("report", "submission", "yearly = true\n"), "report-without-duty", "procedure.p", "[procedure.p]", "[duty.*]"),
    ("", of("change", "record"), "procedure-idle", "procedure.p", "[procedure.p]", "[change.*]"),
    ("", of("support", "support"), "procedure-idle", "procedure.p", "[procedure.p]", "[support.*]"),
    ("", of("report", "submission") + STAGE.format(kind="grading").replace("p1", "p2"), "stage-foreign", "stage.p2.kind", 'kind = "grading"', "assessment"),
    ("", '[grade.a]\nladder = "yearly"\nname = "a"\nrank = 1\nbasis = "x"', "ladder-unused", "grade.a.ladder", "ladder", "yearly"),
    ("min = 3", 'min = 3\nwhen = ["name"]', "when-elsewhere", "check.core-min.when", "when", "删去"),
    ("", '[score.a]\nname = "a"\nmax = 1', "no-basis", "score.a", "[score.a]", "basis"),
    ("", "[recognition]\nvalidity = 3", "no-basis", "recognition", "[recognition]", "basis"),
    ("", '[scoring]\npass_mark = 60\n[score.a]\nname = "a"\nmax = 1\nbasis = "x"', "no-basis", "scoring", "[scoring]", "basis"),
    ("", '[number.n]\npattern = "A{yaer}{serial}"\nbasis = "x"', "unknown-variable", "number.n.pattern", "{yaer}", "最接近的是“year”"),
    ("", STAGES.format(wall='["stars"]', stars='["meeting"]'), "notice-after-grade", "stage.wall", "[stage.wall]", "先公示"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "line", "remedy"), CASES, ids=lambda v: v if len(str(v)) < 25 else ""
)
def test_a_fault_of_several_items_is_named_with_line_key_and_remedy(
    smallest: str, old: str, new: str, code: str, key: str, line: str, remedy: str
) -> None:
    text = smallest.replace(old, new) if old else f"{smallest}\n{new}"
    found = faults(text, "small.toml")
    fault = next((f for f in found if (f.code, f.key) == (code, key)), None)
    assert fault is not None, [f.text() for f in found]
    assert line in text.splitlines()[fault.line - 1]
    assert remedy in fault.remedy()
    assert fault.what("en")
    assert fault.remedy("en").isascii() or not fault.remedy("zh_CN").isascii()


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ('kind = "member_count"', 'kind = "member_cuont"', "member_count"),
        ('kind = "recognition"', 'kind = "recogntion"', "recognition"),
        ("min = 3", 'min = 3\nwhere = { roles = ["cor"] }', "core"),
        ("min = 3", "min = 3\nserverity = 1", "severity"),
        ('actor = "decider"\nafter', 'actor = "decidr"\nafter', "decider"),
        ('status = "在用"', 'status = "有效"', ""),
    ],
)
def test_the_nearest_allowed_word_is_offered(smallest: str, old: str, new: str, near: str) -> None:
    found = faults(smallest.replace(old, new), "small.toml")
    assert near in [fault.near for fault in found]
    if near:
        assert any(f"最接近的是“{near}”" in fault.text() for fault in found)
        assert any(f'Nearest: "{near}"' in fault.text("en") for fault in found)


def test_bounds_that_are_never_asked_together_do_not_contradict(smallest: str) -> None:
    categories = '[category.a]\nname = "a"\nbasis = "x"\n[category.b]\nname = "b"\nbasis = "x"\n'
    text = (
        smallest.replace("min = 3", 'min = 3\nwhen = ["a"]') + categories + COUNT.format(more='max = 2\nwhen = ["b"]')
    )
    assert faults(text, "small.toml") == []
    assert faults(text.replace('["b"]', '["a", "b"]'), "small.toml") != []


def test_one_reading_may_serve_the_same_purpose_in_many_places(smallest: str) -> None:
    both = PERIOD.format(more='roll = "red"') + PERIOD.format(more='roll = "red"').replace("period.n", "period.m")
    assert faults(smallest + READING.format(id="red", question="x") + both, "small.toml") == []


@pytest.mark.parametrize(
    ("wall", "stars", "sound"),
    [
        ('["meeting"]', '["wall"]', True),
        ('["stars"]', '["meeting"]', False),
        ('["meeting"]', '["meeting"]', False),
        ("[]", '["meeting", "wall"]', True),
    ],
)
def test_what_is_shown_to_the_public_is_shown_before_the_grade(
    smallest: str, wall: str, stars: str, sound: bool
) -> None:
    """An objection upheld afterwards would find the grade in the register. Telling a result that stands is no notice."""
    text = smallest + STAGES.format(wall=wall, stars=stars)
    found = [fault for fault in faults(text, "small.toml") if fault.code == "notice-after-grade"]
    assert not found if sound else [fault.key for fault in found] == ["stage.wall"]
    for fault in found:
        assert text.splitlines()[fault.line - 1] == "[stage.wall]"
        assert "“张榜”不在 [stage.stars] 之前" in fault.what()
        assert '把 "wall" 写进 [stage.stars] 的 after' in fault.remedy()
    assert sound is (faults(text, "small.toml") == [])


@pytest.mark.parametrize(
    ("back", "sound"), [('"meeting"', True), ('"stars"', False), ('"wall"', False), ('"nothing"', False)]
)
def test_an_objection_leads_back_to_a_stage_before_the_notice_that_weighs(
    smallest: str, back: str, sound: bool
) -> None:
    text = smallest + STAGES.format(wall='["meeting"]', stars='["wall"]').replace(
        'period = "n"', f'period = "n"\nback = {back}'
    )
    assert [fault.key for fault in faults(text, "small.toml")] == ([] if sound else ["stage.wall.back"])


INVENTED = Path(__file__).parent.parent / "sim" / "sixth" / "policy.toml"
HELPERS = Path(__file__).parent.parent / "helpers"


def test_the_policies_of_the_tests_have_none_of_these() -> None:
    assert faults(INVENTED.read_text("utf8"), INVENTED.name) == []
    whole = ("trial", "life", "handing"), ("trial", "life", "posting")
    for names in whole:
        text = "".join((HELPERS / f"{name}.toml").read_text("utf8") for name in names)
        assert [fault.text() for fault in faults(text, "t.toml")] == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_the_packs_that_come_with_the_program_have_none_of_these(path) -> None:
    assert faults(path.read_text("utf8"), path.name) == []
