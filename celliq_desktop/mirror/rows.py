"""What all tables share: the naming convention, and times as text that sorts."""

from datetime import UTC, datetime

from sqlalchemy import Index, MetaData, text
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(DeclarativeBase):
    """The parent of every table's row; rows never leave their file."""

    metadata = MetaData(naming_convention=NAMING)


_LIVING = text("deleted_at IS NULL")


def living_index(*columns: str) -> Index:
    """An index of the living rows only. One that begins with ``deleted_at`` would look selective to SQLite, which has
    no statistics of a new file, and be read from end to end for a handful of ids."""
    return Index(None, *columns, sqlite_where=_LIVING, postgresql_where=_LIVING)


def stamp(moment: datetime | None) -> str | None:
    """A time as RFC 3339 UTC text with microseconds, so that text order is time order; None stays None."""
    # isoformat, not strftime: that one writes the year 1 as "1", which neither sorts nor reads back
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None).isoformat("T", "microseconds") + "Z"


def unstamp(text: str | None) -> datetime | None:
    """The time behind ``stamp``."""
    return None if text is None else datetime.fromisoformat(text)


def unstamp_known(text: str) -> datetime:
    """As ``unstamp``, for columns that are never NULL."""
    return datetime.fromisoformat(text)
