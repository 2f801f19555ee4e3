"""The open mirror: one writer, some readers, and nothing else that makes sessions.

An open file needs a log and its index beside it, which a disk without any room refuses. A program that starts there
reads the file as it stands, frozen, until something is to be written and there is room again.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, exc, text
from sqlalchemy.orm import Session

from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import backups
from celliq_desktop.mirror.driver import (
    DRIVER_ERROR,
    Execute,
    check_driver,
    damaged,
    full,
    make_engine,
    single,
    translated,
)
from celliq_desktop.mirror.group import Alone, Group
from celliq_desktop.mirror.space import Space
from celliq_desktop.mirror.upgrade import revision, upgrade

_log = logging.getLogger(__name__)


class Mirror:
    """The open mirror of one account. ``read`` and ``write`` give sessions; nothing else does. Close it."""

    _frozen = False

    def __init__(
        self, path: Path, key_hex: str, clock: Clock, *, space: Space | None = None, backups: Path | None = None
    ) -> None:
        """Use ``open``: it upgrades and checks first."""
        self.path = path
        self.clock = clock
        self.space = space or Space(path.with_name("ballast"))
        self.group: Group = Alone()
        self._errors: Callable[[], AbstractContextManager[None]] = translated
        self._key_hex = key_hex
        self._backups = backups
        self._opening = threading.Lock()
        self._writer = make_engine(path, key_hex, write=True)
        self._reader = make_engine(path, key_hex, write=False)

    @classmethod
    def open(
        cls,
        path: Path,
        key_hex: str,
        *,
        clock: Clock,
        account: Account,
        backups: Path | None = None,
        space: Space | None = None,
    ) -> "Mirror":
        """Open or create the mirror of ``account``, upgraded to this program's schema; checked first when the program
        did not end in order.

        ``key_hex`` is 32 random bytes as hexadecimal. BadSurroundings: ``mirror_damaged`` (or the wrong key:
        SQLCipher cannot tell), ``mirror_newer``, ``mirror_foreign`` (another account's file), ``sqlite_old``,
        ``disk_full`` (there is no file yet, or its schema is older).
        """
        check_driver(key_hex)
        unclean = _left_open(path)
        mirror = cls(path, key_hex, clock, space=space, backups=backups)
        if mirror.space.is_full:  # what is mirrored stays readable also for a program that starts on a full disk
            mirror.space.give_up_ballast()
        if mirror.space.is_full and path.exists() and not unclean:
            mirror._reopen(frozen=True)
        try:
            with translated():
                mirror._check_owner(account)  # before any step runs: another's file stays as it is
                if unclean:
                    _check_structure(mirror._writer)
                upgrade(mirror._writer, path, key_hex, backups, clock, mirror.space)
                mirror._claim(account)
        except BaseException as error:
            mirror._dispose()
            if isinstance(error, BadSurroundings) and error.code == "mirror_not_writable" and mirror.space.is_full:
                raise full() from error
            raise
        return mirror

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A short session that cannot write."""
        with self._errors(), Session(self._reader) as session, session.begin():
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The one writer: everything inside is committed together or not at all. Never talk to the network in here."""
        if self._frozen:
            if self.space.is_full:
                raise full()
            self._reopen(frozen=False)
        try:
            with self._errors(), Session(self._writer) as session:
                with session.begin():
                    yield session
                    crashpoint("mirror: before commit")
                crashpoint("mirror: after commit")
        except BadSurroundings as problem:
            if problem.code == "disk_full":
                self.space.give_up_ballast()
            raise

    def is_sound(self) -> bool:
        """Every page checked against its HMAC and the structure against itself; a page that cannot even be read for
        that is the same answer."""
        try:
            with self.read() as session:
                hmac_errors = session.execute(text("PRAGMA cipher_integrity_check")).first()
                return hmac_errors is None and session.execute(text("PRAGMA quick_check")).scalar() == "ok"
        except BadSurroundings as problem:
            if problem.code != "mirror_damaged":
                raise
            return False

    def keep_backup(self) -> bool:
        """Once a day: check every page, copy the file, thin the copies. True when a copy was made; BadSurroundings
        ``mirror_damaged``."""
        now, folder = self.clock.now(), self._backups
        if folder is None or not backups.due(self.path, folder, now):
            return False
        if self.space.is_full:
            raise full()
        with translated():
            if not self.is_sound():
                raise damaged()
            backups.copy(self.path, self._key_hex, folder, revision(self._reader) or "none", now)
        backups.thin(self.path, folder)
        return True

    def in_copies(self, work: Callable[[Execute], bool], /) -> int:
        """Change every backup in place with ``work``, each in one transaction; how many of them changed. A copy that
        does not open is of no use and is removed."""
        changed = 0
        for path in () if self._backups is None else backups.copies(self.path, self._backups):
            try:
                with single(path, self._key_hex) as connection:
                    connection.execute("PRAGMA secure_delete=ON")
                    connection.execute("BEGIN IMMEDIATE")
                    changed += work(connection.execute)
                    connection.execute("COMMIT")
            except DRIVER_ERROR:
                path.unlink(missing_ok=True)
        return changed

    def checkpoint(self) -> None:
        """Move everything out of the write-ahead log, which keeps older states of a page until then."""
        with translated(), self._writer.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("ROLLBACK") if raw.in_transaction else None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Tidy up and close; the file is whole without it, too."""
        if self._frozen:
            self._dispose()
            return
        try:
            with self._writer.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("ROLLBACK") if raw.in_transaction else None
                raw.execute("PRAGMA optimize")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (exc.SQLAlchemyError, DRIVER_ERROR) as error:
            _log.warning("the mirror was closed without tidying up: %s", type(error).__name__)
        finally:
            self._dispose()

    def _reopen(self, *, frozen: bool) -> None:
        """Other pools in the place of these; whoever still reads through the old ones reads to the end."""
        with self._opening:
            if self._frozen is not frozen:
                self._dispose()
                self._writer = make_engine(self.path, self._key_hex, write=True, frozen=frozen)
                self._reader = make_engine(self.path, self._key_hex, write=False, frozen=frozen)
                self._frozen = frozen

    def _dispose(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    def _check_owner(self, account: Account) -> None:
        with Session(self._writer) as session, session.begin():
            if not self._has_tables(session):
                return
            known = {row[0]: row[1] for row in session.execute(text("SELECT name, value FROM meta"))}
        if known and any(known.get(name) != value for name, value in self._owner(account).items()):
            raise BadSurroundings(
                "mirror_foreign",
                N_("This mirror belongs to another account and stays closed."),
                safe=N_("Nothing was changed."),
                next_step=N_("Sign in with the account it belongs to, or use another profile."),
            )

    def _claim(self, account: Account) -> None:
        with Session(self._writer) as session, session.begin():
            if session.execute(text("SELECT 1 FROM meta")).first() is None:
                session.execute(
                    text("INSERT INTO meta (name, value) VALUES (:name, :value)"),
                    [{"name": name, "value": value} for name, value in self._owner(account).items()],
                )

    def _has_tables(self, session: Session, /) -> bool:
        return session.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'meta'")).first() is not None

    @staticmethod
    def _owner(account: Account) -> dict[str, str]:
        return {"api_url": account.api_url, "dealer_id": account.user.dealer_id or "", "user_id": account.user.id}


def _check_structure(engine: Engine) -> None:
    with engine.connect() as connection:
        said = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    if said != "ok":
        raise damaged()


def _left_open(path: Path) -> bool:
    """A clean end leaves no write-ahead log behind."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
