"""What a county or a city must not be able to write, however its program was changed."""

import uuid

import pytest

from alliance_desk.ledger.append import keep_rules
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.compose import rules_bytes, rules_hash
from tests.helpers.desks import sample_document

FOREIGN = "ledger.foreign-path"
STRANGER = "f" * 32


def entry(desk, **more):
    return {"outcome": "passed", "on": "2024-10-08", "office": desk.office, **more}


@pytest.fixture
def opening(pair, cases, draft, attempt):
    """Tries to open a case out of the sample document with some values replaced (None: left out)."""

    def code(desk=pair.county, **changes):
        document = sample_document(desk)
        document["case"]["number"] = "样例-1"
        for path, value in changes.items():
            section, _, key = path.partition("__")
            if value is None:
                del document[section][key]
            elif key:
                document[section] = {**document[section], key: value}
            else:
                document[section] = value
        return attempt(desk, draft("case.opened", uuid.uuid4().hex, document))

    return code


def test_a_case_is_not_born_with_a_stage_behind_it(pair, opening):
    for stage in ("recommend", "formal", "recognition", "invented"):
        assert opening(**{f"stages__{stage}": entry(pair.county, outcome="recommended")}) == FOREIGN


def test_a_case_is_born_in_the_hands_of_who_opens_it(pair, opening):
    assert opening() == ""
    assert opening(custody={"state": "held", "holder": pair.city.office}) == "ledger.custody"
    assert (
        opening(custody={"state": "offered", "holder": pair.county.office, "to": pair.city.office}) == "ledger.custody"
    )


def test_an_intake_bears_the_name_of_its_office_and_an_outcome_it_can_have(pair, opening):
    assert opening(stages={"intake": entry(pair.county)}) == FOREIGN
    assert opening(stages={"intake": entry(pair.county, outcome="accepted", office=STRANGER)}) == FOREIGN
    assert opening(stages={"intake": {"outcome": "accepted"}}) == FOREIGN
    assert opening(stages={"intake": "accepted"}) == FOREIGN


def test_a_county_does_not_make_itself_the_deciding_office(pair, opening):
    own = pair.county.office
    assert opening(offices__decider=own) == FOREIGN
    assert opening(offices__decider=own, offices__on_behalf="另一个县") == FOREIGN
    assert opening(offices__recommender=pair.city.office) == "ledger.foreign-role"
    assert opening(offices__decider=STRANGER) == FOREIGN


def test_a_city_that_enters_for_a_county_says_for_which(pair, opening):
    assert opening(pair.city) == ""
    assert opening(pair.city, offices__on_behalf=None) == FOREIGN
    assert opening(pair.city, offices__on_behalf="") == FOREIGN


@pytest.mark.parametrize(
    "missing", ["case__number", "case__opened", "alliance__id", "alliance__name", "application__filed"]
)
def test_a_case_has_its_bearings_from_the_first_event_on(missing, opening):
    assert opening(**{missing: None}) == FOREIGN


def test_a_case_stands_under_rules_that_are_here_and_its_own(opening, pair):
    assert opening(case__rules=None) == FOREIGN
    assert opening(case__rules=5) == FOREIGN
    assert opening(case__rules="0" * 64) == "ledger.rules-missing"
    assert opening(case__pack="another") == FOREIGN


@pytest.mark.parametrize(
    ("section", "value"),
    [("members", 5), ("members", {"m1": "x"}), ("members", {"m1": {"order": "first"}}), ("papers", {"a": []}), ("alliance", {"name": 1}), ("stages", [])],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(section, value, opening):
    assert opening(**{section: value}) in {"policy.unreadable-document", FOREIGN}


def test_the_file_is_changed_only_while_the_recommendation_is_open(pair, cases, draft, attempt):
    change = {"members": {"m9": {"order": 9, "name": "后来的单位"}}}
    for kind in ("case.refilled", "case.edited"):
        assert attempt(pair.county, draft(kind, cases["fresh"], change)) == ""
        assert attempt(pair.county, draft(kind, cases["ready"], change)) == "ledger.not-now"
        assert attempt(pair.county, draft(kind, cases["arrived"], change)) == "ledger.foreign-role" or (
            attempt(pair.county, draft(kind, cases["arrived"], change)) == "ledger.not-holder"
        )
        assert attempt(pair.city, draft(kind, cases["arrived"], change)) == "ledger.foreign-role"


def test_who_enters_for_a_county_does_not_change_the_file_after_its_recommendation(pair, draft, attempt):
    from tests.helpers.desks import recommended_case

    case = recommended_case(pair.city)
    change = {"members": {"m9": {"order": 9, "name": "后来的单位"}}}
    assert attempt(pair.city, draft("case.edited", case.stream, change)) == "ledger.not-now"


@pytest.mark.parametrize("kind", ["case.refilled", "case.edited"])
@pytest.mark.parametrize(
    "change",
    [
        {"alliance": {"id": "another"}},
        {"alliance": None},
        {"alliance": "gone"},
        {"alliance": {"id": None}},
        {"application": {"filed": "2020-01-01"}},
        {"application": None},
    ],
)
def test_the_identity_and_the_application_date_are_frozen(kind, change, pair, cases, draft, attempt):
    assert attempt(pair.county, draft(kind, cases["fresh"], change)) == FOREIGN


def test_only_a_request_that_is_open_is_answered(pair, cases, draft, attempt):
    answer = {"corrections": {"r1": {"answered": "2024-10-08"}}}
    assert attempt(pair.county, draft("case.refilled", cases["fresh"], answer)) == FOREIGN
    ask = draft("case.correction-asked", cases["fresh"], {"corrections": {"r1": {"office": pair.county.office}}})
    assert attempt(pair.county, ask) == ""
    assert attempt(pair.county, ask, draft("case.refilled", cases["fresh"], answer)) == ""
    again = draft("case.refilled", cases["fresh"], answer)
    assert attempt(pair.county, ask, again, again) == FOREIGN
    assert attempt(pair.county, ask, ask) == FOREIGN


@pytest.mark.parametrize(
    "change",
    [
        {"level": {"outcome": "pass", "office": STRANGER}},
        {"level": {"outcome": "pass"}},
        {"level": {"outcome": "pass", "office": None}},
        {"level": None},
        {"members": {"outcome": "pass", "office": "OWN"}},
        {"level.m9": {"outcome": "pass", "office": "OWN"}},
        {"invented": {"outcome": "pass", "office": "OWN"}},
        {"level": {"outcome": "pass", "office": "OWN", "operator": "somebody else"}},
    ],
)
def test_a_judgement_is_on_what_people_judge_and_bears_who_judged(change, pair, cases, draft, attempt):
    mine = {
        key: value and {k: pair.county.office if v == "OWN" else v for k, v in value.items()}
        for key, value in change.items()
    }
    assert attempt(pair.county, draft("case.attested", cases["fresh"], {"attest": mine})) == FOREIGN


def test_nobody_changes_a_judgement_under_another_offices_name(pair, cases, draft, attempt):
    stream = cases["arrived"]
    assert pair.city.case(stream).open["attest"]["level"]["office"] == pair.county.office
    for leaf in ({"outcome": "fail"}, {"digest": "0" * 64}, {"note": "改过"}):
        assert attempt(pair.city, draft("case.attested", stream, {"attest": {"level": leaf}})) == FOREIGN
    own = {"outcome": "fail", "office": pair.city.office, "operator": pair.city.operator}
    assert attempt(pair.city, draft("case.attested", stream, {"attest": {"level": own}})) == ""


def test_only_computed_conditions_are_overridden(pair, cases, draft, attempt):
    for key, code in (("enterprises", ""), ("level", FOREIGN), ("invented", FOREIGN)):
        reason = {"override": {key: {"reason": "样例", "office": pair.county.office}}}
        assert attempt(pair.county, draft("case.overridden", cases["fresh"], reason)) == code


def test_a_judgement_needs_an_open_stage_of_its_office(pair, cases, draft, attempt):
    own = {"attest": {"level": {"outcome": "pass", "office": pair.county.office}}}
    assert attempt(pair.county, draft("case.attested", cases["ready"], own)) == "ledger.not-now"


@pytest.mark.parametrize(
    ("stages", "code"),
    [
        ({"formal": {"outcome": "passed"}}, ""),
        ({"formal": {"outcome": "invented"}}, FOREIGN),
        ({"formal": {"note": "no outcome"}}, FOREIGN),
        ({"formal": {"outcome": "passed", "office": STRANGER}}, FOREIGN),
        ({"formal": {"outcome": "passed", "office": None}}, FOREIGN),
        ({"formal": None}, FOREIGN),
        ({"formal": "passed"}, FOREIGN),
        ({"formal": {"outcome": "passed"}, "business": {"outcome": "passed"}}, FOREIGN),
        ({"business": {"outcome": "passed"}}, FOREIGN),
        ({"invented": {"outcome": "passed"}}, FOREIGN),
        ({}, FOREIGN),
        ({"formal": {"outcome": "passed", "on": "yesterday"}}, "policy.unreadable-document"),
    ],
)
def test_a_stage_event_closes_one_open_stage_of_its_kind(stages, code, pair, cases, draft, attempt):
    written = {
        key: {"office": pair.city.office, **value} if isinstance(value, dict) else value
        for key, value in stages.items()
    }
    assert attempt(pair.city, draft("stage.formal_check", cases["arrived"], {"stages": written})) == code


def test_a_stage_that_is_not_open_is_not_closed(pair, cases, draft, attempt):
    for kind, key, outcome in (
        ("business_check", "business", "passed"),
        ("recognition", "recognition", "recognised"),
        ("meeting", "meeting", "passed"),
    ):
        planted = draft(f"stage.{kind}", cases["arrived"], {"stages": {key: entry(pair.city, outcome=outcome)}})
        assert attempt(pair.city, planted) == "ledger.stage-not-open"
    again = draft("stage.formal_check", cases["decided"], {"stages": {"formal": entry(pair.city)}})
    assert attempt(pair.city, again) == "ledger.stage-not-open"


def effect(pair, cases, **more):
    alliance = pair.city.case(cases["decided"]).open["alliance"]["id"]
    return {"kind": "recognised", "alliance": alliance, "on": "2024-10-08", "name": "样例联盟", "members": {}, **more}


@pytest.mark.parametrize(
    ("outcome", "changes", "code"),
    [
        ("recognised", [{}], ""),
        ("recognised", [], "ledger.effects-not-allowed"),
        ("recognised", [{}, {}], "ledger.effects-not-allowed"),
        ("recognised", [{"alliance": "another"}], "ledger.effects-not-allowed"),
        ("recognised", [{"kind": "exited"}], "ledger.effects-not-allowed"),
        ("recognised", [{"on": "soon"}], "ledger.bad-effect"),
        ("recognised", [{"members": []}], "ledger.bad-effect"),
        ("recognised", [{"name": 5}], "ledger.bad-effect"),
        ("not_recognised", [{}], "ledger.effects-not-allowed"),
        ("not_recognised", [], ""),
    ],
)
def test_the_register_changes_only_with_the_recognition_and_only_for_its_alliance(
    outcome, changes, code, pair, cases, draft, attempt
):
    patch = {"stages": {"recognition": entry(pair.city, outcome=outcome)}}
    effects = [effect(pair, cases, **change) for change in changes]
    assert attempt(pair.city, draft("stage.recognition", cases["decided"], patch, effects=effects)) == code


def test_nothing_else_changes_the_register(pair, cases, played, draft, attempt):
    effects = [effect(pair, cases)]
    formal = draft("stage.formal_check", cases["arrived"], {"stages": {"formal": entry(pair.city)}}, effects=effects)
    note = Draft(stream=uuid.uuid4().hex, stream_kind="notes", kind="note.written", patch={}, effects=effects)
    setting = draft("office.setting-changed", pair.city.own_stream("office"), {"settings": {"x": "1"}}, effects=effects)
    checked = draft("case.checked", cases["arrived"], {"checks": {}}, effects=effects)
    assert {attempt(pair.city, one) for one in (formal, note, setting, checked)} == {"ledger.effects-not-allowed"}


@pytest.mark.parametrize(
    ("stages", "code"),
    [
        ({"recommend": None}, ""),
        ({"formal": None}, FOREIGN),
        ({"intake": None}, FOREIGN),
        ({"recommend": {"outcome": "recommended"}}, FOREIGN),
        ({"formal": {"outcome": "passed"}}, FOREIGN),
        ({"recommend": None, "formal": {"outcome": "passed"}}, FOREIGN),
        ({"invented": None}, FOREIGN),
    ],
)
def test_sending_back_opens_the_recommendation_again_and_nothing_else(stages, code, pair, cases, draft, attempt):
    patch = {"stages": stages, "corrections": {"r1": {"office": pair.city.office, "due": "2024-11-01"}}}
    assert attempt(pair.city, draft("case.returned", cases["arrived"], patch)) == code


def test_a_file_is_not_sent_back_once_its_formal_check_is_over(pair, cases, draft, attempt):
    patch = {"stages": {"recommend": None}, "corrections": {"r1": {"office": pair.city.office}}}
    assert attempt(pair.city, draft("case.returned", cases["decided"], patch)) == "ledger.not-now"


def test_a_request_for_correction_bears_who_asked(pair, cases, draft, attempt):
    for office in (STRANGER, pair.city.office, None):
        asked = {"corrections": {"r1": {"office": office}}}
        assert attempt(pair.county, draft("case.correction-asked", cases["fresh"], asked)) == FOREIGN


def test_an_application_is_withdrawn_by_its_holder_before_recognition(pair, cases, draft, attempt):
    withdrawn = {"outcome": {"kind": "withdrawn", "on": "2024-10-08", "reason": "样例"}}
    assert attempt(pair.county, draft("case.withdrawn", cases["fresh"], withdrawn)) == ""
    assert attempt(pair.county, draft("case.withdrawn", cases["fresh"], {"outcome": {"kind": "recognised"}})) == FOREIGN
    assert attempt(pair.county, draft("case.withdrawn", cases["arrived"], withdrawn)) == "ledger.not-holder"
    assert attempt(pair.city, draft("case.withdrawn", cases["done"], withdrawn)) == "ledger.not-now"


def test_a_notice_is_changed_only_while_it_runs(pair, cases, draft, attempt):
    change = draft("case.notice-changed", cases["arrived"], {"notice": {"suspended": False}})
    assert attempt(pair.city, change) == "ledger.not-now"
    assert (
        attempt(pair.city, draft("case.notice-changed", cases["done"], {"notice": {"end": "2020-01-01"}}))
        == "ledger.not-now"
    )


def test_a_case_is_pinned_again_only_to_rules_of_its_policy(pair, cases, draft, attempt):
    other, same = pair.county.policy_for("anshan-2016"), pair.county.policy_for("trial-2024")
    changed = type(same)(
        **{f: getattr(same, f) for f in same.__struct_fields__} | {"chosen": {**same.chosen, "panel-size": "7"}}
    )
    with pair.county.transaction() as connection:
        keep_rules(connection, rules_bytes(other))
        keep_rules(connection, rules_bytes(changed))
    for rules, code in ((changed, ""), (other, FOREIGN)):
        planted = draft("case.repinned", cases["fresh"], {"case": {"rules": rules_hash(rules)}})
        assert attempt(pair.county, planted) == code
    missing = draft("case.repinned", cases["fresh"], {"case": {"rules": "0" * 64}})
    assert attempt(pair.county, missing) == "ledger.rules-missing"


@pytest.mark.parametrize(
    "custody",
    [
        {"state": "offered", "to": STRANGER},
        {"state": "held", "holder": "CITY"},
        {"state": "offered", "to": "CITY", "more": "x"},
        {"state": "offered"},
        None,
        {"holder": "CITY"},
    ],
)
def test_a_case_goes_to_its_other_party_and_in_no_other_way(custody, pair, cases, draft, attempt):
    def filled(value):
        return {k: pair.city.office if v == "CITY" else v for k, v in value.items()} if value else value

    good = draft("case.offered", cases["ready"], {"custody": filled({"state": "offered", "to": "CITY"})})
    assert attempt(pair.county, good) == ""
    assert attempt(pair.county, draft("case.offered", cases["ready"], {"custody": filled(custody)})) == "ledger.custody"


def test_who_has_handed_a_case_over_does_not_work_on_it(pair, cases, draft, attempt):
    offered = draft("case.offered", cases["fresh"], {"custody": {"state": "offered", "to": pair.city.office}})
    edited = draft("case.edited", cases["fresh"], {"alliance": {"goals": "改过"}})
    assert attempt(pair.county, edited, offered) == ""
    assert attempt(pair.county, offered, edited) == "ledger.not-holder"
    assert (
        attempt(pair.county, draft("case.attested", cases["arrived"], {"attest": {"level": entry(pair.county)}}))
        == "ledger.not-holder"
    )
