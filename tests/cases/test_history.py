from alliance_desk.cases.history import history
from alliance_desk.clock import local
from alliance_desk.exchange import export, intake
from tests.helpers.desks import recommended_case, two_offices
from tests.helpers.story import play


def test_what_two_offices_do_on_one_day_stands_in_the_order_of_the_chain(tmp_path):
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    package = export.hand_over(pair.county, case.stream, tmp_path / "usb").files[0]
    intake.take_in(pair.city, package)
    kinds = [line.kind for line in history(pair.city, case.stream)]
    assert kinds == [
        "case.opened",
        "case.attested",
        "case.overridden",
        "stage.recommend",
        "case.offered",
        "case.accepted",
    ]
    pair.close()


def test_streams_of_the_deciding_office_stand_where_they_happened(tmp_path):
    pair = two_offices(tmp_path)
    play(pair, tmp_path)
    (number,) = pair.city.raw.execute('SELECT "case" FROM index_certificate LIMIT 1').fetchone()
    kinds = [line.kind for line in history(pair.city, number)]
    for first, then in (
        ("session.opened", "session.panel-fixed"),
        ("session.panel-fixed", "session.concluded"),
        ("session.concluded", "stage.meeting"),
        ("notice.published", "notice.closed"),
        ("notice.closed", "stage.recognition"),
    ):
        assert kinds.index(first) < kinds.index(then)
    pair.close()


def test_a_clerk_reads_china_time():
    assert local("2026-11-20T01:02:03Z") == "2026-11-20 09:02"
    assert local("2026-11-20T20:02:03Z") == "2026-11-21 04:02"
