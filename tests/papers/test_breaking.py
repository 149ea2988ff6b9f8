from hypothesis import given
from hypothesis import strategies as st

from alliance_desk.papers import breaking

HARD = "，。、；：？！“”‘’（）《》【】〔〕—…·a1B2 -年月日号汉字产业联盟技术"


def lines(text: str, measure: float, indent: float = 0) -> list[str]:
    return [text[start:end] for start, end in breaking.wrap([1.0] * len(text), text, measure, indent)]


def test_closing_marks_do_not_begin_and_opening_marks_do_not_end_a_line() -> None:
    assert lines("一二三四，五六", 4) == ["一二三", "四，五六"]
    assert lines("一二三（四五）六", 4) == ["一二三", "（四五）", "六"]
    assert lines("一二三”。四", 4) == ["一二", "三”。四"]


def test_dash_and_ellipsis_stay_in_one_piece() -> None:
    assert lines("一二三——四", 4) == ["一二三", "——四"]
    assert lines("一二三……四", 4) == ["一二三", "……四"]


def test_words_and_numbers_stay_whole_and_keep_the_sign_that_counts_them() -> None:
    assert lines("自2024年9月27日起", 6) == ["自2024年", "9月27日起"]
    assert lines("编号SFLM-24-1", 6) == ["编号", "SFLM-2", "4-1"]
    assert breaking.pieces("共15家") == ["共", "15家"]


def test_a_space_ends_a_line_and_never_begins_one() -> None:
    assert lines("ab cd ef", 3) == ["ab ", "cd ", "ef"]


def test_the_first_line_leaves_its_indent_free() -> None:
    assert lines("一二三四五六七", 4, 2) == ["一二", "三四五六", "七"]


@given(st.text(HARD, max_size=80), st.integers(1, 12), st.integers(0, 2))
def test_lines_hold_the_whole_text_and_fit_the_measure(text: str, measure: int, indent: int) -> None:
    found = lines(text, measure, indent if indent < measure else 0)
    assert "".join(found) == text
    assert all(len(line.rstrip(" ")) <= measure for line in found)


@given(st.text(HARD, max_size=60))
def test_on_a_wide_measure_no_rule_of_line_ends_is_broken(text: str) -> None:
    longest = max(map(len, breaking.pieces(text)), default=1)
    for left, right in zip(found := lines(text, max(12, longest)), found[1:], strict=False):
        assert right[0] not in breaking.NO_START
        assert left[-1] not in breaking.NO_END


def test_halves_offer_good_second_lines_first_and_the_evenest_cut_last() -> None:
    name = "示范市镁质材料产业技术创新战略联盟"
    even = ("示范市镁质材料产", "业技术创新战略联盟")
    good = ("示范市镁质材料", "产业技术创新战略联盟")
    assert breaking.halves(name, len) == [even]
    assert breaking.halves(name, len, ["产业技术创新战略联盟", "业技术"]) == [good, even]
    assert breaking.halves("联", len) == []
