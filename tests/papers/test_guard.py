import pytest

from alliance_desk.canonical import sha256
from alliance_desk.errors import Refused
from alliance_desk.papers import guard

PERSON = "11010519491231002X"
"""The example number of GB 11643-1999."""


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        (f"张三，{PERSON}", "id-card", "110***********002X"),
        ("身份证11010519491231002x。", "id-card", "110***********002X"),
        ("110105 19491231 002X", "id-card", "110***********002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "id-card", "110***********002X"),
        ("手机13800138000", "mobile", "138****8000"),
        ("电话：138 0013 8000", "mobile", "138****8000"),
        ("138-0013-8000（李四）", "mobile", "138****8000"),
        ("+86 13800138000", "mobile", "138****8000"),
        ("+8613800138000", "mobile", "138****8000"),
        ("tel13800138000", "mobile", "138****8000"),
        ("账号6222021234567890128", "bank-card", "622************0128"),
        ("卡号 6222 0212 3456 7890 128", "bank-card", "622************0128"),
        ("4111111111111111", "bank-card", "411*********1111"),
    ],
)
def test_personal_data_are_found_and_masked(text: str, kind: str, masked: str) -> None:
    found = guard.scan(text, "第3行")
    assert [(one.kind, one.masked.upper()) for one in found] == [(kind, masked)]
    assert "第3行" in found[0].text()


@pytest.mark.parametrize(
    "text",
    [
        "91210300MA0TQ4Y90D",
        "911303007233531234",
        "110105194912310021",
        "110105194913310022",
        "证书编号 SFLM-2024-001，示科发〔2024〕21号",
        "0412-5538000，邮编114000",
        "2024年9月27日至2029年9月26日",
        "12800138000",
        "413800138000",
        "6222021234567890129",
        "2000000000000006",
        "550e8400-e29b-41d4-a716-446655440000",
        "13800138000" * 3,
    ],
)
def test_codes_hashes_and_other_numbers_are_none(text: str) -> None:
    assert guard.scan(text) == []


def test_no_hash_of_a_ledger_is_taken_for_personal_data() -> None:
    digests = [sha256(str(number).encode()) for number in range(5000)]
    assert [digest for digest in digests if guard.scan(digest) or guard.scan(f"校验值{digest.upper()}。")] == []


def test_a_unit_code_of_digits_that_passes_luhn_is_no_bank_card() -> None:
    from alliance_desk.policy import codes

    def luhn(number: str) -> bool:
        digits = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
        return sum(value - 9 if value > 9 else value for value in digits) % 10 == 0

    units = [
        code
        for body in range(70000000, 70000400)
        for inner in "0123456789"
        for outer in "0123456789"
        if codes.inner_ok(code := f"91210300{body}{inner}{outer}") and codes.outer_ok(code) and luhn(code)
    ]
    assert units
    assert [unit for unit in units if guard.scan(unit)] == []


def test_a_public_paper_is_refused_without_repeating_the_datum() -> None:
    with pytest.raises(Refused) as refused:
        guard.refuse("公示", [("联系人", "李四 13800138000"), ("地址", "示范市"), ("备注", PERSON)])
    message = refused.value.text()
    assert refused.value.code == "papers.personal-data"
    assert refused.value.facts["count"] == 2
    assert "138****8000" in message
    assert "13800138000" not in message
    assert PERSON not in message
    guard.refuse("公示", [("联系人", "高新技术科"), ("电话", "0412-5538000")])
