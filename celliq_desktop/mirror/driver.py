"""The driver: how a mirror's file is opened, and every database error turned into words, here and only here.

Pragmas and pools as measured in research/reliability.md 4.1: ``synchronous=FULL`` lost none of 2,000 simulated power
losses, ``BEGIN IMMEDIATE`` none of 180 updates. SQLite before 3.51.3 has the WAL-reset bug and is refused.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from sqlalchemy import Engine, create_engine, event, exc
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from celliq_desktop.domain.problems import BadSurroundings, Problem, TryAgain
from celliq_desktop.domain.text import N_

DRIVER_ERROR: type[Exception] = cast(Any, dbapi2).Error  # from C, where mypy cannot see
_OLDEST_SQLITE = (3, 51, 3)
_KEY = re.compile(r"[0-9a-f]{64}")
_PRAGMAS = (
    "cipher_log_level=NONE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "wal_autocheckpoint=1000",
    "journal_size_limit=16777216",
    "mmap_size=0",
)


_NEED_A_LOG = ("journal_mode", "synchronous", "wal_autocheckpoint", "journal_size_limit")
"""Pragmas that are about the write-ahead log."""


class Execute(Protocol):
    """One SQL statement with its values: a driver's connection, or the mirror's own."""

    def __call__(self, statement: str, values: tuple[Any, ...] = (), /) -> Any: ...


def check_driver(key_hex: str) -> None:
    """BadSurroundings ``sqlite_old``; ValueError when ``key_hex`` is no key."""
    if dbapi2.sqlite_version_info < _OLDEST_SQLITE:
        version = ".".join(map(str, dbapi2.sqlite_version_info))
        raise BadSurroundings(
            "sqlite_old",
            N_("The database library is too old ({version}); it has a bug that damages files.").format(version=version),
            next_step=N_("Set the program up again."),
        )
    if _KEY.fullmatch(key_hex) is None:
        raise ValueError("the key is 64 hexadecimal digits")


@contextmanager
def single(path: Path, key_hex: str) -> Iterator[Any]:
    """One driver connection of its own, outside every pool, which does not wait behind the writer; errors are the
    driver's."""
    connection: Any = cast(Any, dbapi2).connect(str(path), timeout=10)
    try:
        connection.isolation_level = None
        connection.execute(f"PRAGMA key=\"x'{key_hex}'\"")
        connection.execute("PRAGMA cipher_log_level=NONE")
        yield connection
    finally:
        connection.close()


def make_engine(path: Path, key_hex: str, *, write: bool, frozen: bool = False) -> Engine:
    """The writer's pool of one, or the readers' pool of four that cannot write. ``frozen``: the file is read as it
    stands, without a log beside it, and nobody may change it meanwhile (sqlite.org/uri.html, ``immutable``)."""

    def connected() -> Any:
        where = f"{path.absolute().as_uri()}?immutable=1" if frozen else str(path)
        return cast(Any, dbapi2).connect(where, uri=frozen, timeout=10, check_same_thread=False)

    pragmas = [one for one in _PRAGMAS if not (frozen and one.startswith(_NEED_A_LOG))]
    engine = create_engine(
        "sqlite://",
        creator=connected,
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=1 if write else 4,
        max_overflow=0,
        pool_timeout=15,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours (below)
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA key=\"x'{key_hex}'\"")
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        if frozen or not write:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write and not frozen else "BEGIN")

    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Database errors inside the block become problems in plain words."""
    try:
        yield
    except exc.IntegrityError:
        raise
    except (exc.DBAPIError, DRIVER_ERROR) as error:  # the driver's own, where it is spoken to directly
        raise _problem(_first_said(error)) from error
    except exc.TimeoutError as error:
        raise TryAgain("mirror_busy", N_("The mirror is busy."), next_step=N_("Try again in a moment.")) from error


def _first_said(error: BaseException) -> str:
    """What the driver said first: a full disk ends the transaction, and then the savepoint cannot be undone either."""
    said, cause = "", error.__context__
    while cause is not None:
        if isinstance(cause, (exc.DBAPIError, DRIVER_ERROR)):
            said = str(getattr(cause, "orig", cause))
        cause = cause.__context__
    return (said or str(getattr(error, "orig", error))).lower()


def damaged() -> BadSurroundings:
    """The file, or its key, is not what it was."""
    return BadSurroundings(
        "mirror_damaged",
        N_("The mirror of this account is damaged, or its key does not fit."),
        safe=N_("It is left as it is; the server still has everything that was sent."),
        next_step=N_(
            "Repair it: “celliq-desktop sync --rebuild” saves what waits to be sent and mirrors the rest again."
        ),
    )


def full() -> BadSurroundings:
    """No room is left."""
    return BadSurroundings(
        "disk_full",
        N_("The disk is full."),
        safe=N_("Nothing half-written was kept; what was there is whole."),
        next_step=N_("Free some space; work goes on by itself."),
    )


def _problem(said: str) -> Problem:
    if "full" in said:
        return full()
    if "locked" in said or "busy" in said:
        return TryAgain("mirror_busy", N_("The mirror is busy."), next_step=N_("Try again in a moment."))
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return damaged()
    if "readonly" in said or "unable to open" in said or "disk i/o" in said:
        return BadSurroundings(
            "mirror_not_writable",
            N_("The mirror's file cannot be opened or written."),
            next_step=N_("Check the profile folder's permissions and the disk."),
        )
    return BadSurroundings(
        "mirror_failed", N_("The mirror did not answer as expected."), next_step=N_("Restart the program.")
    )
