"""A disk that forgets: what SQLite wrote and synced is recorded, and the disks a power failure may leave are built
from it, with writes since the last sync dropped, reordered or torn (research/reliability.md E3).

SQLCipher, which the program uses, cannot be given a disk of our own from Python. So the program's own statements, as
recorded from its own sync, are carried out by apsw's SQLite, which can, under the same pragmas. What differs is the
encryption of each page and the library's version, not when a page is written or synced.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

_SECTOR = 512
"""Bytes a disk writes whole or not at all."""

Statement = tuple[str, Any, bool]
"""SQL, its values, and True when there are many rows of them."""
Transaction = Sequence[Statement]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the disk was asked for: ``kind`` is write, truncate, sync, delete or, for us, done."""

    kind: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


class _File(apsw.VFSFile):
    def __init__(self, events: list[Event], name: str, opened: apsw.URIFilename | str, flags: list[int]) -> None:
        super().__init__("", opened, flags)
        self._events = events
        self._name = name

    def xWrite(self, data: bytes, offset: int) -> None:
        self._events.append(Event("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._events.append(Event("truncate", self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self._events.append(Event("sync", self._name))
        super().xSync(flags)


class RecordingDisk(apsw.VFS):
    """The real disk, written down in ``events``."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "")
        self.name = name
        self.events: list[Event] = []

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        return _File(self.events, Path(path).name, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.events.append(Event("delete", Path(filename).name))
        super().xDelete(filename, syncdir)


def carry_out(transactions: Sequence[Transaction], path: Path, pragmas: dict[str, object], disk: RecordingDisk) -> None:
    """Every transaction on a new file at ``path``, each followed by an event ``done``."""
    connection = apsw.Connection(str(path), vfs=disk.name)
    try:
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}").fetchall()
        for transaction in transactions:
            apply(connection, transaction)
            disk.events.append(Event("done"))
    finally:
        connection.close()


def apply(connection: apsw.Connection, transaction: Transaction) -> None:
    """One transaction, committed."""
    for sql, values, many in transaction:
        if many:
            connection.executemany(sql, values)
        else:
            connection.execute(sql, values)
    connection.execute("COMMIT")


def digest(connection: apsw.Connection) -> int:
    """Everything in every table, as one number."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return hash(tuple((name, *sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)) for (name,) in tables))


def disk_after(events: Sequence[Event], at: int, dice: random.Random) -> dict[str, bytes]:
    """What may lie on the disk when the power fails after ``events[:at]``. A file's bytes are safe once that file was
    synced, a name's end once anything was (a journalling file system writes names in order)."""
    files: dict[str, bytearray] = {}
    last_sync = max((number for number, event in enumerate(events[:at]) if event.kind == "sync"), default=-1)
    for name in sorted({event.file for event in events[:at] if event.file}):
        mine = [(number, event) for number, event in enumerate(events[:at]) if event.file == name]
        safe = [
            number for number, event in mine if event.kind == "sync" or (event.kind == "delete" and number < last_sync)
        ]
        until = max(safe, default=-1)
        content = _written([event for number, event in mine if number <= until], bytearray())
        content = _written(_survivors([event for number, event in mine if number > until], dice), content)
        if content is not None:
            files[name] = content
    return {name: bytes(content) for name, content in files.items()}


def _survivors(pending: Sequence[Event], dice: random.Random) -> list[Event]:
    """Of what was not synced: nothing, everything, the beginning, or any part in any order, some of it torn."""
    way = dice.randrange(4)
    if way == 0:
        return []
    if way == 1:
        return list(pending)
    if way == 2:
        return list(pending[: dice.randint(0, len(pending))])
    kept = [_torn(event, dice) for event in pending if dice.random() < 0.5]
    dice.shuffle(kept)
    return kept


def _torn(event: Event, dice: random.Random) -> Event:
    if event.kind != "write" or len(event.data) <= _SECTOR or dice.random() < 0.5:
        return event
    return Event("write", event.file, event.offset, event.data[: _SECTOR * dice.randint(1, len(event.data) // _SECTOR)])


def _written(events: Sequence[Event], content: bytearray | None) -> bytearray | None:
    for event in events:
        if event.kind == "delete":
            content = None
            continue
        content = bytearray() if content is None else content
        if event.kind == "truncate":
            content = content[: event.offset] + bytes(max(0, event.offset - len(content)))
        elif event.kind == "write":
            content += bytes(max(0, event.offset - len(content)))
            content[event.offset : event.offset + len(event.data)] = event.data
    return content
