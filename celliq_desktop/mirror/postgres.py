"""The driver for a dealer group: how a shared mirror on PostgreSQL is reached, and its errors turned into words.

psycopg and the system's libpq are imported with this file, which is imported only when an address was given. The
password is never part of an address: it comes from the key store, ``PGPASSWORD`` or the password file.
"""

import importlib
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, exc
from sqlalchemy.pool import QueuePool

from celliq_desktop.domain.group_addresses import read_address
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou, Problem, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror.dialect import marked, translated
from celliq_desktop.mirror.driver import full

_log = logging.getLogger(__name__)

_BUSY = ("55P03", "40P01", "40001", "57014")  # lock_not_available, deadlock, serialization_failure, query_canceled
_UNTRUSTED = re.compile(r"\bSSL\b|certif|zertif", re.IGNORECASE)
"""What libpq says, in any of our languages, when a server cannot prove who it is; no state of SQL goes with it."""
_LIVING = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""Each side notices within half a minute that the other has gone without a word (libpq-connect 34.1.2)."""
_SETTINGS = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c lock_timeout=15s"
    " -c idle_in_transaction_session_timeout=10min"
)
_WRITES = " -c default_transaction_isolation=read\\ committed"
"""What others committed before the writer's turn came is seen."""
_READS = " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
"""A reader keeps its view while somebody writes, as in a file."""
_SYSTEM_ROOTS = 160000
"""libpq 16 and later know the certificates the system trusts; older ones need ``sslrootcert`` or their own file."""


def parameters(address: str, desk: str, password: str | None) -> dict[str, str]:
    """What libpq is told; ``password`` None leaves it to ``PGPASSWORD`` or the password file."""
    found = read_address(address)
    told = _LIVING | {"application_name": f"celliq-desktop {desk[:8]}", "options": _SETTINGS} | dict(found.parts)
    if not found.near and "sslrootcert" not in told and _libpq().pq.version() >= _SYSTEM_ROOTS:
        told["sslrootcert"] = "system"
    return told if password is None else told | {"password": password}


def connect(told: Mapping[str, str]) -> Any:
    """One connection of its own that commits at once; errors are the driver's."""
    return _libpq().connect(**told, autocommit=True)


def make_engine(parameters: Mapping[str, str], *, write: bool, lock: str = "") -> Engine:
    """The writer's pool of one, or the readers' pool of four that cannot write. ``lock`` is SQL that makes a
    writer wait until no other desk of the group writes, as BEGIN IMMEDIATE does in a file."""
    driver = _libpq()
    told = {**parameters, "options": parameters["options"] + (_WRITES if write else _READS)}
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: driver.connect(**told),
        poolclass=QueuePool,
        pool_size=1 if write else 4,
        max_overflow=0,
        pool_timeout=15,
        pool_pre_ping=True,
        hide_parameters=True,
    )

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _worded(_c: Any, _cursor: Any, statement: str, values: Any, context: Any, _many: bool) -> tuple[str, Any]:
        if context is None or context.isddl:
            return statement, values
        said = translated(statement)
        return (said if context.compiled is not None else marked(said)), values

    if write:

        @event.listens_for(engine, "begin")
        def _begun(connection: Any) -> None:
            connection.exec_driver_sql(lock)

    return engine


@contextmanager
def in_words() -> Iterator[None]:
    """Database errors inside the block become problems in plain words."""
    try:
        yield
    except exc.IntegrityError:
        raise
    except (exc.DBAPIError, _libpq().Error) as error:
        raise _problem(error) from error
    except exc.TimeoutError as error:
        raise TryAgain("mirror_busy", N_("The mirror is busy."), next_step=N_("Try again in a moment.")) from error


def _libpq() -> Any:
    """The driver; BadSurroundings ``postgres_missing`` where the system has no libpq."""
    try:
        return importlib.import_module("psycopg")
    except ImportError as error:
        raise BadSurroundings(
            "postgres_missing",
            N_("The library for PostgreSQL (libpq) is not on this computer."),
            safe=N_("Nothing was opened."),
            next_step=N_("Install it; on Debian and Ubuntu: sudo apt-get install libpq5."),
        ) from error


def _problem(error: BaseException) -> Problem:
    cause = getattr(error, "orig", error)
    state = str(getattr(cause, "sqlstate", None) or "")
    if state in _BUSY:
        return TryAgain("mirror_busy", N_("The mirror is busy."), next_step=N_("Try again in a moment."))
    if state.startswith("53100"):
        return full()
    if state.startswith("28"):
        return NeedsYou(
            "mirror_sign_in",
            N_("The group's database does not let this desk in."),
            next_step=N_("Ask your administrator for the role and its password (PGPASSWORD or the password file)."),
        )
    if state == "42501":
        return BadSurroundings(
            "mirror_not_writable",
            N_("This desk's role may not do that in the group's database."),
            safe=N_("Nothing was changed."),
            next_step=N_("Ask your administrator to admit it: SELECT celliq_admit('ROLE', 'SITE')."),
        )
    if not state and _UNTRUSTED.search(str(cause)):
        return BadSurroundings(
            "mirror_untrusted",
            N_("The group's database cannot prove that it is the one named."),
            safe=N_("Nothing was sent to it."),
            next_step=N_(
                "Ask your administrator to look at its certificate, and at sslrootcert in the address of the mirror."
            ),
        )
    if not state or state[:2] in ("08", "57"):
        return TryAgain(
            "mirror_unreachable",
            N_("The group's database does not answer."),
            safe=N_("Nothing half-written was kept."),
            next_step=N_("Work goes on when it is there again."),
        )
    _log.info("the group's database said %s", state)
    return BadSurroundings(
        "mirror_failed", N_("The mirror did not answer as expected."), next_step=N_("Restart the program.")
    )
