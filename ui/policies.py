"""Policies by what people call them."""

from alliance_desk.errors import Refused
from ui.seat import Seat


def policy_title(seat: Seat, name: str) -> str:
    """A policy by its title; by its id where this desk has lost the pack."""
    try:
        return seat.reader.pack(name).pack.title
    except Refused:
        return name
