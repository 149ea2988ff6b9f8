"""Packs with slips of every sort: each is told in words, and what is told to be sound can be printed, played and compared."""

import random
from datetime import date

import pytest

from alliance_desk.desk.divisions import divisions
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.compose import compose, rules_hash
from alliance_desk.policy.difference import differences
from alliance_desk.policy.findings import Others
from alliance_desk.policy.holidays import Calendar
from alliance_desk.policy.lint import faults
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.rehearsal import rehearse
from alliance_desk.policy.rulebook import rulebook
from tests.helpers.sources import ROOT

TEXTS = [
    *(path.read_text("utf8") for path in sorted((RESOURCES / "packs").glob("*.toml"))),
    "".join((ROOT / "tests" / "helpers" / name).read_text("utf8") for name in ("trial.toml", "life.toml")),
]
VALUES = [
    *('"x"', '""', "0", "-1", "9" * 30, "true", "[]", '["x"]', "{}", '"yes"', '"lead"', "1.5", "2024-01-01"),
    *('"2024-02-30"', '["lead", "lead"]', '{ a = "b" }', '"@"', "[[]]", '"中"', "inf"),
]
OTHERS = Others(divisions=divisions(), rehearsal=True)
LAYOUTS = [path.stem for path in (RESOURCES / "layouts").glob("*.toml")]


def broken(chance: random.Random, text: str) -> str:
    """A text with up to three slips: a line or a table lost, doubled or moved, a value or a character exchanged."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        k, how = chance.randrange(len(lines)), chance.randrange(6)
        name, sign, _value = lines[k].partition("=")
        if how == 0:
            del lines[k]
        elif how == 1:
            lines.insert(k, chance.choice(lines))
        elif how == 2 and sign:
            lines[k] = f"{name}= {chance.choice(VALUES)}"
        elif how == 3 and sign:
            lines[k] = chance.choice([line for line in lines if line.startswith(f"{name}=")])
        elif how == 4 and lines[k]:
            place = chance.randrange(len(lines[k]))
            lines[k] = lines[k][:place] + chance.choice('"[]={}#x0.-') + lines[k][place + 1 :]
        elif lines[k].startswith("["):
            end = next((n for n in range(k + 1, len(lines)) if lines[n].startswith("[")), len(lines))
            del lines[k:end]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(6))
def test_every_slip_is_told_and_what_is_sound_can_be_used(seed: int) -> None:
    chance = random.Random(seed)
    told = used = 0
    for _ in range(30):
        before = chance.choice(TEXTS)
        text = broken(chance, before)
        if found := faults(text, "some.toml", LAYOUTS):
            told += 1
            assert all(fault.text() and fault.text("en") and fault.line >= 1 for fault in found)
            continue
        used += 1
        pack = load_pack(text, "some.toml")
        rules = compose(pack, {})
        assert len(rules_hash(rules)) == 64
        assert rulebook(rules).foot.endswith(rules_hash(rules)[:16])
        assert rulebook(rules, "en").chapters
        assert rehearse(rules, OTHERS, Calendar([]), date(2026, 3, 2)).played
        assert all(one.text() for one in differences(load_pack(before, "before.toml"), pack))
    assert told
    assert used


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("version = 1", f"version = {'9' * 5000}", "syntax"),
        ("version = 1", f"version = {2**53}", "out-of-bounds"),
        ("version = 1", f"version = {'[' * 20000}", "syntax"),
        ("version = 1", "version = 1\u0000", "syntax"),
        ('kind = "member_count"', 'kind = ["member_count"]', "not-allowed"),
        ("[check.members]", '[check."成员"]', "bad-id"),
    ],
)
def test_what_no_person_types_is_a_fault_like_any_other(old: str, new: str, code: str) -> None:
    text = TEXTS[-1].replace(old, new, 1)
    assert code in [fault.code for fault in faults(text, "some.toml")]
