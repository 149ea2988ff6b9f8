import hashlib
import shutil
from dataclasses import replace
from typing import NamedTuple

import pytest

from alliance_desk.errors import DeskError
from alliance_desk.exchange import export, intake
from alliance_desk.exchange.container import Payload
from alliance_desk.exchange.envelope import Envelope, Head, Purpose
from alliance_desk.keys.office import KeyCard, OfficeKey
from tests.exchange.forging import Forger
from tests.exchange.workspaces import changed, copied, only_case, snapshot
from tests.helpers.desks import introduce, make_office, recommended_case, reopen, two_offices

HASH = "0123456789abcdef" * 4


class Office(NamedTuple):
    key: OfficeKey
    card: KeyCard


def office(number: int, name: str, level: str, identity: str) -> Office:
    """An office whose signing key is always the same, so that its plain containers are too."""
    key = OfficeKey(bytes([number] * 32), identity)
    return Office(key, key.card(f"office-{number}", name, level))


@pytest.fixture(scope="session")
def county():
    return office(1, "铁西区科技局", "县", "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN")


@pytest.fixture(scope="session")
def city():
    key = OfficeKey.make()
    return Office(key, key.card("office-2", "鞍山市科技局", "市"))


@pytest.fixture(scope="session")
def stranger():
    key = OfficeKey.make()
    return Office(key, key.card("office-9", "陌生的局", "县"))


@pytest.fixture(scope="session")
def known(county):
    return {county.card.fingerprint: county.card}


@pytest.fixture(scope="session")
def envelope():
    return Envelope(
        purpose=Purpose.HANDOVER,
        sender="office-1",
        receiver="office-2",
        sequence=1,
        previous="",
        schemas=(1, 1),
        created="2026-11-20T01:02:03Z",
        heads=(Head("office-1", "i1", 12, HASH), Head("office-2", "i1", 3, HASH)),
    )


@pytest.fixture(scope="session")
def payload():
    return [
        Payload("event", b'{"seq":1}'),
        Payload("event", b'{"seq":2}'),
        Payload("body", b'{"name":"x"}'),
        Payload("body-private", b""),
    ]


@pytest.fixture
def second(envelope):
    return replace(envelope, sequence=2, previous=HASH, purpose=Purpose.COPY)


@pytest.fixture(scope="session")
def offices(tmp_path_factory):
    """A county and a city that know each other, with one case ready to be handed over, and another county of the city.

    Closed, to be copied.
    """
    folder = tmp_path_factory.mktemp("offices")
    both = two_offices(folder)
    recommended_case(both.county)
    with make_office(folder / "other", "海城市科学技术局", "县", "210381") as other:
        introduce(other, both.city, folder / "letters")
    both.close()
    return folder


@pytest.fixture
def pair(offices, tmp_path):
    """The two offices of a test's own, open."""
    both = copied(offices, tmp_path)
    yield both
    both.close()


@pytest.fixture
def other(offices, pair, tmp_path):
    """Another county, whose key the city has entered."""
    shutil.copytree(offices / "other", tmp_path / "other", ignore=shutil.ignore_patterns("desk.lock"))
    with reopen(tmp_path / "other") as desk:
        yield desk


@pytest.fixture
def forger(pair):
    return Forger(pair.county, pair.city)


@pytest.fixture
def refused(pair):
    """Take a package in at the city, which must refuse it, keep it in quarantine, and be left as it was."""

    def attempt(package):
        before = snapshot(pair.city)
        with pytest.raises(DeskError) as error:
            intake.take_in(pair.city, package)
        assert not changed(before, pair.city)
        whole = package.read_bytes()
        query = "SELECT file, code FROM local_quarantine WHERE sha256 = ?"
        file, code = pair.city.raw.execute(query, (hashlib.sha256(whole).hexdigest(),)).fetchone()
        assert code == error.value.code
        assert (pair.city.place.quarantine / file).read_bytes() == whole
        assert error.value.text()
        assert not list(pair.city.place.scratch.glob("*"))
        with pytest.raises(DeskError) as seen:
            intake.preview(pair.city, package)
        assert seen.value.code == error.value.code
        return error.value

    return attempt


@pytest.fixture
def case(pair):
    """The stream of the case that is ready to be handed over."""
    return only_case(pair.county)


@pytest.fixture
def stick(tmp_path):
    return tmp_path / "stick"


@pytest.fixture
def handed(pair, case, stick):
    """The package that hands the case over."""
    return export.hand_over(pair.county, case, stick).files[0]
