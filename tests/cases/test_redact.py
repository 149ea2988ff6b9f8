import pytest

from alliance_desk import doctor
from alliance_desk.cases.redact import redact
from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake
from alliance_desk.ledger import chain, streams
from tests.helpers.desks import make_office, open_sample_case, recommended_case, two_offices

PHONE = "0412-0000000"


def test_the_private_bodies_are_gone_and_the_chain_is_whole(tmp_path):
    with make_office(tmp_path / "city", "样例市科学技术局", "市", "210300") as desk:
        case = open_sample_case(desk)
        assert case.private["contacts"]["lead"]["phone"] == PHONE
        redact(desk, case.stream, "联系人要求删除")
        after = desk.case(case.stream)
        assert after.private == {}
        assert after.open["redacted"]["d1"]["ground"] == "联系人要求删除"
        events = streams.events(desk.raw, case.stream)
        chain.verify(events)
        assert events[0].header.private is not None
        assert events[0].private is None
        assert doctor.examine(desk).faults == ()
        desk.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert PHONE.encode() not in desk.place.database.read_bytes()


def test_without_ground_or_without_data_it_is_refused(tmp_path):
    with make_office(tmp_path / "city", "样例市科学技术局", "市", "210300") as desk:
        case = open_sample_case(desk)
        with pytest.raises(Refused) as refused:
            redact(desk, case.stream, " ")
        assert refused.value.code == "cases.reason-needed"
        redact(desk, case.stream, "保存期满")
        with pytest.raises(Refused) as refused:
            redact(desk, case.stream, "保存期满")
        assert refused.value.code == "cases.nothing-private"


def test_the_other_office_deletes_its_copy_with_the_next_package(tmp_path):
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    package = export.hand_over(pair.county, case.stream, tmp_path / "usb").files[0]
    intake.take_in(pair.city, package)
    redact(pair.city, case.stream, "联系人要求删除")
    copy = export.copy_to(pair.city, [case.stream], pair.county.office, tmp_path / "usb").files[0]
    assert pair.county.case(case.stream).private != {}
    intake.take_in(pair.county, copy)
    assert pair.county.case(case.stream).private == {}
    bodies = [data for (data,) in pair.county.raw.execute("SELECT data FROM ledger_body")]
    assert not any(PHONE.encode() in data for data in bodies)
    assert doctor.examine(pair.county).faults == ()
    pair.close()
