"""One thing that may be done with a case now, and where it stands: what the verbs themselves look at, read once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from alliance_desk import words
from alliance_desk.cases import conditions
from alliance_desk.cases.continuing import refuse_expired
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger import custody
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.findings import Finding
from alliance_desk.policy.pack import Pack, Stage

_OPEN = "steps.conditions-open"


class Step(Struct, frozen=True, kw_only=True):
    """One thing to do with a case.

    id: what it does. stage: id of the stage it belongs to, or empty. main: the one button of the page. why, facts: wording of the reason
    why it is not enabled, or of a remark to one that is. basis: the article. record: stream of the session, notice or batch it goes on with.
    """

    id: str
    stage: str = ""
    enabled: bool = True
    main: bool = False
    why: str = ""
    facts: Mapping[str, Fact] = {}
    basis: str = ""
    record: str = ""

    def text(self, language: str = "zh_CN") -> str:
        """Why it is not enabled, or what else is to be known; empty where nothing is."""
        if not self.why:
            return ""
        facts = dict(self.facts)
        if self.why == _OPEN:
            counted = {name: facts[name] for name in ("fail", "missing", "explain", "manual") if facts.get(name)}
            parts = [words.text(f"steps.open.{name}", {"count": count}, language) for name, count in counted.items()]
            facts["parts"] = words.text("steps.and", language=language).join(parts)
        return words.text(self.why, facts, language)


class Scene:
    """A case as this office has it before its eyes."""

    def __init__(self, desk: Desk, case: Folded) -> None:
        self.desk, self.case = desk, case
        self.rules = desk.rules_of(case)
        self.offices = case.open["offices"]
        #: whether the other office of the case lies above: this one recommends
        self.up = desk.office == self.offices["recommender"]
        self.other = str(self.offices["decider"] if self.up else self.offices["recommender"])
        self.alone = self.offices["recommender"] == self.offices["decider"]
        self.holds = custody.may_work(case.open, desk.office)
        self.end = stages.end_kind(self.rules, case.open)

    @cached_property
    def findings(self) -> list[Finding]:
        """Every condition of the case as it stands now."""
        return conditions.findings(self.desk, self.case)

    @cached_property
    def open(self) -> list[tuple[str, Stage]]:
        """The open stages that this office may close now, those that are needed first."""
        if not self.holds:
            return []
        keys = stages.open_stages(self.rules, self.case.open)
        mine = [(key, self.rules.stage[key]) for key in keys if self.own(self.rules.stage[key].actor)]
        return sorted(mine, key=lambda item: item[1].optional)

    def own(self, role: str) -> bool:
        """Whether a role of the policy is this office's in the case."""
        return self.offices.get(role) == self.desk.office

    def name(self, office: str) -> str:
        """What an office of the case is called; a county that the city enters for by its own name."""
        return str(self.offices["names"].get(office, {}).get("name", office))

    def known(self, office: str) -> bool:
        """Whether an office's key was entered, so that a package can be sealed for it."""
        return any(peer["office"] == office for peer in self.desk.settings.get("peers", {}).values())


Steps = Iterator[Step]


def at(name: str, key: str, stage: Stage, **more: Any) -> Step:
    """A step that belongs to a stage. more: its other fields."""
    return Step(id=name, stage=key, basis=stage.basis, **more)


def expired(scene: Scene, rules: Pack | None) -> dict[str, Any]:
    """That nothing new may begin under the policy, nor under its newest version when no rules are named."""
    try:
        refuse_expired(scene.desk, rules or scene.desk.rules_for(scene.rules.pack.id))
    except Refused as error:
        return {"enabled": False, "why": error.code, "facts": error.facts}
    return {}


def counted(found: list[Finding]) -> dict[str, Fact]:
    """How many conditions are open, in all and by what they lack."""
    return {"count": len(found), **Counter(finding.outcome.value for finding in found)}


def barred(found: list[Finding]) -> dict[str, Any]:
    """The part of a step that says that conditions are still open; nothing where none is."""
    return {"enabled": False, "why": _OPEN, "facts": counted(found)} if found else {}
