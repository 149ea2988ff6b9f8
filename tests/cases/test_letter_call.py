"""The notice that calls for applications, under every policy that comes with the program."""

import pytest

from alliance_desk.cases.continuing import expires, record
from alliance_desk.cases.letter_call import call_for_applications
from alliance_desk.desk import Desk
from alliance_desk.desk.sample import mark
from alliance_desk.errors import Refused
from alliance_desk.policy.pack import Status
from tests.helpers.desks import PACK_ID
from tests.helpers.handing import read
from tests.sim.decade import packs


def test_the_call_names_conditions_papers_way_and_days(desk: Desk) -> None:
    text = read(call_for_applications(desk, PACK_ID).files[0])
    rules = desk.policy_for(PACK_ID)
    assert f"关于组织申报{rules.pack.words.title}的通知" in text
    assert "常年受理。" in text
    for stage in rules.stage.values():
        assert stage.of or stage.name in text
    for paper in rules.paper.values():
        assert paper.of or paper.name in text


@pytest.mark.parametrize("pack", packs())
def test_the_call_can_be_written_under_every_policy(desk: Desk, pack: str) -> None:
    rules = desk.policy_for(pack)
    if rules.pack.status is Status.DRAFT:
        with pytest.raises(Refused, match="还是草案"):
            call_for_applications(desk, pack)
        mark(desk.place.root, desk.clock.today())
    last = expires(rules)
    if last is not None and last < desk.clock.today():
        with pytest.raises(Refused, match="已于"):
            call_for_applications(desk, pack)
        record(desk, pack, "样科〔2024〕1号", "样例局")
    said = call_for_applications(desk, pack)
    title = desk.policy_for(pack).pack.words.title
    assert title in read(said.files[0])
