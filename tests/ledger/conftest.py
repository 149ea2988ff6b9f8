"""A story that was played once, and a way to try an event on it that never leaves a trace."""

from collections.abc import Callable, Iterator

import pytest

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.ledger.append import append
from alliance_desk.ledger.draft import Author, Draft
from tests.helpers.desks import PACK_ID, Pair, advance, open_sample_case, recommended_case, two_offices
from tests.helpers.life import live, open_affair
from tests.helpers.story import Played, play, send_up


class _Back(Exception):
    """Takes a transaction back."""


@pytest.fixture(scope="package")
def pair(tmp_path_factory) -> Iterator[Pair]:
    """A county and its city; the story was played between them."""
    offices = two_offices(tmp_path_factory.mktemp("offices"))
    yield offices
    offices.close()


@pytest.fixture(scope="package")
def played(pair, tmp_path_factory) -> Played:
    folder = tmp_path_factory.mktemp("sticks")
    story = play(pair, folder)
    live(pair, story.case, folder / "life")
    return story


@pytest.fixture(scope="session")
def attempt() -> Callable[..., str]:
    """``attempt(desk, draft, …, office=)``: the code with which a commit is refused, empty where it would be written."""

    def code(desk: Desk, *drafts: Draft, office: str = "") -> str:
        author = Author(office or desk.office, "i", desk.operator, desk.clock)
        try:
            with desk.transaction() as connection:
                append(desk.raw, connection, author, drafts)
                raise _Back
        except _Back:
            return ""
        except DeskError as refusal:
            return refusal.code if refusal.text() else "no text"

    return code


@pytest.fixture(scope="session")
def draft() -> Callable[..., Draft]:
    """``draft(kind, stream, patch)``: the stream kind is read off the event kind."""

    def make(kind: str, stream: str, patch: Json, **more) -> Draft:
        of = {"stage": "case", "affair": "case", "note": "notes", "round": "batch", "duty": "batch"}
        start = kind.partition(".")[0]
        return Draft(stream=stream, stream_kind=of.get(start, start), kind=kind, patch=patch, **more)

    return make


@pytest.fixture(scope="package")
def cases(pair, played, tmp_path_factory) -> dict[str, str]:
    """Streams of cases: ``fresh`` and ``ready`` (recommended) at the county; at the city ``arrived``, ``decided`` (waits for
    its recognition) and ``done`` (played to the end).
    """
    folder = tmp_path_factory.mktemp("more")
    arrived, decided = send_up(pair, folder, "样例单位2"), send_up(pair, folder, "样例单位2")
    advance(pair.city, decided, "recognition")
    fresh, ready = open_sample_case(pair.county), recommended_case(pair.county)
    return {"fresh": fresh.stream, "ready": ready.stream, "arrived": arrived, "decided": decided, "done": played.case}


@pytest.fixture(scope="package")
def affairs(pair, played) -> dict[str, dict[str, str]]:
    """``county`` and ``city`` → procedure → a case of it that this office has just opened beneath the alliance of the story."""
    known = pair.city.case(played.case).open
    about = {"alliance": known["alliance"]["id"], "offices": known["offices"]}
    procedures = pair.city.policy_for(PACK_ID).procedure
    ours = [key for key, item in procedures.items() if item.by == "recommender"]
    return {
        "county": {key: open_affair(pair.county, key, **about) for key in ours},
        "city": {key: open_affair(pair.city, key, **about) for key in procedures},
    }
