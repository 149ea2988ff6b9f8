"""Under which policy an older recognition is entered: under the policy itself, also where a call over it is loaded."""

from pathlib import Path

from tests.helpers.desks import CITY, PACK_ID, make_office
from tests.helpers.policies import Open, sit
from ui.tasks.ways import ways

__all__ = ["sit"]

CALL = f'[pack]\nid = "call-2024"\nversion = 1\ntitle = "样例申报通知"\ndoc_no = ""\nparent = "{PACK_ID}"\n'
OWN = '[procedure.late]\nkind = "entry"\nname = "补报"\nbasis = "通知四"\n[stage.late-entry]\nof = "late"\nname = "补报列入"\nkind = "entry"\nactor = "decider"\nbasis = "通知四"\n'


def offered(sit: Open, root: Path, call: str) -> set[tuple[str, str]]:
    make_office(root, CITY, "市", "210300").close()
    (root / "packs" / "call-2024.toml").write_text(call, "utf8")
    return {(way.pack, way.id) for way in ways(sit(root).seat, equal=False)}


def test_a_call_has_no_way_of_its_own_beside_its_policy(sit: Open, tmp_path: Path) -> None:
    found = offered(sit, tmp_path / "city", CALL)
    assert (PACK_ID, "history") in found
    assert not {pack for pack, _ in found} & {"call-2024"}


def test_what_only_the_call_has_may_be_chosen(sit: Open, tmp_path: Path) -> None:
    found = offered(sit, tmp_path / "city", CALL + OWN)
    assert {way for way in found if way[0] == "call-2024"} == {("call-2024", "late")}
    assert (PACK_ID, "history") in found
