"""Adding packs: known who and when, sound or not at all, one content for a version, running cases keep theirs."""

from pathlib import Path

import pytest

from alliance_desk import doctor
from alliance_desk.cases import office, pack_look, packs
from alliance_desk.desk import Desk, library
from alliance_desk.errors import Damaged, Refused
from alliance_desk.ledger import streams
from alliance_desk.policy.compose import compose
from alliance_desk.policy.difference import differences
from alliance_desk.policy.holidays import Calendar
from tests.cases.conftest import ROUTE
from tests.helpers.desks import PACK_ID, TODAY, open_sample_case, reopen
from tests.helpers.sources import ROOT

TRIAL = (ROOT / "tests" / "helpers" / "trial.toml").read_text("utf8")
NEW = TRIAL.replace(f'id = "{PACK_ID}"', 'id = "other-2025"').replace("样例市产业联盟试行办法", "另一办法")


@pytest.fixture
def file(tmp_path: Path):
    """Write a pack text under a name of its own and give its path."""

    def make(text: str, name: str = "draft.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf8")
        return path

    return make


def version(text: str, number: int) -> str:
    return text.replace("version = 1", f"version = {number}", 1)


def sound(desk: Desk) -> bool:
    return not doctor.examine(desk).faults


def test_a_sound_pack_is_added_with_day_and_person(desk: Desk, file) -> None:
    changes = packs.add(desk, file(NEW))
    assert changes.code == "packs.added"
    assert changes.text() == "已加入《另一办法》第 1 版。新办的件可以使用。"
    entry = desk.settings["packs"]["other-2025"]["1"]
    assert (entry["on"], entry["operator"]) == (TODAY.isoformat(), desk.operator)
    assert desk.pack("other-2025").pack.title == "另一办法"
    (found,) = [one for one in packs.known(desk, desk.place.packs) if one.id == "other-2025"]
    assert (found.by, found.added, found.changed, found.shipped) == ("样例甲", TODAY.isoformat(), False, False)
    assert streams.events(desk.raw, desk.own_stream("office"))[-1].header.kind == "office.pack-added"
    assert sound(desk)


def test_a_pack_at_fault_is_refused_whole_with_every_fault(desk: Desk, file) -> None:
    before = sorted(path.name for path in desk.place.packs.rglob("*"))
    head = streams.head(desk.raw, desk.own_stream("office"))
    with pytest.raises(Refused) as caught:
        packs.add(desk, file(NEW.replace("min = 2", "min = 9\nmax = 3").replace('basis = "第四条"', "")))
    assert caught.value.code == "policy.faults"
    assert caught.value.facts["count"] == 2
    assert sorted(path.name for path in desk.place.packs.rglob("*")) == before
    assert streams.head(desk.raw, desk.own_stream("office")) == head


def test_the_same_once_more_changes_nothing_and_another_content_is_refused(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    head = streams.head(desk.raw, desk.own_stream("office"))
    assert packs.add(desk, file(f"# a remark\n{NEW}")).code == "packs.already-there"
    with pytest.raises(Refused) as caught:
        packs.add(desk, file(NEW.replace("min = 2", "min = 3")))
    assert caught.value.code == "packs.same-version"
    assert "version 加 1" in caught.value.text()
    assert streams.head(desk.raw, desk.own_stream("office")) == head


def test_a_higher_version_supersedes_and_a_running_case_keeps_its_own(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    case = open_sample_case(desk)
    running = desk.rules_of(case)
    text = ROUTE.read_text("utf8")
    changes = packs.add(desk, file(version(text, 2).replace("min = 2", "min = 4", 1)))
    assert changes.code == "packs.superseded"
    assert desk.pack(PACK_ID).pack.version == 2
    assert desk.rules_of(desk.case(case.stream)) == running
    assert running.pack.version == 1
    found = differences(streams.rules(desk.raw, case.open["case"]["rules"]), desk.policy_for(PACK_ID))
    assert {one.field for one in found} >= {"version"}
    with pytest.raises(Refused) as caught:
        packs.add(desk, file(text))
    assert caught.value.code == "packs.older"
    kept = library.edition(PACK_ID, 1, desk.place.packs)
    assert kept is not None
    assert compose(kept, {}) == streams.rules(desk.raw, case.open["case"]["rules"])
    assert sound(desk)


def test_a_version_that_was_superseded_stands_for_its_content_for_ever(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    packs.add(desk, file(version(NEW, 3)))
    (desk.place.packs / "other-2025.toml").unlink()
    with pytest.raises(Refused) as caught:
        packs.add(desk, file(version(NEW, 3).replace("min = 2", "min = 3")))
    assert caught.value.code == "packs.same-version"
    assert packs.add(desk, file(version(NEW, 3))).code == "packs.added", "what was lost may come back"


def test_choices_that_a_new_version_does_not_offer_are_taken_back_and_told(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    office.choose_reading(desk, "other-2025", "panel-size", "7")
    office.choose_reading(desk, PACK_ID, "panel-size", "7")
    changed = version(NEW, 2).replace('options = { 5 = "五人", 7 = "七人" }', 'options = { 5 = "五人", 9 = "九人" }')
    changes = packs.add(desk, file(changed))
    assert changes.code == "packs.superseded-reset"
    assert "panel-size" in changes.text()
    assert desk.policy_for("other-2025").chosen == {"panel-size": "5"}
    assert desk.policy_for(PACK_ID).chosen["panel-size"] == "7", "another policy's choice of the same name stays"
    assert sound(desk)


def test_a_version_that_would_break_a_call_over_it_is_refused(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    call = '[pack]\nid = "other-call"\nversion = 1\nparent = "other-2025"\ntitle = "通知"\ndoc_no = ""\n[check.level]\noff = true\nbasis = "通知"\n'
    assert packs.add(desk, file(call, "call.toml")).code == "packs.added"
    cut = version(NEW, 2)
    start = cut.index("[check.level]")
    cut = cut[:start] + cut[cut.index("[stage.intake]") :]
    with pytest.raises(Refused) as caught:
        packs.add(desk, file(cut))
    assert caught.value.code == "packs.breaks-call"
    assert "off" in caught.value.text() or "level" in caught.value.text()
    assert desk.pack("other-2025").pack.version == 1
    assert desk.pack("other-call").check.keys() == {"members", "enterprises"}


def test_nothing_is_left_where_the_ledger_refuses(desk: Desk, file, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Damaged("desk.database-refuses", path="x", why="full")

    monkeypatch.setattr(desk, "commit", refuse)
    with pytest.raises(Damaged):
        packs.add(desk, file(NEW))
    assert not list(desk.place.packs.rglob("other-2025*"))


def test_a_file_that_never_took_its_name_is_written_by_adding_again(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    (desk.place.packs / "other-2025.toml").unlink()
    assert packs.add(desk, file(NEW)).code == "packs.added"
    assert desk.pack("other-2025").pack.version == 1


def test_a_desk_that_only_looks_adds_nothing(desk: Desk, file) -> None:
    root = desk.place.root
    desk.close()
    with reopen(root, readonly=True) as looking, pytest.raises(Refused) as caught:
        packs.add(looking, file(NEW))
    assert caught.value.code == "desk.read-only"


def test_what_was_changed_by_hand_or_is_at_fault_is_told(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    path = desk.place.packs / "other-2025.toml"
    path.write_text(NEW.replace("min = 2", "min = 3"), encoding="utf8")
    (desk.place.packs / "broken-2025.toml").write_text("[pack]\n", encoding="utf8")
    found = {one.id: one for one in packs.known(desk, desk.place.packs)}
    assert found["other-2025"].changed
    assert "broken-2025.toml" in found["broken-2025"].fault
    assert found[PACK_ID].added == ""
    assert not found[PACK_ID].changed
    assert found["anshan-2016"].shipped


def test_rules_come_from_a_file_a_pack_or_a_case(desk: Desk, file) -> None:
    office.choose_reading(desk, PACK_ID, "panel-size", "7")
    case = open_sample_case(desk)
    added = desk.place.packs
    assert pack_look.rules_of(desk, PACK_ID, added).chosen["panel-size"] == "7"
    assert pack_look.rules_of(desk, case.open["case"]["number"], added) == desk.policy_for(PACK_ID)
    assert pack_look.rules_of(None, str(file(NEW)), added).chosen["panel-size"] == "5"
    assert pack_look.rules_of(None, PACK_ID, added).chosen["panel-size"] == "5"
    for desk_or_none in (desk, None):
        with pytest.raises(Refused):
            pack_look.rules_of(desk_or_none, "nothing", added)


def test_a_dry_run_reads_the_samples_and_writes_nothing(desk: Desk) -> None:
    before = sorted((path.relative_to(desk.place.root), path.stat().st_mtime_ns) for path in desk.place.root.rglob("*"))
    rules = pack_look.rules_of(None, "jinzhong-2023", desk.place.packs)
    tried = pack_look.dry_run(rules, Calendar([]), TODAY)
    assert tried.rehearsal.sound
    assert tried.left_out == {}
    samples = {one.title: one for one in tried.rehearsal.played if not one.made}
    assert len(samples) == 4
    casting = next(
        one for one in samples.values() if any(f.check == "core-min" and f.outcome == "fail" for f in one.findings)
    )
    assert {f.check for f in casting.findings if f.outcome == "fail"} == {"core-min", "local-share", "term"}
    after = sorted((path.relative_to(desk.place.root), path.stat().st_mtime_ns) for path in desk.place.root.rglob("*"))
    assert after == before
