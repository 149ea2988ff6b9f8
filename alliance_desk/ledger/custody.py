"""One holder at a time, as with paper: what each custody event does to where a case lies.

``held(X) → offered(X→Y) → held(Y)``; while offered only Y may take in or decline, and X may withdraw.
"""

from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.errors import Refused

OFFER, ACCEPT, DECLINE, WITHDRAW = "case.offered", "case.accepted", "case.declined", "case.offer-withdrawn"
EVENTS = (OFFER, ACCEPT, DECLINE, WITHDRAW)


def holder(document: Json) -> str:
    """The office that holds the case or has offered it; empty before the case is opened."""
    return cast("Json", document.get("custody", {})).get("holder", "")


def may_work(document: Json, office: str) -> bool:
    """Whether an office holds the case now and has not handed it over."""
    custody = cast("Json", document.get("custody", {}))
    return custody.get("state") == "held" and custody.get("holder") == office


def after(document: Json, kind: str, office: str, to: str = "", ground: str = "") -> Json:
    """The custody section that a custody event of this kind must leave behind.

    office: who acts. to: who the case is offered to. ground: why it was declined or withdrawn; it stays until the next move.
    Raises Refused when the case does not lie where it would have to, or a ground is missing.
    """
    now = cast("Json", document.get("custody", {}))
    state, held_by, offered_to = now.get("state"), now.get("holder", ""), now.get("to", "")
    parties = {cast("Json", document.get("offices", {})).get(role) for role in ("recommender", "decider")}
    if kind == OFFER and state == "held" and held_by == office and to != office and to in parties:
        return {"state": "offered", "holder": office, "to": to}
    if state == "offered":
        if kind == ACCEPT and offered_to == office:
            return {"state": "held", "holder": office}
        if ground.strip() and ((kind == DECLINE and offered_to == office) or (kind == WITHDRAW and held_by == office)):
            return {"state": "held", "holder": held_by, "ground": ground}
    raise Refused("ledger.custody", kind=kind, state=str(state or "-"))
