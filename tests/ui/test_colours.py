import pytest

from tests.helpers.walk import LEAST
from ui.theme.colours import THEMES, Tone, contrast


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_tone_is_readable_on_every_ground_it_stands_on(theme: str) -> None:
    colours = THEMES[theme]
    grounds = [colours.ground, colours.surface, colours.raised, colours.chosen, colours.hover]
    pale = [
        f"{tone} on {ground}: {ratio:.2f}"
        for tone in Tone
        for ground in [*grounds, colours.soft(tone)]
        if (ratio := contrast(colours.tone(tone), ground)) < LEAST
    ]
    assert not pale, pale
    assert contrast(colours.on_accent, colours.accent) >= LEAST
    assert contrast(colours.quiet, colours.raised) >= LEAST


@pytest.mark.parametrize("theme", THEMES)
def test_edges_of_controls_are_seen(theme: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours.edge, colours.surface) >= 3  # WCAG 2.2, 1.4.11
