"""Schema steps: in process, forward only, one transaction, after a checked copy; a newer file is refused in words.

Alembic runs the steps. Whether any is to be run is seen without it: it takes as long to import as the whole database
layer, and on nearly every start there is nothing for it to do.
"""

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror.backups import copy
from celliq_desktop.mirror.rows import Row
from celliq_desktop.mirror.space import Space

_log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
_HEADROOM = 2.2
"""Free space a step needs, as a multiple of the file: the copy, and the pages it rewrites (research 4.1)."""


def upgrade(engine: Engine, path: Path, key_hex: str, backups: Path | None, clock: Clock, space: Space) -> None:
    """Bring the file behind ``engine`` to the newest step; a no-op when it is there already. BadSurroundings
    ``mirror_newer``, ``disk_full`` before anything changes."""
    current = revision(engine)
    if current == newest():
        return
    if current is not None and current not in known_revisions():
        raise newer()
    if current is not None and backups is not None:
        space.require(int(_HEADROOM * path.stat().st_size), "This update")
        copy(path, key_hex, backups, current, clock.now())
        crashpoint("upgrade: copied")
    step(engine, "head")
    _log.info("mirror schema is now %s", newest())


def known_revisions() -> frozenset[str]:
    """Every step this program knows: the number its file begins with."""
    return frozenset(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest() -> str:
    """The step a mirror of this program stands at; they are numbered in order."""
    return max(known_revisions())


def newer() -> BadSurroundings:
    """The file has steps this program does not know."""
    return BadSurroundings(
        "mirror_newer",
        N_("This mirror was written by a newer CellIQ Desktop."),
        safe=N_("It was not touched."),
        next_step=N_("Install the newer program, or use another profile."),
    )


def revision(engine: Engine) -> str | None:
    """The step the file stands at; None for a file without tables."""
    with engine.connect() as connection:
        current = standing(connection)
        connection.rollback()
    return current


def standing(connection: Connection) -> str | None:
    """As ``revision``, inside the caller's transaction."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def step(engine: Engine, target: str) -> None:
    """Run the steps up to ``target`` in one transaction."""
    current = revision(engine)
    with engine.begin() as connection:
        _run(connection, current, target)
        crashpoint("upgrade: before commit")
    crashpoint("upgrade: after commit")


def run_steps(connection: Connection, current: str | None) -> None:
    """Run every step after ``current`` inside the caller's transaction."""
    _run(connection, current, "head")


def _run(connection: Connection, current: str | None, target: str) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))

    def steps(_revision: object, _context: object) -> Any:
        return scripts._upgrade_revs(target, current or "base")

    context = MigrationContext.configure(
        connection,
        opts={"fn": steps, "render_as_batch": True, "transactional_ddl": False, "target_metadata": Row.metadata},
    )
    with Operations.context(context):
        context.run_migrations()
