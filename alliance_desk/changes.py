"""What a verb reports: which kinds of record it touched, what to say, and where its papers lie."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from alliance_desk.errors import Fact


class Changes(Struct, frozen=True, kw_only=True):
    """The outcome of one commit.

    code, facts: the sentence that says what happened. kinds: stream kinds touched, views refresh by them.
    streams: ids of the streams touched, the main one first. files: what was written for the user.
    """

    code: str
    facts: Mapping[str, Fact] = {}
    kinds: frozenset[str] = frozenset()
    streams: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    def text(self, language: str = "zh_CN") -> str:
        """What happened, for the user."""
        from alliance_desk import words

        return words.text(self.code, self.facts, language)
