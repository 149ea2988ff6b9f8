"""What a PC keeps for itself: drafts, the window's state, jobs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alliance_desk import doctor
from alliance_desk.cases import office
from alliance_desk.desk import Desk, local
from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake
from alliance_desk.ledger import rebuild
from tests.helpers.desks import make_office, recommended_case, reopen, two_offices

BEGUN = datetime(2024, 9, 27, 1, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_office(tmp_path / "county") as made:
        yield made


def test_a_draft_comes_back_as_it_was_typed_and_the_newest_replaces_the_older(desk: Desk) -> None:
    values = {"alliance.name": "样例联盟", "members": [{"name": "鿏单位", "rd": None}], "ready": False, "count": 3}
    assert local.draft(desk, "s", "edit") is None
    local.save_draft(desk, "s", "edit", 4, {"alliance.name": "样"})
    local.save_draft(desk, "s", "edit", 5, values)
    kept = local.draft(desk, "s", "edit")
    assert kept == local.DraftKept("s", "edit", 5, values, "2024-09-27T01:00:00Z")
    local.save_draft(desk, "", "open", 0, {"name": "新"})
    assert [(d.stream, d.form) for d in local.drafts(desk)] == [("", "open"), ("s", "edit")]


def test_a_draft_is_gone_once_it_is_dropped_and_dropping_nothing_is_no_fault(desk: Desk) -> None:
    local.save_draft(desk, "s", "edit", 4, {"a": 1})
    local.save_draft(desk, "s", "note", 4, {"b": 1})
    local.drop_draft(desk, "s", "edit")
    local.drop_draft(desk, "s", "edit")
    assert [d.form for d in local.drafts(desk)] == ["note"]


def test_each_operator_has_drafts_and_a_window_of_their_own(desk: Desk) -> None:
    local.save_draft(desk, "s", "edit", 1, {"a": "甲"})
    local.keep_state(desk, {"page": "cases"})
    office.add_operator(desk, "样例乙")
    people = desk.settings["operators"]
    desk.operator = next(key for key, person in people.items() if person["name"] == "样例乙")
    assert local.drafts(desk) == []
    assert local.state(desk, "page") is None
    local.save_draft(desk, "s", "edit", 1, {"a": "乙"})
    assert [d.values for d in local.drafts(desk)] == [{"a": "乙"}]


def test_the_window_finds_its_state_again_after_a_crash_and_may_read_it_without_the_lock(tmp_path: Path) -> None:
    with make_office(tmp_path / "county") as desk:
        local.keep_state(desk, {"page": "cases", "widths": {"cases": [120, 80]}, "dark": False})
        local.keep_state(desk, {"page": "today", "dark": None})
        local.save_draft(desk, "s", "edit", 2, {"a": 1})
        local.keep_job(desk, "j", "签收", "running")
        with reopen(tmp_path / "county", readonly=True) as looking:
            assert local.state(looking, "page") == "today"
            assert local.state(looking, "widths") == {"cases": [120, 80]}
            assert local.state(looking, "dark") is None
            assert local.draft(looking, "s", "edit") is not None
            assert len(local.jobs(looking)) == 1
            with pytest.raises(Refused, match="只读"):
                local.save_draft(looking, "s", "edit", 2, {})


def test_state_that_has_not_changed_is_not_written_again(desk: Desk) -> None:
    local.keep_state(desk, {"page": "cases", "filters": {"pack": "p"}})
    before = desk.raw.total_changes
    local.keep_state(desk, {"page": "cases", "filters": {"pack": "p"}, "nothing": None})
    assert desk.raw.total_changes == before


def test_a_job_is_kept_from_its_begin_to_its_end(desk: Desk) -> None:
    local.keep_job(desk, "j", "签收数据包", "running", started=BEGUN)
    assert local.jobs(desk)[0].ended == ""
    ended = BEGUN + timedelta(minutes=2)
    local.keep_job(desk, "j", "签收数据包", "done", ended=ended, text="已签收", files=[Path("a.xlsx"), "b.docx"])
    (job,) = local.jobs(desk)
    assert job == local.JobKept(
        "j", "2024-09-27T01:00:00Z", "2024-09-27T01:02:00Z", "签收数据包", "done", "已签收", ("a.xlsx", "b.docx")
    )


def test_only_the_newest_jobs_are_remembered(desk: Desk) -> None:
    for number in range(local.MOST_JOBS + 7):
        local.keep_job(desk, f"j{number}", "导出", "done", started=BEGUN + timedelta(seconds=number))
    kept = local.jobs(desk, 1_000)
    assert [job.id for job in kept] == [f"j{number}" for number in range(local.MOST_JOBS + 6, 6, -1)]
    assert len(local.jobs(desk, 5)) == 5


def test_what_a_killed_program_left_running_is_told_as_lost(desk: Desk) -> None:
    local.keep_job(desk, "a", "导出", "running")
    local.keep_job(desk, "b", "导出", "done")
    local.close_lost_jobs(desk)
    assert {job.id: (job.state, bool(job.ended)) for job in local.jobs(desk)} == {
        "a": (local.LOST, True),
        "b": ("done", True),
    }


def test_doctor_and_rebuild_leave_it_alone(desk: Desk) -> None:
    local.save_draft(desk, "s", "edit", 1, {"a": 1})
    local.keep_state(desk, {"page": "cases"})
    local.keep_job(desk, "j", "导出", "done")
    assert doctor.examine(desk).faults == ()
    doctor.repair(desk)
    assert len(local.drafts(desk)) == 1
    assert local.state(desk, "page") == "cases"
    assert len(local.jobs(desk)) == 1
    assert not [table for table in rebuild.TABLES if table.name.startswith("local")]


def test_it_never_travels(tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    local.save_draft(pair.county, case.stream, "edit", case.seq, {"alliance.name": "还没有保存的名称"})
    package = export.hand_over(pair.county, case.stream, tmp_path / "stick")
    intake.take_in(pair.city, package.files[0])
    assert pair.city.raw.execute("SELECT count(*) FROM local_draft").fetchone() == (0,)
    assert doctor.examine(pair.city).faults == ()
    pair.close()
