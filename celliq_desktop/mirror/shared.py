"""The mirror of a dealer group on PostgreSQL: the same tables and functions as the file, for several desks at once.

Files, keys, backups and damaged pages are matters of the file; here they are the database administrator's.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import fence
from celliq_desktop.mirror.desks import WRITE, Desks
from celliq_desktop.mirror.driver import Execute
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.postgres import in_words, make_engine
from celliq_desktop.mirror.space import Space
from celliq_desktop.mirror.upgrade import known_revisions, newer, newest, run_steps, standing

_log = logging.getLogger(__name__)

_UPGRADE = "SELECT pg_advisory_xact_lock(3296, 0)"
"""One desk of all sites changes the schema at a time."""


class SharedMirror(Mirror):
    """The open mirror of one site of a group. Close it."""

    def __init__(self, address: str, password: str | None, clock: Clock, space: Space) -> None:
        """Use ``join``: it upgrades and checks first."""
        self.path = Path()
        self.clock = clock
        self.space = space
        self.desks = Desks(address, password)
        self.group = self.desks
        self._errors = in_words
        self._writer = make_engine(self.desks.parameters, write=True, lock=WRITE)
        self._reader = make_engine(self.desks.parameters, write=False)

    @classmethod
    def join(
        cls, address: str, *, clock: Clock, account: Account, space: Space, password: str | None = None
    ) -> "SharedMirror":
        """Open the group's mirror for ``account``, upgraded to this program's schema where this desk's role owns it.
        ``password`` None: libpq finds one, or none is needed.

        BadSurroundings: ``mirror_newer``, ``mirror_older``, ``mirror_foreign`` (another dealer's site),
        ``mirror_not_admitted``; TryAgain ``mirror_unreachable``; NeedsYou ``mirror_sign_in``.
        """
        mirror = cls(address, password, clock, space)
        try:
            with in_words():
                mirror._upgrade()
                mirror._admitted()
                mirror._check_owner(account)
                mirror._claim(account)
        except BaseException:
            mirror.close()
            raise
        return mirror

    def is_sound(self) -> bool:
        """PostgreSQL checks its own pages."""
        return True

    def keep_backup(self) -> bool:
        """Backups of the group's database are its administrator's."""
        return False

    def in_copies(self, _work: Callable[[Execute], bool], /) -> int:
        """There are no copies of ours."""
        return 0

    def checkpoint(self) -> None:
        """PostgreSQL writes its log away by itself."""

    def close(self) -> None:
        """Let the lead and all connections go."""
        self.desks.close()
        self._dispose()

    def _upgrade(self) -> None:
        engine = make_engine(self.desks.parameters, write=True, lock=_UPGRADE)
        try:
            with engine.begin() as connection:
                self._stepped(connection)
        finally:
            engine.dispose()

    def _stepped(self, connection: Connection) -> None:
        current = standing(connection)
        if current == newest():
            return
        if current is not None and current not in known_revisions():
            raise newer()
        may = "pg_has_role(tableowner, 'USAGE') FROM pg_tables WHERE tablename = 'alembic_version'"
        sql = "SELECT has_schema_privilege(current_schema(), 'CREATE')" if current is None else f"SELECT {may}"
        if not connection.execute(text(sql)).scalar():
            raise BadSurroundings(
                "mirror_older",
                N_("The group's database is not ready for this release."),
                safe=N_("Nothing was changed."),
                next_step=N_("Ask your administrator to open it once with this release and the role that owns it."),
            )
        run_steps(connection, current)
        fence.put_up(connection)
        _log.info("the group's schema is now %s", newest())

    def _admitted(self) -> None:
        with Session(self._reader) as session, session.begin():
            if session.execute(text("SELECT celliq_site()")).scalar() is None:
                raise BadSurroundings(
                    "mirror_not_admitted",
                    N_("This desk's role belongs to no site of the group."),
                    safe=N_("Nothing was opened."),
                    next_step=N_("Ask your administrator to admit it: SELECT celliq_admit('ROLE', 'SITE')."),
                )

    def _has_tables(self, _session: Session, /) -> bool:
        return True

    @staticmethod
    def _owner(account: Account) -> dict[str, str]:
        """Desks of one site sign in as different people of one dealer."""
        user = account.user
        return {"api_url": account.api_url, "dealer_id": user.dealer_id or f"user {user.id}"}
