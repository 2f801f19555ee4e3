"""How far each list has been swept, and the rows that had to be set aside."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.syncing import Aside, HeldBack, SetAside
from celliq_desktop.mirror import forgotten
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
    kept: Mapped[int]
    last_id: Mapped[str | None]
    swept_at: Mapped[str | None]
    watermark: Mapped[str | None]
    since_ignored: Mapped[bool]


class _PageRow(Row):
    __tablename__ = "sync_pages"

    stream: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    etag: Mapped[str]
    total: Mapped[int]
    ids: Mapped[str]


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
    """One list. ``page`` is the next page of the running sweep (0: none runs), ``last_id`` the last row of the page
    before it; ``held`` rows that are gone wait for a person, who has decided to keep ``kept`` of them. ``swept_at``
    ended the last whole sweep, ``completed_at`` the last look of any kind. Rows with a server version before
    ``watermark`` are known; ``since_ignored`` when the server pays no heed to ``updated_since``."""

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
    kept: int = 0
    last_id: str | None = None
    swept_at: datetime | None = None
    watermark: datetime | None = None
    since_ignored: bool = False

    def begun(self, now: datetime) -> "Stream":
        """A new sweep from page one."""
        return replace(self, generation=self.generation + 1, page=1, seen=0, total=None, last_id=None, started_at=now)


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page as it was when its rows were taken over."""

    etag: str
    total: int
    ids: tuple[str, ...]


_STREAM = tuple(Stream.__dataclass_fields__)
_TIMES = frozenset({"started_at", "completed_at", "swept_at", "watermark"})
_SWITCHES = frozenset({"offered", "since_ignored"})


def stream(session: Session, name: str) -> Stream:
    """Where this list stands; a new one when it was never read."""
    row = session.execute(
        text(f"SELECT {', '.join(_STREAM)} FROM sync_streams WHERE name = :name"), {"name": name}
    ).first()
    if row is None:
        return Stream(name=name)
    return Stream(**{column: _read(column, value) for column, value in zip(_STREAM, row, strict=True)})


def _read(column: str, value: Any) -> Any:
    if column in _TIMES:
        return unstamp(value)
    return bool(value) if column in _SWITCHES else value


def save_stream(session: Session, now_at: Stream) -> None:
    """Write where this list stands; in the same transaction as the page's rows."""
    values = tuple(stamp(value) if isinstance(value := getattr(now_at, one), datetime) else value for one in _STREAM)
    session.connection().exec_driver_sql(
        f"INSERT OR REPLACE INTO sync_streams ({', '.join(_STREAM)}) VALUES ({', '.join('?' * len(_STREAM))})", values
    )


def seen_page(session: Session, name: str, page: int) -> SeenPage | None:
    """The page as it was last taken over; None when it came without an ETag."""
    found = session.connection().exec_driver_sql(
        "SELECT etag, total, ids FROM sync_pages WHERE stream = ? AND page = ?", (name, page)
    )
    row = found.first()
    return None if row is None else SeenPage(row[0], row[1], tuple(json.loads(row[2])))


def save_page(session: Session, name: str, page: int, seen: SeenPage | None) -> None:
    """Remember the page for a conditional request; None: nothing can be told from it."""
    if seen is None:
        session.connection().exec_driver_sql("DELETE FROM sync_pages WHERE stream = ? AND page = ?", (name, page))
        return
    session.connection().exec_driver_sql(
        "INSERT OR REPLACE INTO sync_pages (stream, page, etag, total, ids) VALUES (?, ?, ?, ?, ?)",
        (name, page, seen.etag, seen.total, json.dumps(seen.ids)),
    )


def forget_pages(session: Session, name: str) -> None:
    """Every page is asked for as if for the first time."""
    session.connection().exec_driver_sql("DELETE FROM sync_pages WHERE stream = ?", (name,))


def set_aside(session: Session, name: str, rows: Iterable[SetAside], now: datetime) -> None:
    """Keep unusable rows with their raw text; an item that is set aside again replaces its earlier line."""
    clean = forgotten.cleaner(session) or str
    for row in (replace(one, raw=clean(one.raw)) for one in rows):
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


def held_back(session: Session, lists: Iterable[str]) -> HeldBack:
    """What is held of ``lists`` while nobody decided to keep it, and what is set aside of any list."""
    streams = [stream(session, name) for name in lists]
    rows = session.execute(
        text(
            "SELECT stream, number, reason FROM quarantine JOIN (SELECT max(id) AS newest, count(*) AS number"
            " FROM quarantine GROUP BY stream) AS found ON id = newest ORDER BY stream"
        )
    )
    return HeldBack(
        missing={one.name: one.held for one in streams if one.held and one.held != one.kept},
        aside=tuple(Aside(row.stream, row.number, row.reason) for row in rows),
    )


def aside(session: Session, name: str) -> int:
    """How many rows of this list are set aside."""
    found = session.execute(text("SELECT count(*) FROM quarantine WHERE stream = :name"), {"name": name})
    return int(found.scalar_one())
