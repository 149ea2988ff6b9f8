"""The packs that come with the program: sound, complete, and in words of our own."""

import re

import pytest
from msgspec import Struct

from alliance_desk.paths import RESOURCES
from alliance_desk.policy import stages
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Attest, Pack, Severity, Status, Unit

LAYOUTS = [path.stem for path in (RESOURCES / "layouts").glob("*.toml")]
INTERNAL = "本局内部环节"
ARTICLE = re.compile(r"第[一二三四五六七八九十]+条|^[一二三四五六七八九十]+(（|、|$)")
"""An article, or a heading of a notice that has none."""
TABLES = (
    *("role", "reading", "stage", "check", "paper", "body", "clause", "meeting", "period", "panel"),
    *("procedure", "duty", "grade", "consequence", "measure", "ground", "change", "activity", "support"),
)


@pytest.fixture(scope="session")
def packs(texts: dict[str, str]) -> dict[str, Pack]:
    return {file: load_pack(text, file, LAYOUTS) for file, text in texts.items()}


def test_the_packs_that_come_with_the_program(packs: dict[str, Pack]) -> None:
    assert {"anshan-2016.toml", "jinzhong-2023.toml"} <= packs.keys()
    for file, pack in packs.items():
        assert file == f"{pack.pack.id}.toml"
        assert pack.pack.status is (Status.DRAFT if file.endswith("-draft.toml") else Status.IN_FORCE)


def test_every_ground_is_an_article_a_standard_or_the_offices_own_step(packs: dict[str, Pack]) -> None:
    for file, pack in packs.items():
        for table in TABLES:
            for key, item in getattr(pack, table).items():
                basis = item.basis
                assert ARTICLE.search(basis) or basis in {INTERNAL, "GB 32100-2015"}, f"{file} {table}.{key}: {basis}"


def test_judgements_are_a_persons_and_the_rest_is_computed(packs: dict[str, Pack]) -> None:
    for pack in packs.values():
        for check in pack.check.values():
            assert isinstance(check, Attest) == (check.severity is Severity.MANUAL)
        assert any(not isinstance(check, Attest) for check in pack.check.values())


def test_the_two_ways_differ_as_their_articles_do(packs: dict[str, Pack]) -> None:
    one, other = packs["anshan-2016.toml"], packs["jinzhong-2023.toml"]
    assert [s.kind for s in one.stage.values() if not s.of] == [
        *("intake", "recommend", "formal_check", "expert_review", "meeting", "public_notice", "recognition"),
        *("certificate", "plaque"),
    ]
    assert (one.stage["review"].mode, one.stage["formal"].basis) == ("third_party", INTERNAL)
    assert (one.meeting["director"].name, other.meeting["party-group"].name) == ("局长办公会", "党组会")
    assert (one.period["notice"].n, one.period["notice"].unit) == (5, Unit.WORKING_DAYS)
    assert (other.period["notice"].n, other.period["notice"].unit) == (7, Unit.NATURAL_DAYS)
    assert one.recognition.validity == 5
    assert (one.certificate and one.certificate.layout, one.plaque and one.plaque.layout) == (
        "certificate-landscape",
        "plaque-600x400",
    )
    assert other.recognition.validity == 0
    assert (other.certificate, other.plaque) == (None, None)
    assert {s.kind for s in other.stage.values() if not s.of} & {"certificate", "plaque"} == set()
    assert other.stage["merge"].optional
    assert other.stage["review"].mode == "own"
    assert stages.outcomes(other.stage["merge"])["merged"] is stages.Effect.END


def test_readings_start_with_the_defaults_the_office_was_told(packs: dict[str, Pack]) -> None:
    jinzhong = packs["jinzhong-2023.toml"]
    assert {key: item.default for key, item in jinzhong.reading.items()} == {
        "filing-date": "lead",
        "local-base": "all",
        "local-seat": "no",
        "lead-is-core": "yes",
        "agent-signature": "explain",
        "notice-first-day": "no",
        "notice-roll": "yes",
        "panel-size": "7",
        "year-end": "received",
        "year-end-roll": "yes",
        "first-papers": "yes",
        "first-activities": "no",
        "first-assessment": "no",
        "assess-papers": "own",
        "grade-by-points": "no",
        "rectify-first-day": "no",
        "member-major": "no",
    }


def test_score_sheets_add_up_to_a_hundred(packs: dict[str, Pack]) -> None:
    for pack in packs.values():
        for sheet in {line.of for line in pack.score.values()}:
            assert sum(line.max for line in pack.score.values() if line.of == sheet) == 100


def test_no_wording_is_as_long_as_a_copied_sentence(packs: dict[str, Pack]) -> None:
    def strings(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, Struct):
            value = {name: getattr(value, name) for name in value.__struct_fields__}
        if isinstance(value, dict):
            return [text for inner in value.values() for text in strings(inner)]
        return [text for inner in value for text in strings(inner)] if isinstance(value, list) else []

    for pack in packs.values():
        found = strings(pack)
        assert max(len(re.sub(r"[^\u4e00-\u9fff]", "", text)) for text in found if text != pack.pack.remark) < 32
