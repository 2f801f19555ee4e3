"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, reached by a socket in that folder and on
127.0.0.1, started once a session and ended by its pid."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # brings libpq along, which not every computer has
    import psycopg

_OWNER = "owner"
_NUMBERS = count(1)
_PATIENCE_S = 60
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")


def programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``: of Debian's packages, or on the PATH; None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


class Cluster:
    """A running server. ``database()`` gives the address of a new, empty database; ``sql`` runs words of an
    administrator."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def address(self, database: str, role: str = _OWNER) -> str:
        """Where ``role`` finds ``database``."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def database(self, template: str = "template1") -> str:
        """A new database that ``owner`` owns, a copy of ``template``; its name."""
        name = f"group{next(_NUMBERS)}"
        self.sql("postgres", f"CREATE DATABASE {name} OWNER {_OWNER} TEMPLATE {template}")
        return name

    def sql(self, database: str, *statements: str) -> None:
        """Run as the server's own administrator."""
        with _connected(self._administrator(database)) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def rows(self, database: str, statement: str) -> list[tuple[object, ...]]:
        """What the administrator, whom no fence stops, sees."""
        with _connected(self._administrator(database)) as connection:
            return connection.execute(statement.encode()).fetchall()

    def _administrator(self, database: str) -> str:
        return f"host={self.folder} port={self.port} user=postgres dbname={database}"


def said(address: str, words: str) -> tuple[list[object], str | None]:
    """What somebody who speaks for himself gets at ``address``, and the state of a refusal."""
    from psycopg import Error

    with _connected(address) as connection, connection.cursor() as cursor:
        try:
            if words.startswith("COPY"):
                with cursor.copy(words.encode()) as copy:
                    return list(copy), None
            cursor.execute(words.encode())
            while cursor.nextset():
                pass
            return list(cursor.fetchall()), None
        except Error as error:
            return [], error.sqlstate


def _connected(address: str) -> "psycopg.Connection":
    from psycopg import connect

    return connect(address, autocommit=True)


@contextmanager
def running(bin_folder: Path) -> Iterator[Cluster]:
    """A cluster while the block runs."""
    with TemporaryDirectory(prefix="celliq-pg-") as name:
        folder = Path(name)
        who = _who()
        if who is not None:
            os.chown(folder, who, -1)
        data = folder / "data"
        _run(who, bin_folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = [word for one in _QUICK for word in ("-c", one)]
        log = (folder / "log").open("wb")
        server = subprocess.Popen(
            [bin_folder / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder, *settings],
            user=who,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
        try:
            _run(who, bin_folder / "pg_isready", "-h", folder, "-p", str(port), retries=True, folder=folder)
            cluster = Cluster(folder, port)
            cluster.sql("postgres", f"CREATE ROLE {_OWNER} LOGIN")
            yield cluster
        finally:
            server.send_signal(2)  # SIGINT: the fast shutdown
            server.wait(_PATIENCE_S)
            log.close()


def _who() -> int | None:
    """PostgreSQL refuses to run as root."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _run(who: int | None, *words: object, retries: bool = False, folder: Path | None = None) -> None:
    said = b""
    for _attempt in range(200 if retries else 1):
        done = subprocess.run(
            [str(word) for word in words],
            user=who,
            cwd=folder or "/",
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        if done.returncode == 0:
            return
        said = done.stdout + done.stderr
    raise RuntimeError(f"{words[0]}: {said.decode(errors='replace')}")
