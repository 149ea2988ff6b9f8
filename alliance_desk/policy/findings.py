"""What a check comes to: its outcome, the facts it used, what is missing, and where to go."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Fact
from alliance_desk.policy.pack import Severity
from alliance_desk.policy.regions import Divisions

SHOWN = 6
"""How many names of a list a message shows before it gives the number of the rest."""


class Outcome(StrEnum):
    """Three-valued logic with what a person must still do. Missing data is never a pass."""

    PASS = "pass"  # noqa: S105 - an outcome, no secret
    FAIL = "fail"
    EXPLAIN = "explain"
    MANUAL = "manual"
    NA = "na"
    MISSING = "missing"


class Verdict(Struct, frozen=True):
    """What a computation says before severity, overrides and attestations are laid over it.

    code: wording in the table ``finding``. missing: every single thing that is not there, in full. paths: where to go.
    keys: attestation keys that are open. hard: a fail that no reason heals, whatever the severity.
    """

    outcome: Outcome
    code: str
    facts: Mapping[str, Fact] = {}
    missing: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    hard: bool = False


class Finding(Struct, frozen=True):
    """One check of one case. facts hold no float and may be stored; reason: why an override or attestation says so.

    digest: of the facts; an override is bound to it. overridable: a reason would let it pass. by: role that must attest.
    """

    check: str
    title: str
    severity: Severity
    basis: str
    outcome: Outcome
    code: str
    facts: Mapping[str, Fact]
    missing: tuple[str, ...]
    paths: tuple[str, ...]
    keys: tuple[str, ...]
    reason: str
    digest: str
    overridable: bool
    by: str = ""

    def text(self, language: str = "zh_CN") -> str:
        """The finding in the user's words: what was found, of whom; long lists are cut and counted."""
        shown = {name: _shown(name, value, language) for name, value in self.facts.items()}
        said = words.text(f"finding.{self.code}", shown, language)
        if self.reason:
            said += words.text("finding.with-reason", {"reason": self.reason}, language)
        return said


class Others(Struct, frozen=True):
    """What the rules need to know from outside the case.

    divisions: the table of division codes. alliances: name of every other recognised or running alliance under the same
    policy that bears this one's name, folded → what it is (a case number, a recognition document); others may be among them. continued: the recorded 继续执行依据 for an expired policy.
    leads, fields: folded name or code of the unit in the lead, folded name of the field → the recognised alliances that have it.
    rehearsal: the case is a rehearsal (演练), as a draft policy allows.
    """

    divisions: Divisions
    alliances: Mapping[str, str] = {}
    leads: Mapping[str, tuple[str, ...]] = {}
    fields: Mapping[str, tuple[str, ...]] = {}
    continued: str = ""
    rehearsal: bool = False


def label(path: str, language: str = "zh_CN") -> str:
    """What a document path is called; a member's field by ``members.<field>``."""
    known = words.catalogue(language)
    first, last = path.partition(".")[0], path.rpartition(".")[2]
    return known.get(f"path.{first}.{last}" if "." in path else f"path.whole.{path}", path)


def _shown(name: str, value: Fact, language: str) -> Fact:
    if not isinstance(value, tuple):
        return value
    if name == "fields":
        value = tuple(label(path, language) for path in value)
    if len(value) <= SHOWN:
        return value
    return words.text("finding.and-more", {"names": value[:SHOWN], "count": len(value)}, language)
