"""Schema steps: in process, forward only, one transaction, after a checked copy; a newer file is refused in words."""

import logging
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

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
    scripts = ScriptDirectory(str(MIGRATIONS))
    current = revision(engine)
    head = scripts.get_current_head()
    if current == head:
        return
    if current is not None and current not in known_revisions():
        raise newer()
    if current is not None and backups is not None:
        space.require(int(_HEADROOM * path.stat().st_size), "This update")
        copy(path, key_hex, backups, current, clock.now())
        crashpoint("upgrade: copied")
    step(engine, "head")
    _log.info("mirror schema is now %s", head)


def known_revisions() -> frozenset[str]:
    """Every step this program knows."""
    return frozenset(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


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
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
    return current


def step(engine: Engine, target: str) -> None:
    """Run the steps up to ``target`` in one transaction."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    current = revision(engine)
    with engine.begin() as connection:
        _run(scripts, connection, current, target)
        crashpoint("upgrade: before commit")
    crashpoint("upgrade: after commit")


def run_steps(connection: Connection, current: str | None) -> None:
    """Run every step after ``current`` inside the caller's transaction."""
    _run(ScriptDirectory(str(MIGRATIONS)), connection, current, "head")


def _run(scripts: ScriptDirectory, connection: Connection, current: str | None, target: str) -> None:
    def steps(_revision: object, _context: object) -> Any:
        return scripts._upgrade_revs(target, current or "base")

    context = MigrationContext.configure(
        connection,
        opts={"fn": steps, "render_as_batch": True, "transactional_ddl": False, "target_metadata": Row.metadata},
    )
    with Operations.context(context):
        context.run_migrations()
