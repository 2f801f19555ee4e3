"""How far each list has been swept, and the rows that had to be set aside."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.syncing import SetAside
from celliq_desktop.mirror.rows import Row, stamp, unstamp


class _StreamRow(Row):
    __tablename__ = "sync_streams"

    name: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[int]
    page: Mapped[int]
    seen: Mapped[int]
    total: Mapped[int | None]
    etag: Mapped[str | None]
    offered: Mapped[bool]
    started_at: Mapped[str | None]
    completed_at: Mapped[str | None]
    held: Mapped[int]


class _QuarantineRow(Row):
    __tablename__ = "quarantine"
    __table_args__ = (Index(None, "stream"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str]
    item_id: Mapped[str | None]
    reason: Mapped[str]
    raw: Mapped[str]
    at: Mapped[str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One list. ``page`` is the next page of the running sweep (0: none runs); ``held`` deletes wait for a person."""

    name: str
    generation: int = 0
    page: int = 0
    seen: int = 0
    total: int | None = None
    etag: str | None = None
    offered: bool = True
    started_at: datetime | None = None
    completed_at: datetime | None = None
    held: int = 0

    def begun(self, now: datetime) -> "Stream":
        """A new sweep from page one."""
        return replace(self, generation=self.generation + 1, page=1, seen=0, total=None, started_at=now)


def stream(session: Session, name: str) -> Stream:
    """Where this list stands; a new one when it was never read."""
    row = session.execute(text("SELECT * FROM sync_streams WHERE name = :name"), {"name": name}).first()
    if row is None:
        return Stream(name=name)
    return Stream(
        name=row.name,
        generation=row.generation,
        page=row.page,
        seen=row.seen,
        total=row.total,
        etag=row.etag,
        offered=bool(row.offered),
        started_at=unstamp(row.started_at),
        completed_at=unstamp(row.completed_at),
        held=row.held,
    )


def save_stream(session: Session, now_at: Stream) -> None:
    """Write where this list stands; in the same transaction as the page's rows."""
    session.connection().exec_driver_sql(
        "INSERT OR REPLACE INTO sync_streams (name, generation, page, seen, total, etag, offered, started_at,"
        " completed_at, held) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            now_at.name,
            now_at.generation,
            now_at.page,
            now_at.seen,
            now_at.total,
            now_at.etag,
            now_at.offered,
            stamp(now_at.started_at),
            stamp(now_at.completed_at),
            now_at.held,
        ),
    )


def set_aside(session: Session, name: str, rows: Iterable[SetAside], now: datetime) -> None:
    """Keep unusable rows with their raw text; an item that is set aside again replaces its earlier line."""
    for row in rows:
        session.connection().exec_driver_sql(
            "DELETE FROM quarantine WHERE stream = ? AND (item_id = ? OR raw = ?)", (name, row.item_id, row.raw)
        )
        session.connection().exec_driver_sql(
            "INSERT INTO quarantine (stream, item_id, reason, raw, at) VALUES (?, ?, ?, ?, ?)",
            (name, row.item_id, row.reason, row.raw, stamp(now)),
        )


def clear_aside(session: Session, name: str) -> None:
    """A new sweep judges every row anew."""
    session.connection().exec_driver_sql("DELETE FROM quarantine WHERE stream = ?", (name,))


def aside(session: Session, name: str) -> int:
    """How many rows of this list are set aside."""
    found = session.execute(text("SELECT count(*) FROM quarantine WHERE stream = :name"), {"name": name})
    return int(found.scalar_one())
