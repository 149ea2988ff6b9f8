"""The pinyin initials of every division, for typing a place without an input method: ``python installer/initials.py``.

Made once and kept beside the table: reading 4,000 names with pypinyin takes half a second, more than a keystroke may.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alliance_desk import files  # noqa: E402 - the program's own modules, from wherever this is started
from alliance_desk.cases.initials import initials  # noqa: E402
from alliance_desk.desk.divisions import divisions  # noqa: E402


def main() -> None:
    """Write the file anew."""
    found = {code: initials(row.name) for code, row in sorted(divisions().by_code.items())}
    lines = ",\n".join(f"{json.dumps(code)}: {json.dumps(letters)}" for code, letters in found.items())
    path = files.write(ROOT / "resources" / "regions" / "initials.json", f"{{\n{lines}\n}}\n".encode())
    print(f"{path}: {len(found)}")


if __name__ == "__main__":
    main()
