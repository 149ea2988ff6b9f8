"""The parties of a session, read from the documents of its cases: who an expert can be in conflict with."""

from collections.abc import Iterable

from alliance_desk.canonical import Json
from alliance_desk.experts.people import Organisation, Person, Review, Unit
from alliance_desk.policy.facts import NONE, facts_of


def review_of(
    documents: Iterable[Json],
    *,
    offices: Iterable[Unit] = (),
    unsuitable: Iterable[Person] = (),
    directory: Iterable[Organisation] = (),
) -> Review:
    """Every member and roster of every case in the session, and the names of the cases' own offices.

    offices: further units whose staff may not sit. unsuitable: as the applicants named them. directory: the office's
    organisations. Raises Refused when a document has a value of the wrong type.
    """
    units: list[Unit] = []
    bureaus: dict[str, Unit] = {office.name: office for office in offices}
    rosters: list[Person] = []
    for document in documents:
        facts = facts_of(document)
        alliance = facts.alliance.name
        units += [
            Unit(
                name=_said(member.name),
                code=_said(member.code),
                former_names=tuple(name for name in member.former_names if _said(name)),
                role=member.role,
                alliance=alliance,
                legal_rep=_said(member.legal_rep),
            )
            for _, member in sorted(facts.members.items(), key=lambda item: (item[1].order, item[0]))
        ]
        rosters += [
            Person(name=person.name, alliance=alliance, unit=_said(person.unit), body=body)
            for body, record in facts.bodies.items()
            for _, person in sorted(record.people.items(), key=lambda item: (item[1].order, item[0]))
            if _said(person.name)
        ]
        for office in document.get("offices", {}).get("names", {}).values():
            bureaus.setdefault(office["name"], Unit(name=office["name"], role="office"))
    return Review(
        units=tuple(units),
        offices=tuple(bureaus.values()),
        rosters=tuple(rosters),
        unsuitable=tuple(unsuitable),
        directory=tuple(directory),
    )


def counties_of(documents: Iterable[Json]) -> tuple[str, ...]:
    """Where the lead units sit (else are registered): six-digit divisions for the local share of a panel."""
    leads = [m for document in documents for m in facts_of(document).members.values() if m.role == "lead"]
    return tuple(sorted({_said(lead.seated) or _said(lead.registered) for lead in leads} - {""}))


def _said(value: str) -> str:
    return "" if value == NONE else value
