"""What a correction of a public notice is about, in words."""

from alliance_desk import words
from alliance_desk.canonical import Json


def item_name(one: Json, language: str = "zh_CN") -> str:
    """What stood wrong. one: an item of a correction as it is kept."""
    return str(one.get("what", "")) or words.text(f"cases.correct-item.{one['item']}", language=language)
