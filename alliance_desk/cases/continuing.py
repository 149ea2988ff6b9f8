"""What may still be done under a policy whose own term is over: nothing new without a recorded 继续执行依据."""

from datetime import date
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.pack import Pack, Status
from alliance_desk.policy.periods import add_years


def expires(rules: Pack) -> date | None:
    """The last day of a policy with a term: the corresponding day (part 5 of the readings); None without a term."""
    until = rules.pack.until
    return add_years(date.fromisoformat(rules.pack.effective), until.years) if until is not None else None


def refuse_expired(desk: Desk, rules: Pack) -> None:
    """Raise Refused when the policy has expired and nobody recorded on what ground it still applies, or is repealed."""
    end = expires(rules)
    if rules.pack.status is Status.REPEALED:
        raise Refused("cases.policy-repealed", title=rules.pack.title)
    if end is not None and desk.clock.today() > end and not continued(desk, rules.pack.id):
        raise Refused("cases.policy-expired", title=rules.pack.title, end=end.isoformat())


def continued(desk: Desk, pack: str) -> str:
    """The recorded 继续执行依据 for a policy; empty when there is none."""
    return cast("dict[str, Json]", desk.settings.get("continued", {})).get(pack, {}).get("document", "")


def record(desk: Desk, pack: str, document: str, decided_by: str) -> Changes:
    """Record on what ground an expired policy still applies: document number and who decided."""
    title = desk.pack(pack).pack.title
    if not document.strip() or not decided_by.strip():
        raise Refused("cases.continuing-incomplete", title=title)
    entry = {
        "document": document.strip(),
        "decided_by": decided_by.strip(),
        "on": desk.clock.today().isoformat(),
        "operator": desk.operator,
    }
    stream = desk.own_stream("office")
    desk.commit(
        [Draft(stream=stream, stream_kind="office", kind="office.policy-continued", patch={"continued": {pack: entry}})]
    )
    return Changes(
        code="cases.continued",
        facts={"title": title, "document": document},
        kinds=frozenset({"office"}),
        streams=(stream,),
    )
