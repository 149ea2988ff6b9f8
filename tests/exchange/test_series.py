"""The packages of one office as a series: a gap, an older one after a newer, one with what came before it missing, a restored sender."""

import shutil

import pytest

from alliance_desk.cases import corrections, moves, notes
from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake
from alliance_desk.exchange.envelope import Head
from tests.exchange.workspaces import changed, parts, row, snapshot, sound
from tests.helpers.desks import TODAY, recommended_case, reopen


def restored(desk, old):
    """The workspace as its database and marks were when ``old`` was made, as after a whole folder copied back."""
    root = desk.place.root
    desk.close()
    shutil.rmtree(root)
    shutil.copytree(old, root, ignore=shutil.ignore_patterns("desk.lock"))
    return reopen(root)


def kept(desk, folder):
    """A copy of a workspace, closed and opened again meanwhile."""
    root = desk.place.root
    desk.close()
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("desk.lock"))
    return reopen(root)


def test_a_gap_is_said_and_the_missing_package_may_come_later(pair, case, handed, stick):
    second = recommended_case(pair.county, "第二联盟").stream
    package = export.hand_over(pair.county, second, stick).files[0]
    assert "1" in intake.preview(pair.city, package).remarks[0]
    said = intake.take_in(pair.city, package)
    assert said.code == "exchange.taken-in"
    assert "尚未收到" in said.text()
    late = intake.take_in(pair.city, handed)
    assert late.facts["ours"] == 1
    assert late.facts["remarks"] == ""
    sound(pair.city)


def test_an_older_package_after_a_newer_one_changes_no_case(pair, case, handed, stick):
    notes.write(pair.county, case, "补充说明")
    intake.take_in(pair.city, export.hand_over(pair.county, case, stick).files[0])
    moves.formal_check(pair.city, case, "passed")
    before = snapshot(pair.city)
    assert intake.preview(pair.city, handed).idle
    said = intake.take_in(pair.city, handed)
    assert said.code == "exchange.nothing-new"
    assert "没有新内容" in said.text()
    office = {"ledger_event", "ledger_body", "index_document", "index_package", "marks"}
    assert changed(before, pair.city) <= office
    assert row(pair.city, case)[0] == "status.business_check"
    before = snapshot(pair.city)
    assert intake.take_in(pair.city, handed).code == "exchange.already-taken"
    assert not changed(before, pair.city)


def test_what_came_before_is_missing_and_a_whole_export_answers_it(pair, case, handed, stick, tmp_path):
    """The city loses its database after it had acknowledged the case; the county's next package builds on what is lost."""
    city = kept(pair.city, tmp_path / "empty")
    intake.take_in(city, handed)
    corrections.send_back(city, case, TODAY, "请补充")
    intake.take_in(pair.county, export.hand_over(city, case, stick).files[0])
    moves.recommend(pair.county, case, "已补正")
    up = export.hand_over(pair.county, case, stick).files[0]
    city = restored(city, tmp_path / "empty")
    number = pair.county.case(case).open["case"]["number"]
    with pytest.raises(Refused) as error:
        intake.take_in(city, up)
    assert error.value.code == "exchange.basis-missing"
    said = error.value.text()
    assert number in said
    assert "第 1 条起" in said
    assert "完整导出" in said
    assert len(list(city.place.quarantine.iterdir())) == 1

    whole = export.hand_over(pair.county, case, stick, whole=True).files[0]
    assert len(parts(city, whole)["event"]) == pair.county.case(case).seq
    # The chain holds what the city itself had written: it learns that it was restored, and takes in nothing.
    with pytest.raises(Refused) as error:
        intake.take_in(city, whole)
    assert error.value.code == "exchange.own-future"
    city.close()


def test_a_basis_that_only_the_sender_wrote_is_answered_by_a_whole_export(pair, case, handed, stick, tmp_path):
    intake.take_in(pair.city, handed)
    moves.formal_check(pair.city, case, "passed")
    county = kept(pair.county, tmp_path / "before")
    intake.take_in(county, export.copy_to(pair.city, [case], county.office, stick).files[0])
    intake.take_in(pair.city, export.receipt(county, pair.city.office, stick).files[0])
    moves.business_check(pair.city, case, "passed")
    county = restored(county, tmp_path / "before")
    short = export.copy_to(pair.city, [case], county.office, stick).files[0]
    before = snapshot(county)
    with pytest.raises(Refused) as error:
        intake.take_in(county, short)
    assert error.value.code == "exchange.basis-missing"
    assert f"第 {county.case(case).seq + 1} 条起" in error.value.text()
    assert not changed(before, county)
    whole = export.copy_to(pair.city, [case], county.office, stick, whole=True).files[0]
    assert intake.take_in(county, whole).code == "exchange.taken-in"
    assert intake.take_in(county, short).code == "exchange.nothing-new"
    assert county.case(case).head == pair.city.case(case).head
    sound(county, pair.city)
    county.close()


def test_the_case_stays_offered_while_a_whole_export_is_made(pair, case, handed, stick):
    whole = export.hand_over(pair.county, case, stick, whole=True).files[0]
    assert whole != handed
    assert row(pair.county, case)[1:] == ("offered", pair.county.office)
    assert intake.take_in(pair.city, whole).facts["ours"] == 1
    assert intake.take_in(pair.city, handed).code == "exchange.nothing-new"
    sound(pair.county, pair.city)


def test_a_restored_sender_is_noticed_by_its_number_used_twice(pair, case, stick, tmp_path):
    county = kept(pair.county, tmp_path / "old")
    first = export.hand_over(county, case, stick).files[0]
    shutil.copy(first, tmp_path / "first.deskpack")
    intake.take_in(pair.city, tmp_path / "first.deskpack")
    county = restored(county, tmp_path / "old")
    second = recommended_case(county, "第二联盟").stream
    said = intake.take_in(pair.city, export.hand_over(county, second, stick).files[0])
    assert "恢复过旧备份" in said.text()
    assert row(pair.city, second)[1:] == ("held", pair.city.office)
    # The first case handed over once more is another branch of it, and is not merged.
    again = export.hand_over(county, case, stick).files[0]
    with pytest.raises(Refused) as error:
        intake.take_in(pair.city, again)
    assert error.value.code == "exchange.branch"
    sound(pair.city)
    county.close()


def test_a_commit_of_ones_own_that_only_the_peer_remembers_is_said(pair, case, forger, stick):
    chain = forger.chain(case)
    found = forger.contents(chain)
    heads = (Head(pair.city.office, "i" * 32, 999, "a" * 64),)
    package = forger.package(stick, found, forger.payload(found, chain), heads=heads)
    assert "999" in intake.preview(pair.city, package).remarks[0]
    assert intake.take_in(pair.city, package).code == "exchange.taken-in"


def test_a_number_far_ahead_costs_nothing(pair, case, forger, stick):
    chain = forger.chain(case)
    found = forger.contents(chain)
    package = forger.package(stick, found, forger.payload(found, chain), sequence=10**14)
    assert "尚未收到" in intake.preview(pair.city, package).remarks[0]
