"""Ledgers of released versions: each still opens, migrates, verifies, and folds to the documents it folded to then."""

import json
import zipfile
from pathlib import Path

import pytest

from alliance_desk import doctor
from alliance_desk.cases import notes
from alliance_desk.ledger import chain, streams
from alliance_desk.ledger.fold import fold
from db import migrate
from tests.helpers.desks import reopen

KEPT = Path(__file__).resolve().parent.parent / "ledgers"
RELEASES = sorted(path.parent.name for path in KEPT.glob("*/workspace.zip"))


@pytest.fixture(params=RELEASES, scope="module")
def release(request, tmp_path_factory):
    """A kept workspace, open, with the documents that are expected of it."""
    root = tmp_path_factory.mktemp("kept")
    with zipfile.ZipFile(KEPT / request.param / "workspace.zip") as packed:
        packed.extractall(root)
    expected = json.loads((KEPT / request.param / "documents.json").read_text(encoding="utf8"))
    with reopen(root) as desk:
        yield desk, expected


def test_at_least_one_ledger_is_kept():
    assert RELEASES


def test_every_stream_folds_to_the_document_it_had(release):
    desk, expected = release
    assert {stream for (stream,) in desk.raw.execute("SELECT id FROM ledger_stream")} == set(expected)
    for stream, wanted in expected.items():
        events = streams.events(desk.raw, stream)
        chain.verify(events)
        folded = fold(events)
        found = {"kind": folded.kind, "seq": folded.seq, "head": folded.head, "open": folded.open}
        assert {**found, "private": folded.private} == wanted


def test_it_is_migrated_and_sound_and_can_be_worked_on(release):
    desk, _ = release
    assert migrate.state(desk.raw) == migrate.HEAD
    assert desk.raw.execute("SELECT version FROM index_state").fetchall() == [(migrate.INDEX,)]
    assert doctor.examine(desk).faults == ()
    notes.write(desk, desk.raw.execute("SELECT number FROM index_case").fetchone()[0], "多年以后")
    assert doctor.examine(desk).faults == ()
