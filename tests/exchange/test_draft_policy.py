"""A case under a draft is a rehearsal: it may go from sample to sample, and never into a workspace that is no sample."""

import pytest

from alliance_desk.desk import sample
from alliance_desk.exchange import export, intake
from tests.exchange.workspaces import sound
from tests.helpers.desks import LIFE, PACK, PACK_ID, TODAY, recommended_case, two_offices

DRAFT = (PACK.read_text("utf8") + LIFE.read_text("utf8")).replace('status = "在用"', 'status = "草案"', 1)


@pytest.fixture
def pair(tmp_path):
    """A county that is a sample and a city that is not; both have the draft."""
    both = two_offices(tmp_path)
    for desk in both:
        (desk.place.packs / f"{PACK_ID}.toml").write_text(DRAFT, encoding="utf8")
    sample.mark(both.county.place.root, TODAY)
    yield both
    both.close()


@pytest.fixture
def rehearsed(pair, stick):
    """A case under the draft, handed over by the county."""
    case = recommended_case(pair.county)
    return export.hand_over(pair.county, case.stream, stick).files[0]


def test_a_rehearsal_is_refused_outside_samples_with_what_to_do(pair, rehearsed, refused):
    error = refused(rehearsed)
    assert error.code == "exchange.draft-policy"
    assert "样例工作区" in error.text()
    assert "重新受理、报送" in error.text()
    assert not pair.city.raw.execute("SELECT 1 FROM index_case").fetchone()
    sound(pair.city)


def test_a_copy_of_a_rehearsal_is_refused_as_well(pair, stick, refused):
    case = recommended_case(pair.county)
    package = export.copy_to(pair.county, [case.stream], pair.city.office, stick).files[0]
    assert refused(package).code == "exchange.draft-policy"


def test_from_sample_to_sample_it_goes(pair, rehearsed):
    sample.mark(pair.city.place.root, TODAY)
    assert intake.take_in(pair.city, rehearsed).facts["ours"] == 1
    assert pair.city.raw.execute("SELECT pack FROM index_case").fetchone() == (PACK_ID,)
    sound(pair.city)


def test_where_the_receiver_does_not_even_have_the_draft_the_pack_is_missed_first(pair, rehearsed, refused):
    (pair.city.place.packs / f"{PACK_ID}.toml").unlink()
    assert refused(rehearsed).code == "exchange.pack-unknown"


def test_under_the_issued_text_it_is_a_case_like_any_other(pair, stick):
    for desk in pair:
        issued = DRAFT.replace('status = "草案"', 'status = "在用"').replace("version = 1", "version = 2", 1)
        (desk.place.packs / f"{PACK_ID}.toml").write_text(issued, encoding="utf8")
    case = recommended_case(pair.county)
    package = export.hand_over(pair.county, case.stream, stick).files[0]
    assert intake.take_in(pair.city, package).facts["ours"] == 1
