import pytest

from alliance_desk import doctor
from alliance_desk.desk import found
from alliance_desk.desk.found import Founding
from alliance_desk.errors import Damaged, Refused
from alliance_desk.keys.office import read_card
from tests.helpers.desks import CHEAP, make_office, passphrase

GOOD = {"name": "样例局", "level": "县", "operator": "样例甲", "division": "210303"}


def refused(root, secret=passphrase, **changes):
    with pytest.raises(Refused) as refusal:
        found(root, Founding(**{**GOOD, **changes}), secret, cost=CHEAP)
    assert refusal.value.text()
    return refusal.value.code


def test_a_new_office_has_a_name_a_key_and_a_first_operator(tmp_path):
    with make_office(tmp_path / "office") as desk:
        about = desk.settings["office"]
        assert (about["name"], about["level"], about["division"]) == ("鞍山市铁西区科学技术局", "县", "210303")
        assert [person["name"] for person in desk.settings["operators"].values()] == ["样例甲"]
        card = read_card(about["card"].encode(), "card")
        assert (card.office, card.signing) == (desk.office, desk.key().signing)
        assert doctor.examine(desk).faults == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"level": "乡"}, "desk.unknown-level"),
        ({"name": " "}, "desk.founding-incomplete"),
        ({"operator": ""}, "desk.founding-incomplete"),
        ({"name": "长" * 101}, "desk.unfit-name"),
        ({"name": "看不见的\u202e方向"}, "desk.unfit-name"),
    ],
)
def test_an_answer_that_will_not_do_is_refused_and_leaves_no_folder(changes, code, tmp_path):
    assert refused(tmp_path / "office", **changes) == code
    assert not (tmp_path / "office").exists()


def test_a_short_passphrase_leaves_nothing_behind(tmp_path):
    assert refused(tmp_path / "office", lambda: "short") == "exchange.passphrase-short"
    assert not (tmp_path / "office").exists()


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("样例")
    assert refused(tmp_path) == "desk.folder-in-use"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_office_that_could_not_be_founded_leaves_an_empty_folder_empty(tmp_path, monkeypatch):
    from db import migrate

    def full(raw):
        raise Damaged("files.cannot-write", path="desk.db", why="No space left on device")

    monkeypatch.setattr(migrate, "upgrade", full)
    for root in (tmp_path, tmp_path / "new"):
        with pytest.raises(Damaged):
            found(root, Founding(**GOOD), passphrase, cost=CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_offices_that_a_test_makes_side_by_side_are_different_ones(tmp_path):
    offices, keys = set(), set()
    for name in ("one", "two", "three"):
        with make_office(tmp_path / name) as desk:
            offices.add(desk.office)
            keys.add(desk.key().signing)
    assert len(offices) == len(keys) == 3
