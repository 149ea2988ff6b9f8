"""For every kind of event: a planted foreign path or foreign role in a correctly signed package is refused."""

from typing import Any

import pytest

from alliance_desk.exchange import intake
from alliance_desk.ledger import custody
from alliance_desk.ledger.kinds import KINDS, TRAVELLING, UNDONE
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Stage
from tests.helpers.desks import PACK_ID
from tests.helpers.life import affair

IN_CASES = [name for name, kind in KINDS.items() if kind.stream == "case"]
STAGES = [name for name in IN_CASES if KINDS[name].stage]
AT_HOME = [name for name, kind in KINDS.items() if kind.stream not in TRAVELLING]
OPENING = "case.opened"
OPENINGS = (OPENING, "affair.opened")

FOREIGN = ({"recognition": {"document": "样科发〔2024〕9号"}}, {"members": {"m1": {"name": "另一单位"}}})
"""A decision and a fact: no kind may write both."""


def foreign(name):
    """A patch with a path that this kind may not write."""
    kind = KINDS[name]
    return next(p for p in FOREIGN if not any(kind.allows((a, b)) for a, inner in p.items() for b in inner))


def place(desk, name) -> tuple[str, Stage]:
    """The first stage that an event of this kind closes, with its id."""
    rules = desk.policy_for(PACK_ID)
    return next((key, stage) for key, stage in rules.stage.items() if stage.kind == KINDS[name].stage)


def stage_patch(desk, name, office) -> dict[str, Any]:
    """What closing the stage of this kind would write."""
    key, stage = place(desk, name)
    return {"stages": {key: {"outcome": next(iter(stages.outcomes(stage))), "on": "2024-09-27", "office": office}}}


def begun(forger, name):
    """The chain of a case in which an event of this kind could come next, were it the right office's; None for an application."""
    procedure, before = "yearly", []
    if KINDS[name].stage:
        _, stage = place(forger.desk, name)
        ours = stage.actor == "recommender"
        procedure, before = stage.of, stage.after if ours else []
    if not procedure or not (KINDS[name].stage or name.startswith("affair.")):
        return None
    document = affair(forger.desk, procedure)
    document["case"]["number"] = "样例-1"
    header = {"stream": "a" * 32, "rules": document["case"]["rules"]}
    chain = [forger.event([], "affair.opened", document, **header)]
    for key in before:
        stage = forger.desk.policy_for(PACK_ID).stage[key]
        entry = {"outcome": next(iter(stages.outcomes(stage))), "on": "2024-09-27", "office": forger.desk.office}
        chain.append(forger.event(chain, f"stage.{stage.kind}", {"stages": {key: entry}}))
    return chain


@pytest.mark.parametrize("name", IN_CASES)
def test_a_foreign_path_in_a_case_is_refused(pair, case, forger, stick, refused, name):
    chain = begun(forger, name) or forger.chain(case)
    if name in OPENINGS:
        chain = [forger.redone(chain[0], chain[0].patch | FOREIGN[0])]
    else:
        chain.append(forger.event(chain, name, foreign(name)))
    error = refused(forger.send(stick, chain))
    assert error.code == ("ledger.foreign-undo" if name.endswith(UNDONE) else "ledger.foreign-path")


@pytest.mark.parametrize("name", [name for name in IN_CASES if name not in OPENINGS])
def test_a_foreign_private_path_in_a_case_is_refused(pair, case, forger, stick, refused, name):
    chain = begun(forger, name) or forger.chain(case)
    chain.append(forger.event(chain, name, private={"scores": {"expert-01": 90}}))
    error = refused(forger.send(stick, chain))
    assert error.code == ("ledger.foreign-undo" if name.endswith(UNDONE) else "ledger.foreign-path")


UNDONE_OR_ANSWER = {n for n in IN_CASES if n.endswith(UNDONE)} | {*custody.EVENTS} - {custody.OFFER}


@pytest.mark.parametrize("name", [name for name in IN_CASES if name not in UNDONE_OR_ANSWER])
def test_a_county_writes_no_effects_with_any_kind(pair, case, forger, stick, refused, name):
    chain = begun(forger, name) or forger.chain(case)[:3]  # its recommendation is open
    effect = {"kind": "recognised", "alliance": "a" * 32, "on": "2024-09-27", "name": "假联盟", "members": {}}
    patch, header = {}, {}
    if name in OPENINGS:
        patch, header = chain[0].patch, {"stream": chain[0].header.stream, "rules": chain[0].header.rules}
        chain = []
    elif KINDS[name].stage:
        patch = stage_patch(pair.county, name, pair.county.office)
    elif name == custody.OFFER:
        patch = {"custody": {"state": "offered", "to": pair.city.office}}
    chain.append(forger.event(chain, name, patch, body={"effects": [effect]}, **header))
    ours = not KINDS[name].stage or place(pair.county, name)[1].actor == "recommender"
    by_role = "ledger.effects-not-allowed" if ours and KINDS[name].role != "decider" else "ledger.foreign-role"
    assert refused(forger.send(stick, chain)).code == by_role


@pytest.mark.parametrize("name", IN_CASES)
def test_a_foreign_role_in_a_case_is_refused(pair, case, other, forger, stick, refused, name):
    """Deciding kinds by the county that sends them; the county's own kinds by another county, signed by that one."""
    chain, kind = begun(forger, name) or forger.chain(case), KINDS[name]
    role = place(pair.county, name)[1].actor if kind.stage else kind.role
    by = pair.county if role == "decider" else other
    wanted = "ledger.foreign-role"
    if name in OPENINGS:
        opened = chain[0]
        fields = {"stream": opened.header.stream, "rules": opened.header.rules}
        mine = opened.patch | {"custody": {"state": "held", "holder": other.office}}
        chain = [forger.event([], name, mine, office=other, **fields)]
    elif kind.stage:
        chain.append(forger.event(chain, name, stage_patch(pair.county, name, by.office), office=by))
    elif kind.role == "custody":
        # Offered to itself, signed for or declined in the city's place, withdrawn by a stranger.
        by = other if name in {custody.OFFER, custody.WITHDRAW} else pair.county
        if name != custody.OFFER:
            chain.append(forger.event(chain, custody.OFFER, {"custody": {"state": "offered", "to": pair.city.office}}))
        moved = {"custody": {"state": "held", "holder": by.office, "to": None, "ground": "样例"}}
        chain.append(forger.event(chain, name, moved, office=by))
        wanted = "ledger.custody"
    else:
        body = {"undoes": 2} if name.endswith(UNDONE) else None
        chain.append(forger.event(chain, name, office=by, body=body))
        wanted = "ledger.foreign-undo" if name.endswith(UNDONE) else wanted
    signatures = [forger.signed(chain[-1]), forger.signed(chain[-1], by)]
    assert refused(forger.send(stick, chain, signatures=signatures)).code == wanted


@pytest.mark.parametrize("name", [n for n in IN_CASES if KINDS[n].held])
def test_nobody_works_on_a_case_that_is_offered(pair, case, handed, forger, stick, refused, name):
    offered = begun(forger, name)
    if offered:
        offer = {"custody": {"state": "offered", "to": pair.city.office}}
        offered.append(forger.event(offered, custody.OFFER, offer))
    chain = offered or forger.chain(case)
    assert chain[-1].header.kind == custody.OFFER
    patch = stage_patch(pair.county, name, pair.county.office) if KINDS[name].stage else {}
    chain.append(forger.event(chain, name, patch))
    wanted = {"ledger.not-holder", "ledger.foreign-role"}
    wanted = {"ledger.foreign-undo"} if name.endswith(UNDONE) else wanted
    assert refused(forger.send(stick, chain)).code in wanted


@pytest.mark.parametrize("name", AT_HOME)
def test_kinds_that_stay_at_home_are_refused_in_their_own_stream_and_inside_a_case(
    pair, case, forger, stick, refused, name
):
    chain = forger.chain(case)
    alone = [forger.event([], name, stream="e" * 32, stream_kind=KINDS[name].stream, rules=None)]
    assert refused(forger.send(stick, chain, alone)).code == "exchange.stays-home"
    within = [*chain, forger.event(chain, name)]
    assert refused(forger.send(stick, within)).code in {"ledger.unknown-kind", "ledger.foreign-undo"}


def note(forger, case, chain=(), **more):
    entry = {
        "kind": "message",
        "text": "样例",
        "on": "2024-09-27",
        "office": (more.get("office") or forger.desk).office,
    }
    patch = {"beside": case, "notes": {f"n{len(chain)}": entry}} | more.pop("patch", {})
    header = {"stream": "d" * 32, "stream_kind": "notes", "rules": None} | more
    return [*chain, forger.event(list(chain), "note.written", patch, **header)]


def test_notes_with_a_foreign_path_by_another_office_or_beside_another_case_are_refused(
    pair, case, other, forger, stick, refused
):
    chain = forger.chain(case)
    foreign_path = note(forger, case, patch={"recognition": {"document": "x"}})
    assert refused(forger.send(stick, chain, foreign_path)).code == "ledger.foreign-path"
    mine = note(forger, case)
    theirs = note(forger, case, mine, office=other)
    both = [forger.signed(chain[-1]), forger.signed(theirs[-1]), forger.signed(theirs[-1], other)]
    assert refused(forger.send(stick, chain, theirs, signatures=both)).code == "ledger.foreign-role"
    strangers = note(forger, case, office=other)
    both = [forger.signed(chain[-1]), forger.signed(strangers[-1], other)]
    assert refused(forger.send(stick, chain, strangers, signatures=both)).code == "exchange.loose-notes"
    assert refused(forger.send(stick, chain, note(forger, "b" * 32))).code == "exchange.loose-notes"


def test_what_is_forged_here_would_be_taken_in_if_it_were_not_forged(pair, case, forger, stick):
    """So that the refusals above are for what was planted, not for a mistake in the planting."""
    chain = forger.chain(case)
    edited = {"alliance": {"goals": "改后的目标"}}
    chain = [*chain[:3], forger.event(chain[:3], "case.edited", edited)]
    patch = stage_patch(pair.county, "stage.recommend", pair.county.office)
    patch |= {"opinion": {"text": "同意", "on": "2024-09-27", "office": pair.county.office}}
    chain.append(forger.event(chain, "stage.recommend", patch))
    chain.append(forger.event(chain, custody.OFFER, {"custody": {"state": "offered", "to": pair.city.office}}))
    said = intake.take_in(pair.city, forger.send(stick, chain, note(forger, case)))
    assert said.facts["ours"] == 1
    assert pair.city.case(case).open["alliance"]["goals"] == "改后的目标"


def test_what_is_forged_beneath_an_alliance_would_be_taken_in_too(pair, forger, stick):
    chain = begun(forger, "stage.opinion") or []
    chain.append(forger.event(chain, "affair.edited", {"matter": {"note": "样例"}}))
    opinion = {"text": "同意", "on": "2024-09-27", "office": pair.county.office}
    patch = stage_patch(pair.county, "stage.opinion", pair.county.office) | {"opinion": opinion}
    chain.append(forger.event(chain, "stage.opinion", patch))
    chain.append(forger.event(chain, custody.OFFER, {"custody": {"state": "offered", "to": pair.city.office}}))
    said = intake.take_in(pair.city, forger.send(stick, chain))
    assert said.facts["ours"] == 1
    assert pair.city.case("a" * 32).open["matter"] == {"note": "样例"}
    assert pair.city.raw.execute("SELECT procedure, subject, finished FROM index_affair").fetchall() == [
        ("yearly", "2024", 1)
    ]


def test_a_case_is_not_born_with_its_checks_passed(pair, case, forger, stick, refused):
    opened = forger.chain(case)[0]
    passed = {
        key: {"outcome": "passed", "on": "2024-09-27", "office": pair.county.office} for key in ("formal", "business")
    }
    patch = opened.patch | {"stages": opened.patch["stages"] | passed}
    error = refused(forger.send(stick, [forger.redone(opened, patch)]))
    assert (error.code, error.facts["path"]) in [("ledger.foreign-path", f"stages.{key}") for key in passed]


@pytest.mark.parametrize("section", ["attest", "override", "corrections"])
def test_nobody_writes_another_offices_name_beside_a_decision(pair, case, forger, stick, refused, section):
    kind = {"attest": "case.attested", "override": "case.overridden", "corrections": "case.correction-asked"}[section]
    chain = forger.chain(case)
    entry = {"x": {"outcome": "pass", "reason": "样例", "office": pair.city.office}}
    error = refused(forger.send(stick, [*chain, forger.event(chain, kind, {section: entry})]))
    assert (error.code, error.facts["path"]) == ("ledger.foreign-path", f"{section}.x.office")


def test_a_stage_takes_no_outcome_that_it_cannot_have(pair, case, forger, stick, refused):
    chain = forger.chain(case)[:3]
    patch = {"stages": {"recommend": {"outcome": "recognised", "on": "2024-09-27", "office": pair.county.office}}}
    error = refused(forger.send(stick, [*chain, forger.event(chain, "stage.recommend", patch)]))
    assert (error.code, error.facts["path"]) == ("ledger.foreign-path", "stages.recommend.outcome")
