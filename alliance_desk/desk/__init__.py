"""A workspace opened: its folder, its database, its office, its clock. Verbs take a ``Desk`` and return ``Changes``."""

from alliance_desk.desk.desk import Desk
from alliance_desk.desk.found import found
from alliance_desk.desk.opening import open_desk

__all__ = ["Desk", "found", "open_desk"]
