"""Offices with a case that was taken in from a filled workbook, under a real policy: what forms and papers are tested on."""

from pathlib import Path
from typing import NamedTuple

from alliance_desk.cases import intake
from alliance_desk.paths import RESOURCES
from tests.helpers.desks import introduce, make_office


class Sample(NamedTuple):
    """One of ``resources/samples``, and the offices it is played in."""

    pack: str
    folder: str
    county: str
    county_code: str
    city: str
    city_code: str


SEALED = Sample("anshan-2016", "magnesia", "鞍山市铁西区科学技术局", "210303", "鞍山市科学技术局", "210300")
"""A licence asks for a seal; fields and papers are few."""
YEARLY = Sample("jinzhong-2023", "hydraulics", "晋中市榆次区科学技术局", "140702", "晋中市科学技术局", "140700")
"""Figures and papers for each of three years, substitutes, three bodies."""
SAMPLES = {"sealed": SEALED, "yearly": YEARLY}


def filled_office(root: Path, sample: Sample = SEALED, *, papers: bool = True) -> str:
    """A county's workspace at ``root`` with the sample's case, closed again; the case's number."""
    folder = RESOURCES / "samples" / sample.pack / sample.folder
    with (
        make_office(root, sample.county, "县", sample.county_code) as desk,
        make_office(root.with_name(f"{root.name}-city"), sample.city, "市", sample.city_code) as city,
    ):
        introduce(desk, city, root.with_name(f"{root.name}-cards"))
        done = intake.open_case(desk, folder / "申报书.xlsx", sample.pack, folder=folder / "附件" if papers else None)
        return str(done.facts["number"])
