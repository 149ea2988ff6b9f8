"""The doctor finds nothing after the story, and names each single thing that is planted."""

import shutil

import pytest

from alliance_desk import canonical, doctor
from alliance_desk.errors import Damaged
from alliance_desk.ledger.rebuild import TABLES
from db import lists
from tests.helpers.desks import reopen, two_offices
from tests.helpers.life import live
from tests.helpers.story import play


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of the city's workspace after the story, closed."""
    folder = tmp_path_factory.mktemp("story")
    pair = two_offices(folder)
    live(pair, play(pair, folder).case, folder / "life")
    pair.close()
    return folder / "city"


@pytest.fixture(scope="module")
def shared(finished):
    """It, open: for tests that leave it as it was."""
    with reopen(finished) as city:
        yield city


@pytest.fixture
def desk(shared, finished, tmp_path):
    """A copy of it, open: for tests that mend it."""
    shutil.copytree(finished, tmp_path / "city", ignore=shutil.ignore_patterns("*.docx", "desk.lock"))
    with reopen(tmp_path / "city") as city:
        yield city


@pytest.fixture
def found(shared):
    """What the doctor says, code and facts, while something is changed behind the desk's back."""

    def look(statement, *values):
        shared.raw.execute("PRAGMA foreign_keys = OFF")
        shared.raw.execute("BEGIN")
        try:
            assert shared.raw.execute(statement, values).rowcount > 0
            return said(shared)
        finally:
            shared.raw.execute("ROLLBACK")
            shared.raw.execute("PRAGMA foreign_keys = ON")

    return look


def said(desk):
    faults = doctor.examine(desk).faults
    assert all(fault.text() for fault in faults)
    return [(fault.code, fault.facts) for fault in faults]


def sound(desk):
    return doctor.examine(desk).faults == ()


def one(desk, query, *values):
    return desk.raw.execute(query, values).fetchone()[0]


def test_after_the_story_there_is_nothing_to_find(desk):
    report = doctor.examine(desk)
    assert report.faults == ()
    assert (report.streams, report.blobs) == (one(desk, "SELECT count(*) FROM ledger_stream"), 1)
    assert report.rows > len(TABLES)


def keys_of(table):
    return [column.name for column in table.primary_key]


def changing(table, raw):
    """A statement that changes one cell of a table's first row, with the key of the row and the column."""
    column = next(c.name for c in table.columns if c.name not in keys_of(table))
    key = first_key(table, raw)
    query = f'SELECT typeof("{column}") FROM "{table.name}" WHERE rowid = (SELECT min(rowid) FROM "{table.name}")'
    value = {"integer": f'"{column}" + 1', "text": f"'x' || \"{column}\"", "blob": "x'7b7d'"}[
        raw.execute(query).fetchone()[0]
    ]
    return (
        f'UPDATE "{table.name}" SET "{column}" = {value} WHERE rowid = (SELECT min(rowid) FROM "{table.name}")',
        key,
        column,
    )


def first_key(table, raw):
    names = ", ".join(f'"{name}"' for name in keys_of(table))
    return " / ".join(map(str, raw.execute(f'SELECT {names} FROM "{table.name}" ORDER BY rowid LIMIT 1').fetchone()))


NAMED = [pytest.param(table, id=table.name) for table in TABLES]


@pytest.mark.parametrize("table", [p for p in NAMED if p.id != "index_state"])
def test_one_changed_cell_is_named_with_table_key_and_column(table, shared, found):
    statement, key, column = changing(table, shared.raw)
    faults = [fault for fault in found(statement) if fault[0] != "doctor.search-differs"]
    assert faults == [("doctor.row-changed", {"table": table.name, "key": key, "column": column})]


@pytest.mark.parametrize("table", NAMED)
def test_one_lost_row_is_named_with_table_and_key(table, shared, found):
    lost = found(f'DELETE FROM "{table.name}" WHERE rowid = (SELECT min(rowid) FROM "{table.name}")')
    assert lost == [("doctor.row-missing", {"table": table.name, "key": first_key(table, shared.raw), "column": ""})]


def test_one_added_row_is_named(found):
    row = "SELECT id, 'planted', unit, title, kind, fields, county, state FROM index_expert LIMIT 1"
    added = found(f"INSERT INTO index_expert (name, id, unit, title, kind, fields, county, state) {row}")
    assert {code for code, _ in added} == {"doctor.row-surplus"} or added[0][0] == "doctor.row-surplus"


def test_all_faults_of_the_index_are_mended_at_once(desk):
    for table in TABLES:
        if table.name != "index_state":
            desk.raw.execute(changing(table, desk.raw)[0])
    desk.raw.execute("DELETE FROM index_member")
    assert len(said(desk)) > len(TABLES) - 2
    doctor.repair(desk)
    assert sound(desk)


def test_a_lost_row_does_not_keep_a_workspace_from_opening_and_being_mended(desk):
    desk.raw.execute("DELETE FROM index_document")
    root = desk.place.root
    desk.close()
    with reopen(root) as again:
        assert {fault.facts["table"] for fault in doctor.examine(again).faults} == {"index_document"}
        doctor.repair(again)
        assert sound(again)


def test_a_scrambled_document_does_not_keep_a_workspace_from_opening_and_being_mended(desk):
    desk.raw.execute("UPDATE index_document SET open = x'00'")
    root = desk.place.root
    desk.close()
    with reopen(root) as again:
        assert {fault.facts["column"] for fault in doctor.examine(again).faults} == {"open"}
        doctor.repair(again)
        assert sound(again)


def test_a_head_that_is_not_the_ledgers_lets_nothing_be_written(desk):
    from alliance_desk.cases import office

    desk.raw.execute("UPDATE index_document SET head = 'x' WHERE kind = 'office'")
    with pytest.raises(Damaged) as fault:
        office.save_unit(desk, "样例单位", former=[])
    assert fault.value.code == "ledger.index-differs"
    doctor.repair(desk)
    office.save_unit(desk, "样例单位", former=[])
    assert sound(desk)


def test_the_search_is_mended_too(desk):
    text = one(desk, "SELECT name FROM index_case WHERE kind = 'application'")
    desk.raw.execute("INSERT INTO search_case(search_case, rowid, grams) SELECT 'delete', rowid, grams FROM index_case")
    assert len(lists.ids(desk.raw, "cases", lists.ListQuery(text))) == 0
    assert [code for code, _ in said(desk)] == ["doctor.search-differs"]
    doctor.repair(desk)
    named = one(desk, "SELECT count(*) FROM index_case WHERE name = ?", text)
    assert len(lists.ids(desk.raw, "cases", lists.ListQuery(text))) == named > 1
    assert sound(desk)


BODY = """
    SELECT b.hash, b.data, e.stream FROM ledger_body b JOIN ledger_event e
    ON json_extract(CAST(e.header AS TEXT), '$.{body}') = b.hash WHERE e.kind = ?
"""


def flipped(data):
    at = data.index(b'"patch":{') + 15
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(("body", "kind"), [("open", "meeting.held"), ("private", "notice.objection-received")])
def test_one_flipped_byte_of_a_body_is_named(body, kind, shared, found):
    name, data, stream = shared.raw.execute(BODY.format(body=body), (kind,)).fetchone()
    faults = found("UPDATE ledger_body SET data = ? WHERE hash = ?", flipped(data), name)
    assert [code for code, _ in faults] == ["doctor.body-changed", "doctor.chain"]
    assert (faults[0][1]["body"], faults[1][1]["stream"]) == (name, stream)


def test_what_cannot_be_mended_stays_as_it_was(desk):
    name, data, _ = desk.raw.execute(BODY.format(body="open"), ("meeting.held",)).fetchone()
    desk.raw.execute("UPDATE ledger_body SET data = ? WHERE hash = ?", (flipped(data), name))
    with pytest.raises(Damaged):
        doctor.repair(desk)
    assert one(desk, "SELECT count(*) FROM index_case WHERE kind = 'application'") == 1


def test_a_lost_body_is_named(shared, found):
    stream, seq, name = shared.raw.execute(
        "SELECT stream, seq, json_extract(CAST(header AS TEXT), '$.open') FROM ledger_event WHERE kind = 'note.written'"
    ).fetchone()
    ((code, facts),) = found("DELETE FROM ledger_body WHERE hash = ?", name)
    assert (code, facts["stream"]) == ("doctor.chain", stream)
    assert seq == 1


def test_one_changed_byte_of_a_header_is_named(shared, found):
    stream, seq, raw = shared.raw.execute(
        "SELECT stream, seq, header FROM ledger_event WHERE kind = 'meeting.held'"
    ).fetchone()
    changed = raw.replace(b'"time":"2024', b'"time":"2025')
    faults = found("UPDATE ledger_event SET header = ? WHERE stream = ? AND seq = ?", changed, stream, seq)
    assert ("doctor.columns-differ", {"stream": stream, "seq": seq}) in faults
    broken = found("UPDATE ledger_event SET header = ? WHERE stream = ? AND seq = ?", raw[1:], stream, seq)
    assert ("doctor.header-damaged", stream) in [(code, facts.get("stream")) for code, facts in broken]


def test_a_changed_column_beside_a_header_is_named(shared, found):
    stream, seq = shared.raw.execute("SELECT stream, seq FROM ledger_event WHERE kind = 'meeting.held'").fetchone()
    faults = found("UPDATE ledger_event SET office = 'x' WHERE stream = ? AND seq = ?", stream, seq)
    assert faults == [("doctor.columns-differ", {"stream": stream, "seq": seq})]


def test_an_event_cut_out_of_the_middle_breaks_its_chain(shared, found):
    stream = one(shared, "SELECT stream FROM index_case WHERE kind = 'application'")
    faults = found("DELETE FROM ledger_event WHERE stream = ? AND seq = 3", stream)
    assert ("doctor.chain", stream) in [(code, facts.get("stream")) for code, facts in faults]


def test_an_event_rewritten_with_all_its_hashes_is_named_by_the_signature(desk):
    """Whoever recomputes everything that is not secret still cannot sign: the opinion of the county says so."""
    from alliance_desk.ledger import streams
    from alliance_desk.ledger.event import make

    stream = one(desk, "SELECT stream FROM index_case WHERE kind = 'application'")
    events = streams.events(desk.raw, stream)
    head = ""
    for event in events:
        from msgspec.structs import replace

        open_body = event.open or b""
        if event.header.kind == "stage.recommend":
            body = canonical.decode(open_body)
            body["patch"]["opinion"]["text"] = "不同意"
            open_body = canonical.encode(body)
        fake = make(replace(event.header, prev=head, open=canonical.sha256(open_body)), open_body, event.private)
        head = fake.hash
        desk.raw.execute(
            "UPDATE ledger_event SET header = ?, hash = ? WHERE stream = ? AND seq = ?",
            (fake.raw, fake.hash, stream, event.header.seq),
        )
        desk.raw.execute("INSERT OR IGNORE INTO ledger_body VALUES (?, ?)", (fake.header.open, open_body))
    doctor.repair(desk)
    signed = desk.raw.execute("SELECT seq FROM ledger_signature WHERE stream = ? ORDER BY seq", (stream,)).fetchall()
    assert said(desk) == [("doctor.signature", {"stream": stream, "seq": seq}) for (seq,) in signed]
    assert len(signed) > 4


def test_a_broken_signature_is_named(shared, found):
    stream, seq, signature = shared.raw.execute(
        "SELECT stream, seq, signature FROM ledger_signature LIMIT 1"
    ).fetchone()
    broken = bytes([signature[0] ^ 1]) + signature[1:]
    faults = found("UPDATE ledger_signature SET signature = ? WHERE signature = ?", broken, signature)
    assert faults == [("doctor.signature", {"stream": stream, "seq": seq})]


def test_own_signatures_are_checked_without_the_passphrase(shared, found, monkeypatch):
    monkeypatch.setattr(shared, "passphrase", None)
    own = one(shared, "SELECT signature FROM ledger_signature WHERE seq = (SELECT max(seq) FROM ledger_signature)")
    faults = found("UPDATE ledger_signature SET signature = ? WHERE signature = ?", b"x" * 64, own)
    assert [code for code, _ in faults] == ["doctor.signature"]


def test_changed_rules_are_named(shared, found):
    name, data = shared.raw.execute("SELECT hash, data FROM ledger_rules LIMIT 1").fetchone()
    faults = found("UPDATE ledger_rules SET data = ? WHERE hash = ?", data + b" ", name)
    assert ("doctor.rules-changed", {"rules": name}) in faults


@pytest.mark.parametrize("how", ["lost", "changed"])
def test_a_lost_or_changed_attachment_is_named_with_its_case_and_file(how, desk):
    blob = one(desk, "SELECT blob FROM index_paper")
    path = desk.blobs.path(blob)
    if how == "lost":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")
    ((code, facts),) = said(desk)
    assert (code, facts["blob"]) == ("doctor.blob", blob)
    assert str(facts["name"]).startswith(one(desk, "SELECT number FROM index_case WHERE kind = 'application'"))


def test_a_lost_attachment_does_not_hide_a_changed_row(desk):
    desk.blobs.path(one(desk, "SELECT blob FROM index_paper")).unlink()
    desk.raw.execute("UPDATE index_case SET name = 'x'")
    assert {code for code, _ in said(desk)} == {"doctor.blob", "doctor.row-changed"}


def test_a_damaged_file_is_named(finished, tmp_path):
    shutil.copytree(finished, tmp_path / "city")
    path = tmp_path / "city" / "desk.db"
    data = bytearray(path.read_bytes())
    with reopen(tmp_path / "city") as desk:
        page = one(desk, "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_index_case_name'")
        size = one(desk, "PRAGMA page_size")
    data = bytearray(path.read_bytes())
    data[(page - 1) * size + size - 40 : page * size] = b"\xff" * 40
    path.write_bytes(data)
    with reopen(tmp_path / "city") as desk:
        assert "doctor.file-damaged" in {fault.code for fault in doctor.examine(desk).faults}


def test_a_read_only_desk_can_be_examined(desk):
    with reopen(desk.place.root, readonly=True) as reader:
        assert sound(reader)
