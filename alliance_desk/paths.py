"""Where the program's own data lies: the same relative place in a checkout, a wheel and a frozen program."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
