"""No changed file is ever accepted: every bit of a small plain container, and random changes of both forms."""

import io
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance_desk.errors import DeskError
from alliance_desk.exchange.container import Limits, Payload, write_container, write_plain
from alliance_desk.exchange.opening import open_container
from alliance_desk.exchange.verify import verify


@pytest.fixture(scope="module")
def plain(tmp_path_factory, envelope, county):
    small = [Payload("event", b'{"seq":1}'), Payload("event", b'{"seq":2}')]
    path = tmp_path_factory.mktemp("plain") / "p"
    return write_plain(path, envelope, small, key=county.key, card=county.card).path.read_bytes()


@pytest.fixture(scope="module")
def sealed(tmp_path_factory, envelope, county, city):
    path = tmp_path_factory.mktemp("sealed") / "p"
    payload = [Payload("event", b'{"seq":1}')]
    return write_container(
        path, envelope, payload, key=county.key, card=county.card, receiver=city.card
    ).path.read_bytes()


def accepted(data, known):
    try:
        verify(io.BytesIO(data), len(data), "p", office="office-2", known=known, limits=Limits())
    except DeskError:
        return False
    return True


def test_the_unchanged_container_is_accepted(plain, known):
    assert accepted(plain, known)


def test_every_flipped_bit_of_the_plain_container_is_refused(plain, known):
    for at in range(len(plain) * 8):
        changed = bytearray(plain)
        changed[at // 8] ^= 1 << at % 8
        assert not accepted(bytes(changed), known), at


def test_every_byte_left_out_doubled_or_cut_off_is_refused(plain, known):
    for at in range(len(plain)):
        assert not accepted(plain[:at], known), at
        assert not accepted(plain[:at] + plain[at + 1 :], known), at
        assert not accepted(plain[: at + 1] + plain[at:], known), at


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_changes_of_the_plain_container_are_refused(plain, known, data):
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, min(len(plain), start + 300)))
    source = data.draw(st.integers(0, len(plain)))
    put = data.draw(
        st.one_of(st.binary(max_size=40), st.just(plain[source : source + end - start]), st.just(b"PK\5\6"))
    )
    changed = plain[:start] + put + plain[end:]
    assert accepted(changed, known) == (changed == plain)


def test_flipped_bits_of_the_encrypted_package_are_refused(tmp_path, sealed, city, known):
    """Every byte of the age header and a sample of the rest, one bit each."""
    dice = random.Random(20261120)
    body = sealed.index(b"\n--- ") + 48
    path = tmp_path / "p"
    for at in [*range(body), *dice.sample(range(body, len(sealed)), 150), len(sealed) - 1]:
        changed = bytearray(sealed)
        changed[at] ^= 1 << dice.randrange(8)
        path.write_bytes(changed)
        with pytest.raises(DeskError):
            open_container(path, city.key, office="office-2", known=known, scratch=tmp_path / "s")
    for changed in (sealed + b"\0", b"\0" + sealed, sealed[:-1], sealed + sealed):
        path.write_bytes(changed)
        with pytest.raises(DeskError):
            open_container(path, city.key, office="office-2", known=known, scratch=tmp_path / "s")
    assert list((tmp_path / "s").iterdir()) == []
