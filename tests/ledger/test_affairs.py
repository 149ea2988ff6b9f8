"""Cases beneath a recognised alliance: who may open which, what each decision may do to the register, and what nobody may write."""

import uuid

import pytest

from alliance_desk.ledger.append import keep_rules
from alliance_desk.ledger.kinds import KINDS
from alliance_desk.policy import stages
from alliance_desk.policy.compose import rules_bytes, rules_hash
from tests.helpers.desks import PACK_ID, sample_document
from tests.helpers.life import LIFE, affair, effect

FOREIGN = "ledger.foreign-path"
ROLE = "ledger.foreign-role"
EFFECTS = "ledger.effects-not-allowed"
STRANGER = "f" * 32


@pytest.fixture(scope="module")
def known(pair, played):
    """The alliance and the offices of the case that was recognised."""
    document = pair.city.case(played.case).open
    return {"alliance": document["alliance"]["id"], "offices": document["offices"]}


@pytest.fixture
def opening(pair, known, draft, attempt):
    """Tries to open a case of a procedure with some values replaced (None: left out)."""

    def code(desk=pair.county, procedure="yearly", effects=(), **changes):
        document = affair(desk, procedure, **known)
        document["case"]["number"] = "样例-1"
        for path, value in changes.items():
            section, _, key = path.partition("__")
            if value is None:
                del document[section][key]
            elif key:
                document[section] = {**document[section], key: value}
            else:
                document[section] = value
        return attempt(desk, draft("affair.opened", uuid.uuid4().hex, document, effects=list(effects)))

    return code


@pytest.fixture
def deciding(pair, affairs, draft, known, attempt):
    """Tries a decision in a case of the city: the stages before it come out well, the last as said and with these effects."""

    def code(procedure, kind, outcome, effects=(), *, then=(), desk=pair.city):
        stream = affairs["city"][procedure]
        rules = pair.city.rules_of(pair.city.case(stream))
        way = [(one, well, some) for one, well, some in LIFE[procedure]]
        before = way[: [one for one, _, _ in way].index(kind)]
        steps = [(one, well, [effect(each, known["alliance"]) for each in some]) for one, well, some in before]
        drafts = []
        for one, well, some in (*steps, (kind, outcome, list(effects)), *then):
            key = next(key for key, stage in rules.stage.items() if stage.kind == one)
            entry = {"outcome": well, "on": "2024-10-08", "office": desk.office}
            drafts.append(draft(f"stage.{one}", stream, {"stages": {key: entry}}, effects=some))
        return attempt(desk, *drafts)

    return code


def test_the_recommender_opens_what_is_its_own_and_the_decider_everything(pair, affairs, opening):
    for procedure, item in pair.city.policy_for(PACK_ID).procedure.items():
        assert opening(pair.city, procedure) == ""
        assert opening(pair.county, procedure) == ("" if item.by == "recommender" else ROLE)
    assert set(affairs["city"]) - set(affairs["county"]) == {"history"}


def test_an_office_that_is_no_party_opens_nothing(pair, known, draft, attempt):
    document = affair(pair.county, "yearly", **known)
    document["case"]["number"] = "样例-1"
    document["custody"]["holder"] = STRANGER
    assert attempt(pair.county, draft("affair.opened", uuid.uuid4().hex, document), office=STRANGER) == ROLE


def test_a_case_is_of_a_procedure_that_its_rules_have_and_of_its_kind(opening):
    assert opening(case__procedure="invented") == FOREIGN
    assert opening(case__procedure="") == FOREIGN
    assert opening(case__procedure=None) == FOREIGN
    assert opening(case__procedure=5) == FOREIGN
    assert opening(case__kind="assessment") == FOREIGN
    assert opening(case__kind="application") == FOREIGN
    assert opening(case__pack="another") == FOREIGN


def test_a_yearly_case_stands_for_a_year(opening):
    for wrong in (None, "", "24", "2024-2025", "二〇二四", "20245", "0024"):
        assert opening(case__subject=wrong) == FOREIGN, wrong
    assert opening(case__subject=2024) == "policy.unreadable-document"
    assert opening(case__subject="2023") == ""
    assert opening(procedure="change", case__subject="soon") == FOREIGN
    assert opening(procedure="change", case__subject="2024") == ""


@pytest.mark.parametrize("missing", ["case__number", "case__opened", "alliance__id", "alliance__name"])
def test_a_case_has_its_bearings_from_the_first_event_on(missing, opening):
    assert opening(**{missing: None}) == FOREIGN
    assert opening(**{missing: ""}) in {FOREIGN, "policy.unreadable-document"}


def test_a_case_is_born_in_the_hands_of_who_opens_it(pair, opening):
    assert opening(custody={"state": "held", "holder": pair.city.office}) == "ledger.custody"
    offered = {"state": "offered", "holder": pair.county.office, "to": pair.city.office}
    assert opening(custody=offered) == "ledger.custody"


def test_a_county_does_not_make_itself_the_deciding_office(pair, known, opening):
    own = {**known["offices"], "decider": pair.county.office}
    assert opening(offices=own) == FOREIGN
    assert opening(offices={**own, "on_behalf": "另一个县"}) == FOREIGN
    assert opening(offices={**known["offices"], "decider": STRANGER}) == FOREIGN
    assert opening(offices={**known["offices"], "recommender": pair.city.office}) == ROLE


def test_a_case_is_born_with_nothing_done_in_it(pair, opening):
    done = {"outcome": "received", "on": "2024-10-08", "office": pair.county.office}
    assert opening(stages={"yearly-received": done}) == FOREIGN
    for section in ("decision", "scores", "grade", "attest", "checks", "certificate", "outcome"):
        assert opening(**{section: {"x": "y"}}) == FOREIGN
    assert opening(effects=[effect("graded", "a")]) == EFFECTS


def test_a_case_stands_under_rules_that_are_here_and_its_own(opening):
    assert opening(case__rules=None) == FOREIGN
    assert opening(case__rules="0" * 64) == "ledger.rules-missing"


@pytest.mark.parametrize(
    "matter",
    [
        {"on": "yesterday"},
        {"amount": "300000"},
        {"copies": True},
        {"facts": "s1"},
        {"facts": [1]},
        {"changes": []},
        {"changes": {"c1": {"order": "first"}}},
        {"changes": {"c1": {"id": 5}}},
        {"changes": {"c1": {"record": {"founded": "x"}}}},
        {"received": 20241008},
        "gone",
    ],
)
def test_a_matter_of_another_type_is_refused(matter, opening):
    assert opening(matter=matter) == "policy.unreadable-document"
    assert opening(matter={}) == ""


def test_an_application_is_not_opened_as_a_case_beneath_an_alliance_nor_the_other_way(pair, draft, attempt):
    for change in ({"procedure": "exit"}, {"procedure": ""}, {"kind": "exit"}, {"kind": "exit", "procedure": "exit"}):
        document = sample_document(pair.county)
        document["case"] |= {"number": "样例-1", **change}
        del document["stages"]
        assert attempt(pair.county, draft("case.opened", uuid.uuid4().hex, document)) == FOREIGN
    document["case"] |= {"kind": "application"}
    del document["case"]["procedure"]
    assert attempt(pair.county, draft("case.opened", uuid.uuid4().hex, document)) == ""
    assert attempt(pair.county, draft("affair.opened", uuid.uuid4().hex, document)) == FOREIGN


def test_what_a_case_is_about_is_changed_while_a_stage_of_the_office_is_open(pair, affairs, draft, attempt):
    change = {"matter": {"note": "改过"}, "members": {"m3": {"name": "改名单位"}}}
    assert attempt(pair.county, draft("affair.edited", affairs["county"]["yearly"], change)) == ""
    assert attempt(pair.city, draft("affair.edited", affairs["city"]["exit"], change)) == ""
    # the county's stage, and the city holds the case; the city's stage, and the county holds it
    assert attempt(pair.city, draft("affair.edited", affairs["city"]["yearly"], change)) == "ledger.not-now"
    assert attempt(pair.county, draft("affair.edited", affairs["county"]["exit"], change)) == "ledger.not-now"


def test_once_something_is_decided_only_papers_are_added(pair, affairs, draft, attempt):
    stream = affairs["city"]["rectify"]
    entry = {"outcome": "imposed", "on": "2024-10-08", "office": pair.city.office}
    alliance = pair.city.case(stream).open["alliance"]["id"]
    opened = [effect("sanction-opened", alliance)]
    decided = draft("stage.measure", stream, {"stages": {"rectify-order": entry}}, effects=opened)
    assert attempt(pair.city, draft("affair.edited", stream, {"matter": {"note": "改过"}})) == ""
    for change in (
        {"matter": {"note": "改过"}},
        {"members": {"m3": {"name": "改名单位"}}},
        {"alliance": {"name": "x"}},
    ):
        assert attempt(pair.city, decided, draft("affair.edited", stream, change)) == "ledger.not-now"
    papers = {"papers": {"proof": {"paper": "proof", "order": 1}}}
    assert attempt(pair.city, decided, draft("affair.edited", stream, papers)) == ""


def test_whose_case_it_is_and_for_which_year_is_frozen(pair, affairs, draft, attempt):
    for change in (
        {"alliance": {"id": "another"}},
        {"alliance": None},
        {"application": {"filed": "2020-01-01"}},
        {"case": {"subject": "2020"}},
        {"case": {"procedure": "exit"}},
        {"offices": {"decider": pair.county.office}},
    ):
        assert attempt(pair.county, draft("affair.edited", affairs["county"]["yearly"], change)) == FOREIGN


def test_an_application_keeps_to_its_own_ways_of_being_changed(pair, cases, draft, attempt):
    change = {"members": {"m1": {"name": "另一单位"}}}
    assert attempt(pair.city, draft("affair.edited", cases["arrived"], change)) == "ledger.not-now"
    assert attempt(pair.county, draft("affair.edited", cases["fresh"], change)) == "ledger.not-now"


def test_judgements_and_reasons_go_by_the_conditions_of_the_procedure(pair, affairs, draft, attempt):
    own = {"outcome": "pass", "office": pair.city.office}
    reason = {"reason": "样例", "office": pair.city.office}
    change, exit_ = affairs["city"]["change"], affairs["city"]["exit"]
    # Conditions that are looked at once more belong to it, others do not.
    assert attempt(pair.city, draft("case.attested", change, {"attest": {"level": own}})) == ""
    assert attempt(pair.city, draft("case.overridden", change, {"override": {"members": reason}})) == ""
    assert attempt(pair.city, draft("case.overridden", change, {"override": {"enterprises": reason}})) == FOREIGN
    assert attempt(pair.city, draft("case.attested", exit_, {"attest": {"level": own}})) == FOREIGN


DECISIONS = [
    pytest.param(procedure, *step, id=f"{procedure}-{step[0]}")
    for procedure, way in LIFE.items()
    for step in way
    if KINDS[f"stage.{step[0]}"].effects
]


@pytest.mark.parametrize(("procedure", "kind", "outcome", "carried"), DECISIONS)
def test_a_decision_carries_its_own_effect_for_its_own_alliance(procedure, kind, outcome, carried, known, deciding):
    own, rule = known["alliance"], KINDS[f"stage.{kind}"]
    good = [effect(one, own) for one in carried]
    assert deciding(procedure, kind, outcome, good) == ""
    assert deciding(procedure, kind, outcome) == ("" if rule.free else EFFECTS)
    assert deciding(procedure, kind, outcome, [{**good[0], "alliance": "another"}]) == EFFECTS
    assert deciding(procedure, kind, outcome, [*good, {**good[0], "alliance": "another"}]) == EFFECTS
    assert deciding(procedure, kind, outcome, [good[0], good[0]]) == ("" if rule.many else EFFECTS)
    assert deciding(procedure, kind, outcome, good[:1] * 100) == EFFECTS
    for other in ("recognised", "exited", "graded", "changed", "invented"):
        if other not in rule.effects:
            assert deciding(procedure, kind, outcome, [effect("graded", own) | {"kind": other}]) == EFFECTS
    assert deciding(procedure, kind, outcome, [{**good[0], "on": "soon"}]) == "ledger.bad-effect"


@pytest.mark.parametrize(("procedure", "kind", "outcome", "carried"), DECISIONS)
def test_what_is_not_decided_changes_nothing_in_the_register(procedure, kind, outcome, carried, known, deciding):
    good = [effect(one, known["alliance"]) for one in carried]
    for other, does in stages.OUTCOMES[kind].items():
        if does is not stages.Effect.ON and other not in KINDS[f"stage.{kind}"].also:
            assert deciding(procedure, kind, other, good) == EFFECTS
            assert deciding(procedure, kind, other) == ""


PLAIN = [
    pytest.param(procedure, *step[:2], id=f"{procedure}-{step[0]}")
    for procedure, way in LIFE.items()
    for step in way
    if not KINDS[f"stage.{step[0]}"].effects
]


@pytest.mark.parametrize(("procedure", "kind", "outcome"), PLAIN)
def test_what_decides_nothing_carries_nothing(procedure, kind, outcome, known, deciding):
    assert deciding(procedure, kind, outcome) == ""
    for carried in ("graded", "changed", "exited", "recognised"):
        assert deciding(procedure, kind, outcome, [effect(carried, known["alliance"])]) == EFFECTS


def test_the_register_is_told_the_outcome_that_the_case_was_given(known, deciding):
    closed = effect("sanction-closed", known["alliance"])
    for said in ("accepted", "failed"):
        for told in ("accepted", "failed"):
            code = deciding("rectify", "acceptance", said, [{**closed, "outcome": told}])
            assert code == ("" if said == told else EFFECTS)
        assert deciding("rectify", "acceptance", said) == EFFECTS


def test_a_recommender_records_what_took_place_and_changes_no_line(pair, affairs, known, draft, attempt):
    stream = affairs["county"]["activity"]
    patch = {"stages": {"activity-record": {"outcome": "recorded", "on": "2024-10-08", "office": pair.county.office}}}
    assert attempt(pair.county, draft("stage.record", stream, patch)) == ""
    for kind in ("changed", "member-in", "member-out"):
        planted = draft("stage.record", stream, patch, effects=[effect(kind, known["alliance"])])
        assert attempt(pair.county, planted) == EFFECTS


def test_an_optional_stage_is_skipped_without_effect(known, deciding):
    assert deciding("change", "argumentation", "skipped") == ""
    assert deciding("exit", "hearing", "skipped", [effect("exited", known["alliance"])]) == EFFECTS
    assert deciding("exit", "exit", "skipped") == FOREIGN


def test_a_decision_is_made_once_and_not_before_its_turn(known, deciding):
    graded = [effect("graded", known["alliance"])]
    again = [("grading", "graded", graded)]
    assert deciding("assess", "grading", "graded", graded, then=again) == "ledger.stage-not-open"
    assert deciding("assess", "evaluation", "evaluated", then=again) == ""
    assert deciding("assess", "submission", "received", then=again) == "ledger.stage-not-open"


def test_a_case_is_taken_back_until_it_is_decided(pair, affairs, known, draft, attempt):
    gone = {"outcome": {"kind": "withdrawn", "on": "2024-10-08", "reason": "样例"}}
    stream = affairs["city"]["exit"]
    entry = {"outcome": "decided", "on": "2024-10-08", "office": pair.city.office}
    decided = draft(
        "stage.exit", stream, {"stages": {"exit-decide": entry}}, effects=[effect("exited", known["alliance"])]
    )
    assert attempt(pair.city, draft("case.withdrawn", stream, gone)) == ""
    assert attempt(pair.city, decided, draft("case.withdrawn", stream, gone)) == "ledger.not-now"


def test_a_case_whose_rules_lose_its_procedure_can_do_nothing_and_is_not_done(pair, affairs, draft, attempt):
    from msgspec.structs import replace

    from alliance_desk.policy.procedures import within

    whole = pair.city.policy_for(PACK_ID)
    short = replace(within(whole, ""), procedure={}, order={})
    with pair.city.transaction() as connection:
        keep_rules(connection, rules_bytes(short))
    stream = affairs["city"]["exit"]
    repinned = draft("case.repinned", stream, {"case": {"rules": rules_hash(short)}})
    entry = {"outcome": "decided", "on": "2024-10-08", "office": pair.city.office}
    assert attempt(pair.city, repinned) == ""
    closing = draft("stage.exit", stream, {"stages": {"exit-decide": entry}})
    assert attempt(pair.city, repinned, closing) == FOREIGN
    assert not stages.finished(within(short, "exit"), pair.city.case(stream).open)
