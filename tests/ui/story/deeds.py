"""What every story does: two offices introduced, conditions settled, a case on its way and taken in."""

from pathlib import Path

from tests.ui.story.hand import Person


def introduce(county: Person, city: Person, folder: Path) -> None:
    """Each office's card written out, and entered at the other under the fingerprint shown on its screen."""
    cards: dict[str, tuple[Path, str]] = {}
    for person in (county, city):
        person.go("settings")
        person.press("settings.card")
        person.fill("card.folder", str(folder))
        person.submit()
        cards[person.home.name] = newest(folder), person.text("settings.fingerprint")
    for person, other, relation in ((county, "city", "上级"), (city, "county", "下级")):
        person.go("exchange")
        person.window.pages["exchange"].open("peers")
        person.press("exchange.peer")
        person.fill("peer.path", str(cards[other][0]))
        person.fill("peer.fingerprint", cards[other][1])
        person.fill("peer.relation", relation)
        person.submit()


def settle_conditions(person: Person, note: str) -> None:
    """Attest what a person judges, explain what may pass with a reason."""
    person.step("attest")
    person.fill("attest.keys", None)
    person.fill("attest.verdict", "符合")
    person.fill("attest.note", note)
    person.submit()
    explain(person, note)


def explain(person: Person, note: str) -> None:
    """Give the reason for every condition that may pass with one."""
    while person.offers("override"):
        person.step("override")
        if person.sees("override.check"):
            person.first("override.check")
        person.fill_each_ending(".note", note)
        person.submit()


def hand_over(person: Person, stick: Path) -> None:
    """Hand the case in front over."""
    if not person.window.drawer.isVisible():
        person.step("hand-over")
    person.fill("hand-over.folder", str(stick))
    person.submit()


def take_in(person: Person, package: Path) -> None:
    """Look at a package of a stick and sign for it."""
    person.go("exchange")
    person.fill_page("exchange.folder", str(package.parent))
    person.row("exchange.packages", package.name)
    person.press("exchange.look")
    person.settle()
    person.submit()


def newest(folder: Path) -> Path:
    """The file written last."""
    return max((path for path in folder.iterdir() if path.is_file()), key=lambda path: path.stat().st_mtime_ns)
