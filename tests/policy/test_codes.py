"""Unit codes: the standard's two check characters, the real codes that fail one, and ID numbers where none belongs."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from alliance_desk.policy import codes
from alliance_desk.policy.codes import CodeVerdict

RIGHT = [
    "91350100M000100Y43",
    "91110000101623741K",
    "911101066976941872",
    "914403001922038216",
    "9144030071526726XG",
    "9152000071430580XT",
    "12100000400000624D",
    "12100000400002259P",
    "91110108551385082Q",
    "91350900587527783P",
    "91330100799655058B",
    "91110000802100433B",
]
OUTER_WRONG = ["91350211M0000XUF46", "91350203M0001QKT19", "91350203M0001FUE2P"]


@pytest.mark.parametrize("code", RIGHT)
def test_real_codes_are_right(code: str) -> None:
    assert codes.verdict(code) is CodeVerdict.RIGHT
    assert uscc.is_valid(code)


@pytest.mark.parametrize("code", OUTER_WRONG)
def test_real_codes_of_old_registrations_fail_the_outer_check_only(code: str) -> None:
    assert codes.verdict(code) is CodeVerdict.OUTER
    assert not uscc.is_valid(code)


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("91350100M000100Y44", CodeVerdict.OUTER),
        ("91350100M000101Y43", CodeVerdict.WRONG),
        ("91350100M000100Y4", CodeVerdict.FORM),
        ("91350100M000100Y4S", CodeVerdict.FORM),
        ("9135A100M000100Y43", CodeVerdict.FORM),
        ("", CodeVerdict.FORM),
    ],
)
def test_slips_are_told_apart(typed: str, verdict: CodeVerdict) -> None:
    assert codes.verdict(typed) is verdict


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18))
def test_the_outer_check_agrees_with_another_implementation(code: str) -> None:
    assert codes.outer_ok(code) == uscc.is_valid(code)


def test_the_outer_check_is_right_for_every_last_character() -> None:
    # The final mod 31 that is often forgotten shows only where the check character is 0.
    for n in range(200):
        start = f"91140702MA{n:06d}0"
        number = start + uscc.calc_check_digit(start)
        assert codes.outer_ok(number)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        (" 91350100 m000100y43\n", "91350100M000100Y43"),
        ("9135o1OOM000I00Y43", "91350100M000100Y43"),
        ("91350100-M000100Y43", "91350100M000100Y43"),
    ],
)
def test_codes_are_stored_in_one_form(typed: str, stored: str) -> None:
    assert codes.normalise(typed) == stored


def test_id_numbers_are_known_with_18_and_with_15_digits() -> None:
    for number in ("11010519491231002X", "440524188001010014", "110105491231002"):
        assert codes.is_id_number(number) == (
            number != "440524188001010014"
        )  # nobody born in 1880 files an application
    assert codes.verdict("11010519491231002X") is CodeVerdict.PERSON
    assert codes.verdict("１１０１０５１９４９１２３１００２ｘ".upper()) is CodeVerdict.PERSON


@pytest.mark.parametrize(
    "number", ["110105194912310021", "11010519490230002X", "99010519491231002X", "110105491331002", "12345"]
)
def test_other_numbers_are_no_id_numbers(number: str) -> None:
    assert not codes.is_id_number(number)


def test_id_numbers_agree_with_another_implementation() -> None:
    source = random.Random(7)
    for _ in range(300):
        born = date(1940, 1, 1) + timedelta(days=source.randrange(25000))
        start = f"110105{born:%Y%m%d}{source.randrange(1000):03d}"
        number = start + ric.calc_check_digit(start + "0")
        assert codes.is_id_number(number)
        assert ric.is_valid(number)


@pytest.mark.parametrize("code", RIGHT + OUTER_WRONG)
def test_no_unit_code_is_taken_for_an_id_number(code: str) -> None:
    assert not codes.is_id_number(code)


def test_the_first_two_characters_say_the_kind() -> None:
    assert "enterprise" in (codes.usual_kinds("91") or ())
    assert "university" not in (codes.usual_kinds("91") or ())
    assert "enterprise" not in (codes.usual_kinds("12") or ())
    assert codes.usual_kinds("N1") is None
    assert codes.is_sole_trader("92140702MA0000001X")
