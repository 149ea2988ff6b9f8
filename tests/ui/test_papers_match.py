"""Which of a heap of scans is which paper: proposed from names, never guessed where a name says too little."""

from pathlib import Path

import pytest

from alliance_desk.cases.paper_matrix import matrix
from alliance_desk.paths import RESOURCES
from tests.helpers.desks import reopen
from tests.helpers.filled import SEALED, YEARLY, Sample, filled_office
from ui.tasks.papers_match import Slot, propose, slots


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Slot]]:
    """Every place for a paper in the two samples, none filled."""
    found: dict[str, list[Slot]] = {}
    for sample in (SEALED, YEARLY):
        root = tmp_path_factory.mktemp(sample.folder) / "w"
        number = filled_office(root, sample, papers=False)
        with reopen(root, readonly=True) as desk:
            case = desk.case(number)
            found[sample.pack] = slots(matrix(desk.rules_of(case), case.open))
    return found


def words(sample: Sample, places: dict[str, list[Slot]], *names: str) -> list[str]:
    """What is proposed for files, in words; empty for those that are left to the person."""
    every = places[sample.pack]
    by_key = {slot.key: slot.words for slot in every}
    found = propose([Path(name) for name in names], every)
    return [by_key.get(found.get(Path(name), ""), "") for name in names]


def test_names_as_offices_give_them_are_understood(places: dict[str, list[Slot]]) -> None:
    assert words(YEARLY, places, "章程.pdf", "晋中示例液压营业执照.jpg", "晋中示例液压2022年经营状况.pdf", "太原理工大学 法人证书 扫描.PDF") == [
        "章程",
        "晋中示例液压集团有限公司 · 营业执照",
        "晋中示例液压集团有限公司 · 经营状况（2022年）",
        "太原理工大学 · 法人证书（高校、院所、社会组织等代替营业执照）",
    ]  # fmt: skip


def test_a_name_that_says_too_little_is_left_to_the_person(places: dict[str, list[Slot]]) -> None:
    assert (
        words(YEARLY, places, "扫描0001.pdf", "营业执照.pdf", "示例液压经营状况.pdf", "示例.pdf", "2022.pdf")
        == [""] * 5
    )


def test_two_files_are_not_proposed_for_one_place(places: dict[str, list[Slot]]) -> None:
    assert words(YEARLY, places, "章程.pdf", "章程（盖章）.pdf") == ["章程", ""]


@pytest.mark.parametrize("sample", [SEALED, YEARLY], ids=lambda sample: sample.folder)
def test_most_files_of_a_sample_are_recognised_and_none_wrongly(
    sample: Sample, places: dict[str, list[Slot]], tmp_path: Path
) -> None:
    number = filled_office(tmp_path / "w", sample)
    with reopen(tmp_path / "w", readonly=True) as desk:
        papers = desk.case(number).open["papers"]
    right = {paper["name"]: key for key, paper in papers.items()}
    folder = RESOURCES / "samples" / sample.pack / sample.folder / "附件"
    found = {path.name: key for path, key in propose(sorted(folder.iterdir()), places[sample.pack]).items()}
    assert {name: key for name, key in found.items() if right[name] != key} == {}
    assert len(found) >= 0.6 * len(right)


def test_a_file_that_bears_the_name_of_a_paper_that_is_there_replaces_it(tmp_path: Path) -> None:
    number = filled_office(tmp_path / "w", SEALED)
    with reopen(tmp_path / "w", readonly=True) as desk:
        case = desk.case(number)
        there = slots(matrix(desk.rules_of(case), case.open))
    slot = next(one for one in there if one.file and one.member)
    name = slot.file.upper().replace("-", "－")
    assert propose([Path(name)], there) == {Path(name): slot.key}
    assert "将替换" in slot.words
