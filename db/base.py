"""The declarative base: naming convention and the few column idioms every table uses."""

from typing import Annotated

from sqlalchemy import LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Key = Annotated[str, mapped_column(String, primary_key=True)]
"""A natural text key."""
Step = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]
"""A natural whole-number key."""
Bytes = Annotated[bytes, mapped_column(LargeBinary)]
"""Bytes as first written."""


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
