"""The driver for a dealer group: how a shared mirror on PostgreSQL is reached, and its errors turned into words.

psycopg and the system's libpq are imported with this file, which is imported only when an address was given. The
password is never part of what we keep or show: libpq takes it from ``PGPASSWORD`` or the password file.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import Engine, create_engine, event, exc
from sqlalchemy.pool import QueuePool

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou, Problem, TryAgain
from celliq_desktop.domain.urls import is_loopback
from celliq_desktop.mirror.dialect import marked, translated
from celliq_desktop.mirror.driver import full

SCHEMES = ("postgresql", "postgres")
_BUSY = ("55P03", "40P01", "40001", "57014")  # lock_not_available, deadlock, serialization_failure, query_canceled
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
    " -c idle_in_transaction_session_timeout=10min -c default_transaction_isolation=read\\ committed"
)
_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "host", "port", "passfile", "service"})


def check_address(address: str) -> str:
    """``address`` when it is one of a PostgreSQL database without a password in it: those are for the password file.
    NeedsYou ``bad_mirror``."""
    parts = urlsplit(address)
    given = dict(parse_qsl(parts.query))
    if parts.scheme not in SCHEMES or len(parts.path) < 2:
        raise _bad("it is not postgresql://USER@HOST:PORT/DATABASE")
    if parts.password is not None or "password" in given:
        raise _bad("a password does not belong there: others on this computer can read it")
    if unknown := sorted(given.keys() - _OPTIONS):
        raise _bad(f"it has the option “{unknown[0]}”, which this program does not pass on")
    return address


def parameters(address: str, desk: str) -> dict[str, str]:
    """What libpq is told. A server elsewhere must prove with a certificate that it is the one named, unless the
    address says otherwise with ``sslmode``."""
    check_address(address)
    parts = urlsplit(address)
    given = dict(parse_qsl(parts.query))
    told = _LIVING | {"dbname": parts.path[1:], "application_name": f"celliq-desktop {desk[:8]}", "options": _SETTINGS}
    for name, value in (("host", parts.hostname), ("user", parts.username), ("port", parts.port)):
        if value:
            told[name] = str(value)
    host = given.get("host", told.get("host", ""))
    if host and not host.startswith("/") and not is_loopback(f"http://{host}"):
        told |= {"sslmode": "verify-full", "sslrootcert": "system" if _libpq().pq.version() >= 160000 else ""}
        told = {name: value for name, value in told.items() if value}
    return told | given


def connect(address: str, desk: str) -> Any:
    """One connection of its own that commits at once; errors are the driver's."""
    return _libpq().connect(**parameters(address, desk), autocommit=True)


def make_engine(address: str, desk: str, *, write: bool, lock: str) -> Engine:
    """The writer's pool of one, or the readers' pool of four that cannot write. ``lock`` is SQL that makes a
    writer wait until no other desk of the group writes, as BEGIN IMMEDIATE does in a file."""
    told, driver = parameters(address, desk), _libpq()
    told["options"] += f" -c default_transaction_read_only={'off' if write else 'on'}"
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
        raise TryAgain("mirror_busy", "The mirror is busy.", next_step="Try again in a moment.") from error


def _libpq() -> Any:
    """The driver; BadSurroundings ``postgres_missing`` where the system has no libpq."""
    try:
        return importlib.import_module("psycopg")
    except ImportError as error:
        raise BadSurroundings(
            "postgres_missing",
            "The library for PostgreSQL (libpq) is not on this computer.",
            safe="Nothing was opened.",
            next_step="Install it; on Debian and Ubuntu: sudo apt-get install libpq5.",
        ) from error


def _problem(error: BaseException) -> Problem:
    cause = getattr(error, "orig", error)
    state = str(getattr(cause, "sqlstate", None) or "")
    if state in _BUSY:
        return TryAgain("mirror_busy", "The mirror is busy.", next_step="Try again in a moment.")
    if state.startswith("53100"):
        return full()
    if state.startswith("28"):
        return NeedsYou(
            "mirror_sign_in",
            "The group's database does not let this desk in.",
            next_step="Ask your administrator for the role and its password (PGPASSWORD or the password file).",
        )
    if state == "42501":
        return BadSurroundings(
            "mirror_not_writable",
            "This desk's role may not do that in the group's database.",
            safe="Nothing was changed.",
            next_step="Ask your administrator to admit it: SELECT celliq_admit('ROLE', 'SITE').",
        )
    if not state or state[:2] in ("08", "57"):
        return TryAgain(
            "mirror_unreachable",
            "The group's database does not answer.",
            safe="Nothing half-written was kept.",
            next_step="Work goes on when it is there again.",
        )
    return BadSurroundings("mirror_failed", "The mirror did not answer as expected.", next_step="Restart the program.")


def _bad(why: str) -> NeedsYou:
    return NeedsYou(
        "bad_mirror",
        f"The address of the group's mirror cannot be used: {why}.",
        safe="Nothing was opened.",
        next_step="Correct --mirror, or “mirror” in the policy.",
    )
