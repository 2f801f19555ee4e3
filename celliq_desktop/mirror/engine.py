"""The encrypted file: one writer, some readers, and every database error turned into words, here and only here.

Pragmas and pools as measured in research/reliability.md 4.1: ``synchronous=FULL`` lost none of 2,000 simulated power
losses, ``BEGIN IMMEDIATE`` none of 180 updates. SQLite before 3.51.3 has the WAL-reset bug and is refused.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, create_engine, event, exc, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import BadSurroundings, Problem, TryAgain

_log = logging.getLogger(__name__)

_DRIVER_ERROR: type[Exception] = cast(Any, dbapi2).Error  # from C, where mypy cannot see
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


class Mirror:
    """The open mirror of one account. ``read`` and ``write`` give sessions; nothing else does. Close it."""

    def __init__(self, path: Path, key_hex: str, clock: Clock) -> None:
        """Use ``open``: it upgrades and checks first."""
        self.path = path
        self.clock = clock
        self._writer = _engine(path, key_hex, write=True)
        self._reader = _engine(path, key_hex, write=False)

    @classmethod
    def open(cls, path: Path, key_hex: str, *, clock: Clock, account: Account, backups: Path | None = None) -> "Mirror":
        """Open or create the mirror of ``account``, upgraded to this program's schema.

        ``key_hex`` is 32 random bytes as hexadecimal. BadSurroundings: ``mirror_damaged`` (or the wrong key:
        SQLCipher cannot tell), ``mirror_newer``, ``mirror_foreign`` (another account's file), ``sqlite_old``,
        ``disk_full``.
        """
        from celliq_desktop.mirror.upgrade import upgrade

        if dbapi2.sqlite_version_info < _OLDEST_SQLITE:
            version = ".".join(map(str, dbapi2.sqlite_version_info))
            raise BadSurroundings(
                "sqlite_old",
                f"The database library is too old ({version}); it has a bug that damages files.",
                next_step="Set the program up again.",
            )
        if _KEY.fullmatch(key_hex) is None:
            raise ValueError("the key is 64 hexadecimal digits")
        mirror = cls(path, key_hex, clock)
        try:
            with translated():
                mirror._check_owner(account)  # before any step runs: another's file stays as it is
                upgrade(mirror._writer, path, backups, clock)
                mirror._claim(account)
        except BaseException:
            mirror._dispose()
            raise
        return mirror

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A short session that cannot write."""
        with translated(), Session(self._reader) as session, session.begin():
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The one writer: everything inside is committed together or not at all. Never talk to the network in here."""
        with translated(), Session(self._writer) as session, session.begin():
            yield session

    def is_sound(self) -> bool:
        """Every page checked against its HMAC and the structure against itself."""
        with self.read() as session:
            hmac_errors = session.execute(text("PRAGMA cipher_integrity_check")).first()
            quick = session.execute(text("PRAGMA quick_check")).scalar()
        return hmac_errors is None and quick == "ok"

    def close(self) -> None:
        """Tidy up and close; the file is whole without it, too."""
        try:
            with self._writer.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("ROLLBACK") if raw.in_transaction else None
                raw.execute("PRAGMA optimize")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (exc.SQLAlchemyError, _DRIVER_ERROR) as error:
            _log.warning("the mirror was closed without tidying up: %s", type(error).__name__)
        finally:
            self._dispose()

    def _dispose(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    def _check_owner(self, account: Account) -> None:
        with Session(self._writer) as session, session.begin():
            if session.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'meta'")).first() is None:
                return
            known = {row[0]: row[1] for row in session.execute(text("SELECT name, value FROM meta"))}
        if known and any(known.get(name) != value for name, value in _owner(account).items()):
            raise BadSurroundings(
                "mirror_foreign",
                "This mirror belongs to another account and stays closed.",
                safe="Nothing was changed.",
                next_step="Sign in with the account it belongs to, or use another profile.",
            )

    def _claim(self, account: Account) -> None:
        with Session(self._writer) as session, session.begin():
            if session.execute(text("SELECT 1 FROM meta")).first() is None:
                session.execute(
                    text("INSERT INTO meta (name, value) VALUES (:name, :value)"),
                    [{"name": name, "value": value} for name, value in _owner(account).items()],
                )


def _owner(account: Account) -> dict[str, str]:
    return {"api_url": account.api_url, "dealer_id": account.user.dealer_id or "", "user_id": account.user.id}


def _engine(path: Path, key_hex: str, *, write: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=1 if write else 4,
        max_overflow=0,
        pool_timeout=15,
        connect_args={"timeout": 10, "check_same_thread": False},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours (below)
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA key=\"x'{key_hex}'\"")
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        if not write:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Database errors inside the block become problems in plain words."""
    try:
        yield
    except exc.IntegrityError:
        raise
    except (exc.DBAPIError, _DRIVER_ERROR) as error:  # the driver's own, where it is spoken to directly
        raise _problem(str(getattr(error, "orig", error)).lower()) from error
    except exc.TimeoutError as error:
        raise TryAgain("mirror_busy", "The mirror is busy.", next_step="Try again in a moment.") from error


def _problem(said: str) -> Problem:
    if "full" in said:
        return BadSurroundings(
            "disk_full",
            "The disk is full.",
            safe="Nothing half-written was kept; what was there is whole.",
            next_step="Free some space; work goes on by itself.",
        )
    if "locked" in said or "busy" in said:
        return TryAgain("mirror_busy", "The mirror is busy.", next_step="Try again in a moment.")
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return BadSurroundings(
            "mirror_damaged",
            "The mirror of this account is damaged, or its key does not fit.",
            safe="It is left as it is; the server still has everything that was sent.",
            next_step="Run “celliq-desktop doctor”, or sign in on a new profile to mirror again.",
        )
    if "readonly" in said or "unable to open" in said or "disk i/o" in said:
        return BadSurroundings(
            "mirror_not_writable",
            "The mirror's file cannot be opened or written.",
            next_step="Check the profile folder's permissions and the disk.",
        )
    return BadSurroundings("mirror_failed", "The mirror did not answer as expected.", next_step="Restart the program.")
