"""One procedure of a pack as if it were a pack of its own: its stages, conditions, papers and score lines.

So a yearly report or a change goes through the same machine as an application: one way of stages, one list of conditions, one matrix of papers.
"""

from typing import cast

from msgspec.structs import replace

from alliance_desk.canonical import Json
from alliance_desk.policy.conditions import Attest, Check, Off, Severity
from alliance_desk.policy.pack import Pack


def of_case(rules: Pack, document: Json) -> Pack:
    """The rules a case goes by: the pack cut down to the case's procedure (``case.procedure``; absent for an application)."""
    return within(rules, str(cast("Json", document.get("case") or {}).get("procedure", "")))


def within(rules: Pack, procedure: str) -> Pack:
    """The pack cut down to one procedure; an empty id gives the way to recognition.

    Conditions that the procedure looks at once more (``again``) come first, bound as hard as it says. A procedure that the rules do not have
    has no stage, so nothing can be done in it.
    """
    item = rules.procedure.get(procedure)
    again: dict[str, Check] = {}
    if item is not None:
        again = {key: _again(rules.check[key], item.severity) for key in item.again if key in rules.check}
    return replace(
        rules,
        stage={key: stage for key, stage in rules.stage.items() if stage.of == procedure},
        check=again | {key: check for key, check in rules.check.items() if check.of == procedure},
        paper={key: paper for key, paper in rules.paper.items() if paper.of == procedure},
        score={key: score for key, score in rules.score.items() if score.of == procedure},
    )


def switched_off(rules: Pack, procedure: str) -> list[Off]:
    """The conditions of a procedure that a call took away, in its order: they were not overlooked."""
    return [item for path, item in rules.off.items() if path.startswith("check.") and item.of == procedure]


def _again(check: Check, severity: Severity) -> Check:
    """A condition looked at once more; what a person judges stays a judgement."""
    return check if isinstance(check, Attest) else replace(check, severity=severity)
