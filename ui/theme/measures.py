"""Measures in logical pixels, on a grid of eight."""

GRID = 8
MARGIN = 16
GAP = 12
ROW = 32
ROW_COMPACT = 28
BODY = 14
SMALL = 12
SECTION = 15
TITLE = 18
NUMBER = 24
ICON = 16
ICON_LARGE = 20
RAIL = 152
DRAWER = 440
MINIMUM = (1100, 680)
USUAL = (1280, 760)
DOCKED_FROM = 1500
"""A window this wide gives the task drawer a place beside the page; a narrower one lays it over the page's right side."""
