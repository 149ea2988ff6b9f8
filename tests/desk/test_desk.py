import pytest

from alliance_desk.cases import conditions, office
from alliance_desk.errors import Damaged, Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.draft import Draft
from tests.helpers.desks import PACK_ID, make_office, open_sample_case, recommended_case, reopen


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with make_office(tmp_path_factory.mktemp("desk") / "office") as county:
        yield county


def test_a_case_is_found_by_stream_and_by_number(desk):
    case = open_sample_case(desk)
    assert desk.case(case.open["case"]["number"]).stream == desk.case(case.stream).stream == case.stream


def test_looking_for_a_case_uses_the_indexes(desk):
    query = "EXPLAIN QUERY PLAN SELECT stream FROM index_case WHERE stream = ?1 OR number = ?1"
    plan = " ".join(row[3] for row in desk.raw.execute(query, ("x",)))
    assert "SCAN" not in plan


def test_a_case_that_is_not_there_is_refused_with_what_was_asked(desk):
    with pytest.raises(Refused) as refusal:
        desk.case("没有这个编号")
    assert "没有这个编号" in refusal.value.text()


def test_a_number_that_two_cases_bear_is_refused(tmp_path):
    with make_office(tmp_path / "office") as desk:
        one, other = open_sample_case(desk), open_sample_case(desk)
        desk.raw.execute("UPDATE index_case SET number = 'same'")
        with pytest.raises(Refused) as refusal:
            desk.case("same")
        assert all(stream in refusal.value.text() for stream in (one.stream, other.stream))


def test_the_office_document_is_decoded_once_per_head(desk, monkeypatch):
    decoded = []
    document = streams.document

    def counted(raw, stream):
        decoded.append(stream)
        return document(raw, stream)

    monkeypatch.setattr(streams, "document", counted)
    own = desk.own_stream("office")
    for _ in range(5):
        assert desk.office
        assert desk.settings["operators"]
    assert decoded.count(own) <= 1
    office.add_operator(desk, "样例丁")
    assert "样例丁" in {person["name"] for person in desk.settings["operators"].values()}


def test_readings_that_an_office_chose_are_in_its_rules(tmp_path):
    with make_office(tmp_path / "office") as desk:
        assert desk.rules_for(PACK_ID).chosen["panel-size"] == "5"
        pinned = open_sample_case(desk)
        office.choose_reading(desk, PACK_ID, "panel-size", "7")
        assert desk.rules_for(PACK_ID).chosen["panel-size"] == "7"
        assert desk.rules_of(pinned).chosen["panel-size"] == "5"


def test_a_pack_that_is_not_there_is_refused_with_those_that_are(desk):
    with pytest.raises(Refused) as refusal:
        desk.pack("no-such-pack")
    assert PACK_ID in refusal.value.text()


def test_signing_needs_the_passphrase(desk):
    case = open_sample_case(desk)
    with reopen_without_passphrase(desk) as reader, pytest.raises(Refused) as refusal:
        reader.key()
    assert refusal.value.code == "desk.passphrase-needed"
    assert case.seq == 1


def reopen_without_passphrase(desk):
    reader = reopen(desk.place.root, readonly=True)
    reader.passphrase = None
    return reader


def test_a_commit_that_signs_leaves_a_signature_that_holds(desk):
    from alliance_desk.keys.office import verify_head

    case = recommended_case(desk)
    query = "SELECT seq, signature FROM ledger_signature WHERE stream = ?"
    ((seq, signature),) = desk.raw.execute(query, (case.stream,)).fetchall()
    assert (seq, verify_head(desk.key().signing, case.stream, seq, case.head, signature)) == (case.seq, True)


def test_a_refused_commit_leaves_nothing_of_any_of_its_events(desk):
    case = open_sample_case(desk)
    counted = "SELECT (SELECT count(*) FROM ledger_event), (SELECT count(*) FROM ledger_body), (SELECT count(*) FROM index_paper)"
    before = desk.raw.execute(counted).fetchone()
    good = Draft(stream=case.stream, stream_kind="case", kind="case.edited", patch={"papers": None})
    bad = Draft(stream=case.stream, stream_kind="case", kind="case.edited", patch={"custody": {"holder": "x"}})
    with pytest.raises(Refused):
        desk.commit([good, bad])
    assert desk.raw.execute(counted).fetchone() == before
    assert desk.case(case.stream).seq == 1


def test_a_bug_within_a_commit_is_rolled_back_and_not_told_as_a_damaged_disk(desk):
    case = open_sample_case(desk)
    with pytest.raises(ZeroDivisionError), desk.transaction() as connection:  # noqa: PT012 - the block is the subject
        connection.exec_driver_sql("DELETE FROM index_case")
        raise ZeroDivisionError
    assert desk.case(case.stream).seq == 1


def test_a_database_that_another_writer_holds_is_told_in_words(tmp_path, monkeypatch):
    from db import session

    monkeypatch.setattr(session, "BUSY_MS", 50)
    with make_office(tmp_path / "office") as desk:
        other = session.connect(desk.place.database)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Damaged) as fault:
            office.add_operator(desk, "样例乙")
        other.execute("ROLLBACK")
        other.close()
        assert fault.value.code == "desk.database-refuses"
        office.add_operator(desk, "样例乙")


def test_a_verb_asks_the_database_less_than_a_hundred_times(desk):
    case = open_sample_case(desk)
    asked = []
    desk.raw.set_trace_callback(asked.append)
    conditions.attest(desk, case.stream, "level", holds=True)
    desk.raw.set_trace_callback(None)
    assert len(asked) < 100
