"""Reads the precious tables out of a file that may be damaged: what cannot be read from one end is read from the
other, and what the file no longer gives comes from the newest sound backup."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celliq_desktop.mirror.driver import DRIVER_ERROR, make_engine, single, translated
from celliq_desktop.mirror.upgrade import step

SIDE_FILES = ("", "-wal", "-shm")
"""A database is these files together; one without the others is another database."""
_REVISION = "SELECT version_num FROM alembic_version"


@dataclass
class Salvaged:
    """Rows by table with the names of their columns, as written at schema step ``revision``. ``whole``: nothing was
    unreadable."""

    revision: str | None = None
    rows: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = field(default_factory=dict)
    whole: bool = True


def salvage(path: Path, key_hex: str, tables: Sequence[str], scratch: Path, *, at: str | None = None) -> Salvaged:
    """What can be read of ``tables``. Works on a copy in ``scratch``, because opening a file may change it; ``at``
    brings a sound copy to that schema step first."""
    found = Salvaged()
    with _copied(path, scratch) as copy:
        if at is not None:
            engine = make_engine(copy, key_hex, write=True)
            with translated():
                step(engine, at)
            engine.dispose()
        try:
            with single(copy, key_hex) as connection:
                row = connection.execute(_REVISION).fetchone()
                found.revision = str(row[0]) if row else None
                for table in tables:
                    _read(connection, table, found)
        except DRIVER_ERROR:
            found.whole = False
    return found


def _read(connection: Any, table: str, found: Salvaged) -> None:
    try:
        columns = tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
    except DRIVER_ERROR:
        found.whole = False
        return
    if not columns:  # a table of a later program
        return
    rows: dict[Any, tuple[Any, ...]] = {}
    for order in ("ASC", "DESC"):
        try:
            for row in connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid {order}"):
                rows[row[0]] = tuple(row[1:])
        except DRIVER_ERROR:
            found.whole = False
        else:
            break
    found.rows[table] = (columns, [rows[number] for number in sorted(rows)])


@contextmanager
def _copied(path: Path, scratch: Path) -> Iterator[Path]:
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        for side in SIDE_FILES[:2]:  # the index of the log is made anew by whoever opens it
            source = path.with_name(path.name + side)
            if source.exists():
                shutil.copyfile(source, scratch / source.name)
        yield scratch / path.name
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
