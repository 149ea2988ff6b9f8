"""The colours of each theme. A tone always comes with an icon and a word; each is read at 4.5 : 1 or better."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour means."""

    PLAIN = "plain"
    QUIET = "quiet"
    PASS = "pass"  # noqa: S105 - a condition that holds, no secret
    WARN = "warn"
    BLOCK = "block"
    WAITING = "waiting"
    TRANSIT = "transit"
    INFO = "info"


@dataclass(frozen=True)
class Colours:
    """One theme.

    ground: behind everything; surface: pages' cards and tables; raised: headers, rail; text, quiet: main and secondary words;
    line: edges; accent, on_accent: the one accent and words on it; chosen: selected rows; faint: words of what cannot be used now;
    the rest are tones and their soft grounds.
    """

    ground: str
    surface: str
    raised: str
    text: str
    quiet: str
    line: str
    edge: str
    accent: str
    on_accent: str
    chosen: str
    hover: str
    faint: str
    passed: str
    warn: str
    block: str
    waiting: str
    transit: str
    soft_passed: str
    soft_warn: str
    soft_block: str
    soft_waiting: str
    soft_transit: str
    soft_info: str
    dark: bool = False

    def tone(self, tone: Tone) -> str:
        """The colour of words and icons of a tone."""
        return {
            Tone.PLAIN: self.text,
            Tone.QUIET: self.quiet,
            Tone.PASS: self.passed,
            Tone.WARN: self.warn,
            Tone.BLOCK: self.block,
            Tone.WAITING: self.waiting,
            Tone.TRANSIT: self.transit,
            Tone.INFO: self.accent,
        }[tone]

    def soft(self, tone: Tone) -> str:
        """The ground of a badge of a tone."""
        return {
            Tone.PLAIN: self.raised,
            Tone.QUIET: self.raised,
            Tone.PASS: self.soft_passed,
            Tone.WARN: self.soft_warn,
            Tone.BLOCK: self.soft_block,
            Tone.WAITING: self.soft_waiting,
            Tone.TRANSIT: self.soft_transit,
            Tone.INFO: self.soft_info,
        }[tone]


LIGHT = Colours(
    ground="#F3F4F7", surface="#FFFFFF", raised="#ECEEF2", text="#1B1F27", quiet="#515B6B", line="#D9DDE4", edge="#8B93A1",
    accent="#1D5BB8", on_accent="#FFFFFF", chosen="#D7E5FA", hover="#E9F0FB", faint="#6A7382",
    passed="#166B36", warn="#7F5200", block="#B0221A", waiting="#5F4296", transit="#0A6369",
    soft_passed="#E1F3E7", soft_warn="#FBEFD5", soft_block="#FCE6E4", soft_waiting="#ECE6F7", soft_transit="#DDF1F2",
    soft_info="#E2ECFB",
)  # fmt: skip
DARK = Colours(
    ground="#14161B", surface="#1C1F26", raised="#262A33", text="#E7EAF0", quiet="#B1B9C7", line="#363C48", edge="#7D8697",
    accent="#85B4FF", on_accent="#0B1729", chosen="#2A4468", hover="#29313F", faint="#8F98A8",
    passed="#74D397", warn="#F2BD5C", block="#FF988F", waiting="#C7ADFF", transit="#68D3DA",
    soft_passed="#1B3526", soft_warn="#3B2F16", soft_block="#44211F", soft_waiting="#332A4A", soft_transit="#16383B",
    soft_info="#1E3354", dark=True,
)  # fmt: skip
CONTRAST = Colours(
    ground="#000000", surface="#000000", raised="#101010", text="#FFFFFF", quiet="#FFFFFF", line="#FFFFFF", edge="#FFFFFF",
    accent="#FFE600", on_accent="#000000", chosen="#003A8C", hover="#1F1F1F", faint="#9E9E9E",
    passed="#5CFF8A", warn="#FFD24D", block="#FF9D94", waiting="#D9C2FF", transit="#6BF2FA",
    soft_passed="#00240E", soft_warn="#2B1F00", soft_block="#330600", soft_waiting="#1D0F38", soft_transit="#002A2D",
    soft_info="#0A1F3D", dark=True,
)  # fmt: skip
THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours ``#RRGGBB`` (WCAG 2.2, 1.4.3): 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
