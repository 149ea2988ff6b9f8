import shutil

import pytest

from alliance_desk import doctor
from alliance_desk.cases.numbering import take
from alliance_desk.desk import marks
from alliance_desk.desk.restore import MARGIN
from alliance_desk.errors import Damaged
from alliance_desk.ledger import streams
from tests.helpers.desks import make_office, open_sample_case, reopen


@pytest.fixture
def restored(tmp_path):
    """A workspace whose database was copied back from before its last two cases."""
    root = tmp_path / "office"
    with make_office(root) as desk:
        open_sample_case(desk)
    shutil.copy(root / "desk.db", tmp_path / "old.db")
    with reopen(root) as desk:
        for _ in range(2):
            open_sample_case(desk)
    shutil.copy(tmp_path / "old.db", root / "desk.db")
    return root


def known(root):
    found = marks.load(root / "highwater.json")
    assert found is not None
    return found


def numbers(desk):
    return desk.raw.execute("SELECT serial, state FROM index_number ORDER BY serial").fetchall()


def restores(desk):
    return desk.settings.get("restores", {})


def test_a_database_that_was_copied_back_is_noticed_and_recorded(restored):
    before = known(restored)
    with reopen(restored) as desk:
        ((incarnation, entry),) = restores(desk).items()
        assert incarnation == known(restored).incarnation != before.incarnation
        assert (entry["last_commit"], entry["forgotten"]) == (2, 2)
        last = streams.events(desk.raw, desk.own_stream("office"))[-1].header
        assert (last.kind, last.incarnation) == ("office.restored", incarnation)
        assert doctor.examine(desk).faults == ()


def test_numbers_that_were_given_out_after_the_copy_are_skipped_and_recorded(restored):
    with reopen(restored) as desk:
        assert open_sample_case(desk).open["case"]["number"] == "210303-2024-0004"
        assert numbers(desk) == [(1, "used"), (2, "gap"), (3, "gap"), (4, "used")]


def test_a_restore_is_noticed_once(restored):
    reopen(restored).close()
    with reopen(restored) as desk:
        assert len(restores(desk)) == 1


def test_a_reader_records_nothing(restored):
    reopen(restored, readonly=True).close()
    assert known(restored).commit_no == 4


def test_lost_marks_are_noticed_and_each_series_leaves_a_margin(tmp_path):
    with make_office(tmp_path / "office") as desk:
        open_sample_case(desk)
        desk.place.marks.unlink()
        with pytest.raises(Damaged):
            desk.author()
    with reopen(tmp_path / "office") as desk:
        (entry,) = restores(desk).values()
        assert entry["forgotten"] == -1
        assert open_sample_case(desk).open["case"]["number"] == f"210303-2024-{MARGIN + 2:04d}"
        assert numbers(desk)[1:-1] == [(n, "gap") for n in range(2, MARGIN + 2)]


def test_a_crash_between_noticing_and_recording_is_made_good(restored):
    found = known(restored)
    marks.save(restored / "highwater.json", marks.Marks("another life", 2, found.series))
    with reopen(restored) as desk:
        assert len(restores(desk)) == 1
        assert open_sample_case(desk).open["case"]["number"] == "210303-2024-0004"


def test_a_crash_between_a_commit_and_its_mark_is_no_restore(tmp_path):
    with make_office(tmp_path / "office") as desk:
        before = known(tmp_path / "office")
        open_sample_case(desk)
        after = known(tmp_path / "office")
        marks.save(desk.place.marks, marks.Marks(before.incarnation, before.commit_no, after.series))
    with reopen(tmp_path / "office") as desk:
        assert restores(desk) == {}
        assert known(tmp_path / "office").commit_no == after.commit_no


def test_numbers_taken_under_the_old_marks_stay_taken(restored):
    from alliance_desk.policy.pack import Number

    with reopen(restored) as desk:
        assert take(desk, "case", Number(pattern="{serial}"), "样例").number == "4"
