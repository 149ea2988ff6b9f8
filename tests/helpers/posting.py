"""An office under a policy that has a letter for everything after recognition (``posting.toml``)."""

from pathlib import Path

from alliance_desk.desk import Desk
from tests.helpers import care
from tests.helpers.desks import LIFE, PACK, PACK_ID

POSTING = Path(__file__).with_name("posting.toml")


def lay(desk: Desk, *lines: tuple[str, str]) -> None:
    """Give an office the policy, with some of its lines changed (old, new)."""
    text = "".join(path.read_text("utf8") for path in (PACK, LIFE, POSTING))
    for old, new in (('effective = "2024-01-01"', 'effective = "2018-01-01"'), *lines):
        assert old in text
        text = text.replace(old, new)
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")


def city(root: Path) -> Desk:
    """A deciding office under it."""
    desk = care.city(root)
    lay(desk)
    return desk
