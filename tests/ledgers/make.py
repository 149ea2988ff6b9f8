"""Keep a real ledger for good: ``python -m tests.ledgers.make RELEASE`` plays the story and stores the city's workspace.

Run once for each release, before it goes out; what an earlier release left is never made again.
"""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import fold
from tests.helpers.desks import two_offices
from tests.helpers.life import live
from tests.helpers.story import play

KEPT = ("desk.db", "highwater.json", "keys/office.key", "blobs/??/*")


def main(release: str) -> None:
    """Play, close, and store workspace and expected documents under ``tests/ledgers/RELEASE``."""
    place = Path(__file__).parent / release
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pair = two_offices(Path(folder))
        live(pair, play(pair, Path(folder)).case, Path(folder) / "life")
        raw = pair.city.raw
        expected = {}
        for (stream,) in raw.execute("SELECT id FROM ledger_stream ORDER BY kind, id").fetchall():
            folded = fold(streams.events(raw, stream))
            expected[stream] = {"kind": folded.kind, "seq": folded.seq, "head": folded.head, "open": folded.open}
            expected[stream]["private"] = folded.private
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("VACUUM")
        pair.close()
        root = Path(folder) / "city"
        with zipfile.ZipFile(place / "workspace.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
            for path in sorted(path for pattern in KEPT for path in root.glob(pattern)):
                out.write(path, path.relative_to(root).as_posix())
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (place / "documents.json").write_text(text + "\n", encoding="utf8")


if __name__ == "__main__":
    main(sys.argv[1])
