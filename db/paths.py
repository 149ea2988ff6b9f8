"""Where the migrations lie: the same relative place in a checkout, a wheel and a frozen program."""

from pathlib import Path

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
