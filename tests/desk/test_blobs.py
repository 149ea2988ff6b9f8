import hashlib
import os
from datetime import timedelta

import pytest

from alliance_desk.cases import moves
from alliance_desk.desk.blobs import Blobs
from alliance_desk.desk.unnamed import AGE, EVERY, drop_unnamed
from alliance_desk.errors import Damaged
from alliance_desk.ledger.draft import Draft
from tests.helpers.desks import SAMPLE, make_office, open_sample_case, recommended_case, reopen

TEXT = b"some attachment"
HASH = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "blobs")


def test_an_attachment_is_named_by_its_content_and_kept_once(blobs):
    assert [blobs.put(TEXT), blobs.put(TEXT)] == [HASH, HASH]
    assert (list(blobs.all()), blobs.read(HASH), blobs.sound(HASH)) == ([HASH], TEXT, True)


def test_a_changed_attachment_is_not_handed_out(blobs):
    blobs.put(TEXT)
    blobs.path(HASH).write_bytes(b"other")
    assert not blobs.sound(HASH)
    with pytest.raises(Damaged) as fault:
        blobs.read(HASH)
    assert fault.value.code == "desk.blob-changed"


def test_a_lost_attachment_is_told_with_its_place(blobs):
    assert not blobs.sound(HASH)
    with pytest.raises(Damaged) as fault:
        blobs.read(HASH)
    assert HASH in fault.value.text()


@pytest.fixture
def desk(tmp_path):
    with make_office(tmp_path / "office") as office:
        yield office


def age(desk, blob, days):
    moment = desk.clock.now().timestamp() - days * 86_400
    os.utime(desk.blobs.path(blob), (moment, moment))


def dropped(desk, days=0):
    return drop_unnamed(desk.raw, desk.blobs, desk.clock.now() + timedelta(days=days))


def test_an_attachment_that_no_event_names_goes_after_thirty_days(desk):
    stray = desk.blobs.put(TEXT)
    age(desk, stray, AGE.days)
    assert (dropped(desk), desk.blobs.has(stray)) == (0, True)
    age(desk, stray, AGE.days + 1)
    assert (dropped(desk), desk.blobs.has(stray)) == (1, False)


def test_attachments_of_papers_of_other_sections_and_of_earlier_versions_stay(desk):
    city = desk
    case = open_sample_case(city)
    first = case.open["papers"]["agreement"]["blob"]
    second, scan = city.blobs.put(TEXT), city.blobs.put(SAMPLE + b"scan")
    for patch in ({"papers": {"agreement": {"blob": second}}}, {"papers": None}):
        city.commit([Draft(stream=case.stream, stream_kind="case", kind="case.edited", patch=patch)])
    moves.withdraw(city, case.stream, "样例")
    noted = {"settings": {"letterhead": scan}}
    stream = city.own_stream("office")
    city.commit([Draft(stream=stream, stream_kind="office", kind="office.setting-changed", patch=noted)])
    for blob in (first, second, scan):
        age(city, blob, 400)
    assert dropped(city) == 0
    assert all(city.blobs.has(blob) for blob in (first, second, scan))


def test_the_scan_of_an_opinion_stays(tmp_path):
    with make_office(tmp_path / "city", "样例市局", "市", "210300") as city:
        recommended_case(city)
        for blob in city.blobs.all():
            age(city, blob, 400)
        assert (dropped(city), len(list(city.blobs.all()))) == (0, 2)


def test_it_is_looked_for_once_a_week(desk):
    dropped(desk)
    mark = desk.blobs.folder / "looked"
    desk.blobs.folder.mkdir(exist_ok=True)
    dropped(desk)
    moment = desk.clock.now().timestamp()
    os.utime(mark, (moment, moment))
    stray = desk.blobs.put(TEXT)
    age(desk, stray, 31)
    assert dropped(desk, days=EVERY.days - 1) == 0
    assert dropped(desk, days=EVERY.days) == 1


def test_opening_a_desk_looks_for_them_and_a_reader_does_not(desk):
    stray = desk.blobs.put(TEXT)
    age(desk, stray, 31)
    root = desk.place.root
    desk.close()
    reopen(root, readonly=True).close()
    assert desk.blobs.has(stray)
    reopen(root).close()
    assert not desk.blobs.has(stray)
