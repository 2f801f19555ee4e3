"""The power fails at any moment: the file is whole, no transaction is there in part, and what was acknowledged is
there."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
import pytest
from sqlalchemy import Engine, event, text

from tests.faults.chance import each
from tests.faults.power import RecordingDisk, Statement, Transaction, apply, carry_out, digest, disk_after
from tests.faults.story import Story, told
from tests.support.mirrors import opened

_PRAGMAS = (
    "journal_mode",
    "synchronous",
    "foreign_keys",
    "trusted_schema",
    "cell_size_check",
    "secure_delete",
    "temp_store",
    "wal_autocheckpoint",
    "journal_size_limit",
)
_OFTEN = 12
"""Pages after which the write-ahead log is folded back in the second run: in a small file the program's own thousand
would never be reached."""


class Tape:
    """Listens to every writing transaction of the program."""

    def __init__(self) -> None:
        self.transactions: list[Transaction] = []
        self._open: list[Statement] | None = None
        self._writer: Any = None

    def heard(self, connection: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        """A statement is about to run."""
        if sql == "BEGIN IMMEDIATE":
            self._open, self._writer = [], connection
        if self._open is not None and connection is self._writer:  # a reader beside it is none of its business
            self._open.append((sql, values, many))

    def committed(self, connection: Any) -> None:
        """The transaction is over."""
        if self._open is not None and connection is self._writer:
            self.transactions.append(tuple(self._open))
            self._open = None

    def rolled_back(self, connection: Any) -> None:
        """It never was."""
        if connection is self._writer:
            self._open = None

    @contextmanager
    def running(self) -> Iterator["Tape"]:
        """Listen inside the block."""
        listeners = (("before_cursor_execute", self.heard), ("commit", self.committed), ("rollback", self.rolled_back))
        for name, listener in listeners:
            event.listen(Engine, name, listener)
        try:
            yield self
        finally:
            for name, listener in listeners:
                event.remove(Engine, name, listener)


def _lived(folder: Path) -> tuple[list[Transaction], dict[str, object]]:
    """What the program writes on a day with syncs and reports, from the first step of its schema on, and under which
    pragmas."""
    with Tape().running() as tape:
        opened(folder / "empty.db").close()
        story: Story = told(folder / "empty.db", folder, cars=6)
        try:
            story.syncs()
            story.clicks("veh_1")
            story.books.record("veh_2", 5)
            story.clicks("veh_2")
            story.clock.advance(100)
            story.syncs()
            with story.desk.mirror.read() as session:
                pragmas = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in _PRAGMAS}
        finally:
            story.close()
    return tape.transactions, dict(pragmas)


class Lived:
    """One day, recorded on a disk under ``pragmas``; ``states`` are the digests after each transaction."""

    def __init__(self, transactions: list[Transaction], pragmas: dict[str, object], folder: Path, name: str) -> None:
        disk = RecordingDisk(f"recording {name}")
        path = folder / f"{name}.db"
        carry_out(transactions, path, pragmas, disk)
        self.events = disk.events
        self.name = path.name
        self.pragmas = pragmas
        memory = apsw.Connection(":memory:")
        self.states = [digest(memory)]
        for transaction in transactions:
            apply(memory, transaction)
            self.states.append(digest(memory))
        memory.close()
        disk.unregister()

    def lost(self, seed: int, folder: Path) -> int:
        """Let the power fail once; how many acknowledged transactions are gone. The file must be whole and in a state
        it once was in."""
        dice = random.Random(seed)
        at = dice.randint(1, len(self.events))
        acknowledged = sum(one.kind == "done" for one in self.events[:at])
        for old in folder.glob(f"{self.name}*"):
            old.unlink()
        for name, content in disk_after(self.events, at, dice).items():
            (folder / name).write_bytes(content)
        connection = apsw.Connection(str(folder / self.name))
        try:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            found = digest(connection)
        finally:
            connection.close()
        begun = min(acknowledged + 1, len(self.states) - 1)
        assert found in self.states[: begun + 1], "a transaction is there in part"
        return 0 if found in self.states[acknowledged : begun + 1] else 1


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Transaction], dict[str, object]]:
    """The recorded statements and pragmas of the program."""
    return _lived(tmp_path_factory.mktemp("day"))


def test_the_program_asks_for_what_survives_a_power_failure(day: tuple[list[Transaction], dict[str, object]]) -> None:
    transactions, pragmas = day
    assert (pragmas["journal_mode"], pragmas["synchronous"]) == ("wal", 2)
    assert len(transactions) > 20
    assert any("INSERT INTO outbox " in sql for transaction in transactions for sql, _values, _many in transaction)


@pytest.fixture(scope="session")
def days(
    day: tuple[list[Transaction], dict[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Lived, Lived]:
    """The day under the program's pragmas, and with a log that is folded back often."""
    transactions, pragmas = day
    folder = tmp_path_factory.mktemp("disks")
    often = pragmas | {"wal_autocheckpoint": _OFTEN}
    return Lived(transactions, pragmas, folder, "usual"), Lived(transactions, often, folder, "often")


def test_the_copy_of_the_program_runs_under_its_pragmas(days: tuple[Lived, Lived], tmp_path: Path) -> None:
    usual = days[0]
    connection = apsw.Connection(str(tmp_path / "pragmas.db"))
    for name, value in usual.pragmas.items():
        connection.execute(f"PRAGMA {name}={value}").fetchall()
        assert connection.execute(f"PRAGMA {name}").fetchall() == [(value,)]
    connection.close()


@pytest.mark.chance(normal=300, long=5_000, block=100)
def test_nothing_acknowledged_is_lost_when_the_power_fails(
    seeds: range, days: tuple[Lived, Lived], quick_path: Path
) -> None:
    def play(seed: int) -> None:
        assert days[seed % 2].lost(seed, quick_path) == 0, "an acknowledged transaction is gone"

    each(seeds, play, test_nothing_acknowledged_is_lost_when_the_power_fails)


def test_a_disk_that_is_not_waited_for_does_lose_what_was_acknowledged(
    day: tuple[list[Transaction], dict[str, object]], tmp_path: Path, quick_path: Path
) -> None:
    transactions, pragmas = day
    careless = Lived(transactions, pragmas | {"synchronous": 1}, tmp_path, "careless")
    assert sum(careless.lost(seed, quick_path) for seed in range(60)) > 5
