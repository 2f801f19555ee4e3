"""The desks of a dealer group on PostgreSQL: who leads, who works, who carries which operation on, what has changed.

All of it hangs on advisory locks and LISTEN of connections that a desk keeps open: when a desk dies, however it dies,
PostgreSQL lets them go (postgresql.org/docs/15/explicit-locking 13.3.5).
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import RLock
from typing import Any
from uuid import uuid4

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.mirror.fence import CHANNEL, number
from celliq_desktop.mirror.postgres import connect, in_words, parameters

_log = logging.getLogger(__name__)

_WRITER, _LEADER, _DESK, _OPERATION = 0x0CE1, 0x0CE2, 0x0CE3, 0x0CE4
"""The first numbers of our advisory locks; the second one is the site's, the desk's or the operation's."""
WRITE = f"SELECT pg_advisory_xact_lock({_WRITER}, hashtext(celliq_site()))"
"""One desk of a site writes at a time; ended with the transaction."""
_LOOK_S = 0.5


class Desks:
    """This desk among the others. Two connections: one holds the locks, one listens. ``close`` lets all go."""

    shared = True

    def __init__(self, address: str, password: str | None) -> None:
        """Nothing is opened before it is needed."""
        self.name = uuid4().hex
        self.parameters = parameters(address, self.name, password)
        self._lock = RLock()
        self._holding: Any = None
        self._listening: Any = None
        self._site = ""
        self._leads = False

    def leads(self) -> bool:
        """As ``Group.leads``; False, too, while the database does not answer."""
        with suppress(Problem), self._asked() as ask:
            if not self._leads:
                self._leads = bool(self._one(ask, f"pg_try_advisory_lock({_LEADER}, hashtext(celliq_site()))"))
                if self._leads:
                    _log.info("this desk leads the sync of its group")
            else:
                ask("SELECT 1")  # a connection that is gone has let the lead go
            return self._leads
        return False

    def leader(self) -> str:
        """The start of the name of the desk that leads, or nothing."""
        with in_words(), self._asked() as ask:
            found = ask(
                "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = %s AND l.objid = %s::bigint::oid",
                (_LEADER, self._one(ask, "hashtext(celliq_site())::bigint & 4294967295")),
            ).fetchone()
        name = "" if found is None else str(found[0] or "another desk").removeprefix("celliq-desktop ")
        return "" if name == self.name[:8] else name

    @contextmanager
    def claimed(self, op_id: OperationId) -> Iterator[bool]:
        """As ``Group.claimed``; the claim ends with this desk's connection."""
        with in_words(), self._asked() as ask:
            mine = bool(self._one(ask, f"pg_try_advisory_lock({_OPERATION}, {number(op_id)})"))
            holding = self._holding
        try:
            yield mine
        finally:
            if mine:
                with self._lock, suppress(Exception):  # gone with its connection, then
                    holding.execute(f"SELECT pg_advisory_unlock({_OPERATION}, {number(op_id)})")

    def works(self, desk: str) -> bool:
        """As ``Group.works``."""
        with in_words(), self._asked() as ask:
            found = ask(
                "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                (_DESK, number(desk)),
            )
            return found.fetchone() is not None

    def news(self, patience_s: float, stop: Callable[[], bool]) -> frozenset[str]:
        """As ``Group.news``. After a connection was lost everything may have changed: that is the name ``*``."""
        try:
            with in_words():
                if self._listening is None or self._listening.closed:
                    first = self._listening is None
                    self._listening = connect(self.parameters)
                    self._site = self._listening.execute("SELECT md5(celliq_site())").fetchone()[0]
                    self._listening.execute(f"LISTEN {CHANNEL}")
                    if not first:
                        return frozenset({"*"})
                return self._heard(patience_s, stop)
        except Problem as problem:
            _log.warning("nothing is heard of the other desks: %s", problem.code)
            self._drop_listening()
            return frozenset()

    def _heard(self, patience_s: float, stop: Callable[[], bool]) -> frozenset[str]:
        own = self._own_pids()
        found: set[str] = set()
        for _look in range(max(1, round(patience_s / _LOOK_S))):
            for told in self._listening.notifies(timeout=_LOOK_S, stop_after=1):
                site, _space, table = told.payload.partition(" ")
                if site == self._site and told.pid not in own:
                    found.add(table)
            if found or stop():
                found |= {
                    told.payload.partition(" ")[2]
                    for told in self._listening.notifies(timeout=0)
                    if told.payload.startswith(self._site) and told.pid not in own
                }
                break
        return frozenset(found)

    def _own_pids(self) -> frozenset[int]:
        found = self._listening.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = %s", (f"celliq-desktop {self.name[:8]}",)
        )
        return frozenset(row[0] for row in found)

    def close(self) -> None:
        """Let everything go."""
        with self._lock:
            holding, self._holding = self._holding, None
            self._leads = False
            if holding is not None:
                holding.close()
        self._drop_listening()

    def _drop_listening(self) -> None:
        if self._listening is not None:
            self._listening.close()

    @contextmanager
    def _asked(self) -> Iterator[Callable[..., Any]]:
        """The connection that holds the locks, opened anew where it was lost; one thread at a time."""
        with self._lock, in_words():
            if self._holding is None or self._holding.closed:
                self._leads = False
                self._holding = connect(self.parameters)
                self._holding.execute(f"SELECT pg_advisory_lock_shared({_DESK}, {number(self.name)})")
            try:
                yield self._holding.execute
            except Exception:
                if self._holding.closed or self._holding.broken:
                    self._leads = False
                raise

    @staticmethod
    def _one(ask: Callable[..., Any], what: str) -> Any:
        return ask(f"SELECT {what}").fetchone()[0]


def site_of(address: str, password: str | None) -> str:
    """The site this desk's role belongs to; the problems of ``SharedMirror.join`` when it does not get in."""
    with in_words(), connect(parameters(address, "", password)) as connection:
        return str(connection.execute("SELECT celliq_site()").fetchone()[0])
