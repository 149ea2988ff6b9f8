"""Offices with a case that was taken in from a filled workbook, under a real policy: what forms and papers are tested on."""

import shutil
from pathlib import Path
from typing import NamedTuple

from alliance_desk.cases import intake
from alliance_desk.paths import RESOURCES
from tests.helpers.desks import introduce, make_office
from tests.helpers.foundings import originals


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
    """A county's workspace at ``root`` with the sample's case, closed again; the case's number. Its city stands beside it."""
    made = originals().one((sample, papers), lambda folder: _filled(folder, sample, papers=papers))
    for part in ("", "-city", "-cards"):
        shutil.copytree(made / f"office{part}", root.with_name(f"{root.name}{part}"))
    return (made / "number").read_text("utf8")


def _filled(made: Path, sample: Sample, *, papers: bool) -> None:
    folder = RESOURCES / "samples" / sample.pack / sample.folder
    with (
        make_office(made / "office", sample.county, "县", sample.county_code) as desk,
        make_office(made / "office-city", sample.city, "市", sample.city_code) as city,
    ):
        introduce(desk, city, made / "office-cards")
        done = intake.open_case(desk, folder / "申报书.xlsx", sample.pack, folder=folder / "附件" if papers else None)
    (made / "number").write_text(str(done.facts["number"]), "utf8")
