from dataclasses import replace
from typing import NamedTuple

import pytest

from alliance_desk.exchange.container import Payload
from alliance_desk.exchange.envelope import Envelope, Head, Purpose
from alliance_desk.keys.office import KeyCard, OfficeKey

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
