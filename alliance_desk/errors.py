"""The two ways a verb says no. Anything else that is raised is a bug."""

from collections.abc import Mapping

from alliance_desk import words

Fact = str | int | bool | tuple[str, ...]


class DeskError(Exception):
    """What a user can be told: a wording code and the facts that fill it in.

    code: key in ``resources/words``, such as ``"sheets.wrong-pack"``.
    facts: values named in the wording; never a finished sentence.
    """

    def __init__(self, code: str, /, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, Fact] = facts

    def text(self, language: str = "zh_CN") -> str:
        """The message for the user: what happened, to which record, what to do."""
        return words.text(
            self.code, {name: _word(name, value, language) for name, value in self.facts.items()}, language
        )

    def __str__(self) -> str:
        return self.text()


_LABELS: Mapping[str, str] = {"kind": "event", "state": "custody-state"}
"""Facts that are codes of the ledger → the wordings that say them to a person."""


def _word(name: str, value: Fact, language: str) -> Fact:
    """A fact as a person reads it: what an event is called and not its code; anything else as it is."""
    said = words.catalogue(language).get(f"{_LABELS[name]}.{value}", "") if name in _LABELS else ""
    return said if said and "{" not in said else value


class Refused(DeskError):
    """A rule or a state says no. ``basis`` is the article it rests on, where one does."""

    def __init__(self, code: str, /, basis: str = "", **facts: Fact) -> None:
        super().__init__(code, **facts)
        self.basis = basis


class Damaged(DeskError):
    """A file, a disk or a package is not what it must be: what, where, what to do."""
