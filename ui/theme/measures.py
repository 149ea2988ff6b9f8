"""Measures in logical pixels, on a grid of eight."""

GRID = 8
MARGIN = 16
GAP = 12
ROW = 32
ROW_COMPACT = 28
TABLE = 136
"""Least height of a table: its headings and three rows."""
BODY = 14
SMALL = 12
SECTION = 15
TITLE = 18
NUMBER = 24
ICON = 16
ICON_LARGE = 20
RAIL = 152
RAIL_NARROW = 56
DRAWER = 440
MINIMUM = (880, 520)
"""A screen of 1366 × 768 at 150 % has 910 × 512 of these pixels; pages are drawn for 1100 × 680 and more."""
NARROW = 1100
"""Below this width the rail shows its icons only."""
USUAL = (1280, 760)
PAGE = 540
"""The height of a page in a window of 1100 × 680; in a lower one it scrolls."""
DOCKED_FROM = 1500
"""A window this wide gives the task drawer a place beside the page; a narrower one lays it over the page's right side."""
