"""A case travels between two real workspaces with real package files: up, down, as a copy, declined, withdrawn."""

import shutil

import pytest

from alliance_desk.canonical import decode
from alliance_desk.cases import conditions, corrections, moves, notes
from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake
from alliance_desk.ledger import streams
from tests.exchange.workspaces import changed, parts, row, snapshot, sound
from tests.helpers.desks import SAMPLE, TODAY, open_sample_case, recommended_case


def packages(desk, direction):
    return desk.raw.execute(
        "SELECT sequence, purpose, receipt FROM index_package WHERE direction = ? ORDER BY sequence", (direction,)
    ).fetchall()


def test_a_case_handed_over_is_offered_and_nobody_works_on_it(pair, case, handed):
    assert row(pair.county, case) == ("status.offered", "offered", pair.county.office)
    assert handed.is_file()
    for work in (
        lambda: conditions.attest(pair.county, case, "level", holds=False, note="样例"),
        lambda: moves.withdraw(pair.county, case, "样例"),
    ):
        with pytest.raises(Refused):
            work()
    assert row(pair.county, case) == ("status.offered", "offered", pair.county.office)
    sound(pair.county)


def test_the_city_sees_what_would_change_before_it_takes_anything_in(pair, case, handed):
    before = snapshot(pair.city)
    seen = intake.preview(pair.city, handed)
    assert not changed(before, pair.city)
    assert (seen.purpose, seen.sequence, seen.taken, seen.remarks) == ("handover", 1, False, ())
    assert seen.sender == pair.county.settings["office"]["name"]
    (line,) = seen.cases
    assert (line.new, line.ours, line.events, line.name) == (True, True, 5, "样例联盟")
    sound(pair.city)


def test_taking_in_makes_the_city_the_holder_and_rides_back_as_a_receipt(pair, case, handed, stick):
    said = intake.take_in(pair.city, handed)
    assert said.code == "exchange.taken-in"
    assert said.facts["ours"] == 1
    assert row(pair.city, case) == ("status.formal_check", "held", pair.city.office)
    assert pair.city.blobs.read(pair.city.case(case).open["papers"]["agreement"]["blob"]) == SAMPLE
    assert pair.city.case(case).private == pair.county.case(case).private
    assert packages(pair.county, "out") == [(1, "handover", 0)]

    intake.take_in(pair.county, export.copy_to(pair.city, [case], pair.county.office, stick).files[0])
    assert packages(pair.county, "out") == [(1, "handover", 1)]
    assert row(pair.county, case) == ("status.formal_check", "held", pair.city.office)
    assert pair.county.case(case).head == pair.city.case(case).head
    sound(pair.county, pair.city)


def test_the_second_time_a_package_changes_no_row(pair, handed):
    intake.take_in(pair.city, handed)
    before = snapshot(pair.city)
    said = intake.take_in(pair.city, handed)
    assert said.code == "exchange.already-taken"
    assert "已签收" in said.text()
    assert not changed(before, pair.city)
    assert not list(pair.city.place.quarantine.glob("*"))
    assert intake.preview(pair.city, handed).taken


def test_after_the_receipt_only_new_events_and_new_blobs_travel(pair, case, handed, stick):
    intake.take_in(pair.city, handed)
    notes.write(pair.city, case, "请补一页")
    first = export.copy_to(pair.city, [case], pair.county.office, stick).files[0]
    assert len(parts(pair.county, first)["event"]) == 2
    assert set(parts(pair.county, first)) == {"contents", "event", "body", "rules"}
    intake.take_in(pair.county, first)
    # The county's receipt has not come back yet: the same again, and the new note.
    notes.write(pair.city, case, "再补一页")
    second = export.copy_to(pair.city, [case], pair.county.office, stick).files[0]
    assert len(parts(pair.county, second)["event"]) == 3
    intake.take_in(pair.county, second)
    said = intake.take_in(pair.city, export.receipt(pair.county, pair.city.office, stick).files[0])
    assert said.code == "exchange.receipts-noted"
    notes.write(pair.city, case, "又补一页")
    third = export.copy_to(pair.city, [case], pair.county.office, stick).files[0]
    assert len(parts(pair.county, third)["event"]) == 1
    intake.take_in(pair.county, third)
    assert pair.county.raw.execute("SELECT count(*) FROM index_note").fetchone() == (3,)
    assert packages(pair.city, "out") == [(1, "copy", 1), (2, "copy", 1), (3, "copy", 0)]
    sound(pair.county, pair.city)


def test_a_whole_export_brings_everything_again_and_changes_nothing_there(pair, case, handed, stick):
    intake.take_in(pair.city, handed)
    intake.take_in(pair.county, export.copy_to(pair.city, [case], pair.county.office, stick).files[0])
    intake.take_in(pair.city, export.receipt(pair.county, pair.city.office, stick).files[0])
    whole = export.copy_to(pair.city, [case], pair.county.office, stick, whole=True).files[0]
    held = parts(pair.county, whole)
    assert len(held["event"]) == pair.city.case(case).seq
    assert list(held["blob"].values()) == [SAMPLE]
    assert intake.take_in(pair.county, whole).code == "exchange.nothing-new"
    sound(pair.county)


def test_a_lost_stick_gets_the_byte_identical_file(pair, case, handed, tmp_path):
    first = handed.read_bytes()
    for path in (
        export.hand_over(pair.county, case, tmp_path / "second").files[0],
        export.once_more(pair.county, packages_sha(pair.county)[:12], tmp_path / "third").files[0],
    ):
        assert path.read_bytes() == first
    assert packages(pair.county, "out") == [(1, "handover", 0)]
    kinds = [event.header.kind for event in streams.events(pair.county.raw, case)]
    assert kinds.count("case.offered") == 1


def packages_sha(desk):
    return desk.raw.execute("SELECT sha256 FROM index_package WHERE direction = 'out'").fetchone()[0]


def test_a_note_written_meanwhile_goes_along_in_a_new_package(pair, case, handed, stick):
    notes.write(pair.county, case, "补充说明")
    second = export.hand_over(pair.county, case, stick).files[0]
    assert second != handed
    assert [line[0] for line in packages(pair.county, "out")] == [1, 2]
    intake.take_in(pair.city, second)
    assert pair.city.raw.execute("SELECT text FROM index_note").fetchall() == [("补充说明",)]
    # The first stick turns up: it says nothing new, and its receipt closes it.
    before = snapshot(pair.city)
    said = intake.take_in(pair.city, handed)
    assert said.code == "exchange.nothing-new"
    assert changed(before, pair.city) & {"ledger_signature", "index_case", "index_effect", "index_note"} == set()
    sound(pair.city)


def test_a_case_not_ready_is_not_offered(pair, stick):
    fresh = open_sample_case(pair.county, "另一联盟").stream
    with pytest.raises(Refused) as error:
        export.hand_over(pair.county, fresh, stick)
    assert error.value.code == "exchange.not-recommended"
    assert pair.county.case(fresh).open["custody"]["state"] == "held"


def test_who_does_not_hold_a_case_neither_hands_it_over_nor_copies_it(pair, case, handed, stick):
    intake.take_in(pair.city, handed)
    intake.take_in(pair.county, export.copy_to(pair.city, [case], pair.county.office, stick).files[0])
    for act in (
        lambda: export.hand_over(pair.county, case, stick),
        lambda: export.copy_to(pair.county, [case], pair.city.office, stick),
    ):
        with pytest.raises(Refused) as error:
            act()
        assert error.value.code == "exchange.not-here"


def test_withdrawn_before_it_was_taken_in(pair, case, handed, stick):
    with pytest.raises(Refused):
        export.withdraw_offer(pair.county, case, " ")
    export.withdraw_offer(pair.county, case, "材料有误")
    assert row(pair.county, case)[1:] == ("held", pair.county.office)
    assert pair.county.case(case).open["custody"]["ground"] == "材料有误"
    # Handed over again, and the city gets this one first: the old package then says nothing new.
    again = export.hand_over(pair.county, case, stick).files[0]
    assert "ground" not in pair.county.case(case).open["custody"]
    intake.take_in(pair.city, again)
    assert intake.take_in(pair.city, handed).code == "exchange.nothing-new"
    assert row(pair.city, case)[1:] == ("held", pair.city.office)
    sound(pair.county, pair.city)


def test_withdrawn_after_it_was_taken_in_is_a_branch_at_both_desks_and_merged_at_none(pair, case, handed, stick):
    old = stick / "old.deskpack"
    shutil.copy(handed, old)
    export.withdraw_offer(pair.county, case, "材料有误")
    intake.take_in(pair.city, old)
    answer = export.copy_to(pair.city, [case], pair.county.office, stick).files[0]
    again = export.hand_over(pair.county, case, stick).files[0]
    for desk, package in ((pair.county, answer), (pair.city, again)):
        before = snapshot(desk)
        with pytest.raises(Refused) as error:
            intake.take_in(desk, package)
        assert error.value.code == "exchange.branch"
        assert pair.county.case(case).open["case"]["number"] in error.value.text()
        assert not changed(before, desk)
        assert len(list(desk.place.quarantine.glob("*"))) == 1
    sound(pair.county, pair.city)


def test_sent_back_for_correction_corrected_and_up_again(pair, case, handed, stick):
    intake.take_in(pair.city, handed)
    corrections.send_back(pair.city, case, TODAY, "请补充材料")
    back = export.hand_over(pair.city, case, stick)
    assert back.code == "exchange.handed-back"
    assert row(pair.city, case)[0] == "status.offered"
    seen = intake.preview(pair.county, back.files[0])
    assert seen.purpose == "return"
    assert seen.cases[0].ours
    intake.take_in(pair.county, back.files[0])
    assert row(pair.county, case)[1:] == ("held", pair.county.office)
    moves.recommend(pair.county, case, "已补正，同意推荐")
    up = export.hand_over(pair.county, case, stick).files[0]
    # The city is known to hold all it wrote itself: only the county's three events travel.
    assert len(parts(pair.city, up)["event"]) == 3
    intake.take_in(pair.city, up)
    assert row(pair.city, case) == ("status.formal_check", "held", pair.city.office)
    assert packages(pair.city, "out") == [(1, "return", 1)]
    sound(pair.county, pair.city)


def test_declined_cases_are_the_senders_again_and_the_receipt_says_why(pair, case, handed, stick):
    said = intake.take_in(pair.city, handed, decline="不属于本市受理范围")
    assert said.code == "exchange.declined"
    assert row(pair.city, case)[1:] == ("held", pair.county.office)
    assert row(pair.county, case)[1:] == ("offered", pair.county.office)
    answer = export.receipt(pair.city, pair.county.office, stick)
    assert answer.code == "exchange.receipt-sent"
    assert intake.preview(pair.county, answer.files[0]).purpose == "receipt"
    intake.take_in(pair.county, answer.files[0])
    assert row(pair.county, case)[1:] == ("held", pair.county.office)
    assert pair.county.case(case).open["custody"]["ground"] == "不属于本市受理范围"
    assert packages(pair.county, "out") == [(1, "handover", 1)]
    # It may come again.
    intake.take_in(pair.city, export.hand_over(pair.county, case, stick).files[0])
    assert row(pair.city, case)[1:] == ("held", pair.city.office)
    sound(pair.county, pair.city)


def test_there_is_nothing_to_decline_in_a_copy(pair, case, handed, stick):
    intake.take_in(pair.city, handed)
    copy = export.copy_to(pair.city, [case], pair.county.office, stick).files[0]
    with pytest.raises(Refused) as error:
        intake.take_in(pair.county, copy, decline="不要")
    assert error.value.code == "exchange.nothing-to-decline"
    assert intake.take_in(pair.county, copy).code == "exchange.taken-in"
    assert not list(pair.county.place.quarantine.glob("*"))


def test_a_receipt_carries_the_signing_and_nothing_done_since(pair, case, handed, stick):
    intake.take_in(pair.city, handed)
    moves.formal_check(pair.city, case, "inadmissible", "样例理由")
    answer = export.receipt(pair.city, pair.county.office, stick).files[0]
    kinds = {decode(header)["kind"] for header in parts(pair.county, answer)["event"].values()}
    assert kinds == {"case.offered", "case.accepted"} - {"case.offered"}
    intake.take_in(pair.county, answer)
    assert row(pair.county, case)[1:] == ("held", pair.city.office)
    intake.take_in(pair.county, export.copy_to(pair.city, [case], pair.county.office, stick).files[0])
    assert row(pair.county, case)[0] == "status.inadmissible"
    sound(pair.county, pair.city)


def test_one_copy_takes_several_cases_down(pair, case, handed, stick):
    intake.take_in(pair.city, handed)
    second = recommended_case(pair.county, "第二联盟").stream
    intake.take_in(pair.city, export.hand_over(pair.county, second, stick).files[0])
    copy = export.copy_to(pair.city, [case, second], pair.county.office, stick)
    assert copy.facts["count"] == 2
    intake.take_in(pair.county, copy.files[0])
    assert {row(pair.county, stream)[2] for stream in (case, second)} == {pair.city.office}
    sound(pair.county, pair.city)
