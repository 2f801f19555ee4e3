"""A damaged mirror is set aside whole, and a new one takes its place with everything that exists nowhere else.

Order: build the new file under another name, set the old one aside, rename. A kill between any two steps is finished
by ``finish`` at the next start. What comes back is in doubt, never ready to be sent: a copy may be older than what
happened since (research/reliability.md P9, P10).
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.ports import Clock
from celliq_desktop.mirror.backups import PART, newest_sound, sync_folder
from celliq_desktop.mirror.driver import make_engine, translated
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.rows import stamp
from celliq_desktop.mirror.salvage import SIDE_FILES, Salvaged, salvage
from celliq_desktop.mirror.schema import LOCAL, MIRRORED, tables_of
from celliq_desktop.mirror.upgrade import step

_log = logging.getLogger(__name__)

_READY = ".rebuilt"
_SETTLE = timedelta(seconds=90)
"""Before this long nobody looks for the effect of a restored operation (research/reliability.md 4.3)."""
_DOUBTFUL = tuple(state.value for state in OperationState if state.active and state is not OperationState.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Repaired:
    """``operations`` are changes that were saved and not finished; ``source`` where from: ``file``, ``backup`` or
    ``nothing``; ``kept`` is the folder with the damaged file."""

    operations: int
    source: str
    kept: Path


def repair(path: Path, key_hex: str, *, clock: Clock, account: Account, backups: Path, damaged: Path) -> Repaired:
    """Set the mirror at ``path`` aside in ``damaged`` and put a new one in its place, closed."""
    tables = tables_of(LOCAL)
    scratch = path.with_name(path.name + ".salvage" + PART)
    found = salvage(path, key_hex, tables, scratch)
    readable, sources = bool(found.rows), [found]
    if not found.whole:
        backup = newest_sound(path, key_hex, backups)
        if backup is not None:
            sources.append(salvage(backup, key_hex, tables, scratch, at=found.revision))
    part = path.with_name(path.name + PART)
    _forget(part)
    operations = _build(part, key_hex, sources, clock.now())
    Mirror.open(part, key_hex, clock=clock, account=account).close()
    part.replace(_ready(path))
    sync_folder(path.parent)
    kept = _new_folder(damaged, f"{path.stem}-{clock.now():%Y%m%dT%H%M%S}")
    _swap(path, kept)
    restored = any(source.rows for source in sources)
    source = "file" if readable else "backup" if restored else "nothing"
    _log.warning("a damaged mirror was set aside; %d operations were saved from %s", operations, source)
    return Repaired(operations, source, kept)


def finish(path: Path, damaged: Path) -> None:
    """Finish a repair that was killed after the new file was whole; otherwise nothing."""
    if _ready(path).exists():
        _swap(path, _new_folder(damaged, f"{path.stem}-unfinished"))


def empty_mirrored(mirror: Mirror) -> None:
    """Drop every row that the server has, too; the next sync fetches all of it anew."""
    with mirror.write() as session:
        for table in tables_of(MIRRORED):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")


def _build(part: Path, key_hex: str, sources: list[Salvaged], now: datetime) -> int:
    """Fill a new file at the step the rows were written at, so that the steps since then change them as they would
    have."""
    revision = next((source.revision for source in sources if source.revision is not None), None)
    engine = make_engine(part, key_hex, write=True)
    try:
        with translated():
            step(engine, revision or "head")
            with engine.begin() as connection:
                for source in sources:
                    _insert(connection, source)
                return _doubt(connection, now)
    finally:
        _close(engine)


def _insert(connection: Connection, source: Salvaged) -> None:
    for table, (columns, rows) in source.rows.items():
        if rows:
            marks = ", ".join("?" * len(columns))
            connection.exec_driver_sql(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _doubt(connection: Connection, now: datetime) -> int:
    marks = ", ".join(f"'{state}'" for state in _DOUBTFUL)
    moved = connection.execute(
        text(
            "INSERT INTO outbox_events (op_id, at, from_state, to_state, note)"
            f" SELECT op_id, :now, state, 'in_doubt', 'saved from a damaged file' FROM outbox WHERE state IN ({marks})"
        ),
        {"now": stamp(now)},
    )
    connection.execute(
        text(
            "UPDATE outbox SET state = 'in_doubt', not_before = NULL,"
            f" last_sent_at = coalesce(last_sent_at, :now), settle_until = :settled WHERE state IN ({marks})"
        ),
        {"now": stamp(now), "settled": stamp(now + _SETTLE)},
    )
    waiting: Any = connection.execute(text("SELECT count(*) FROM outbox WHERE state = 'in_doubt'")).scalar_one()
    _log.info("%d operations are in doubt after a repair", moved.rowcount)
    return int(waiting)


def _swap(path: Path, kept: Path) -> None:
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    for side in reversed(SIDE_FILES):  # together; ``finish`` takes what a kill left behind
        old = path.with_name(path.name + side)
        if old.exists():
            old.replace(kept / old.name)
    sync_folder(kept)
    _ready(path).replace(path)
    sync_folder(path.parent)


def _new_folder(parent: Path, name: str) -> Path:
    """A folder that holds nothing yet: what was set aside before stays."""
    names = chain((name,), (f"{name}-{number}" for number in count(2)))
    return next(parent / one for one in names if not (parent / one).exists())


def _ready(path: Path) -> Path:
    return path.with_name(path.name + _READY)


def _forget(path: Path) -> None:
    for side in SIDE_FILES:
        path.with_name(path.name + side).unlink(missing_ok=True)


def _close(engine: Engine) -> None:
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("ROLLBACK") if raw.in_transaction else None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
