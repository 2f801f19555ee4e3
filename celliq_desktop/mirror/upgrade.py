"""Schema steps: in process, forward only, one transaction, after a checked copy; a newer file is refused in words."""

import logging
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror.rows import Row

_log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, path: Path, backups: Path | None, clock: Clock) -> None:
    """Bring the file behind ``engine`` to the newest step; a no-op when it is there already."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
    head = scripts.get_current_head()
    if current == head:
        return
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise BadSurroundings(
            "mirror_newer",
            "This mirror was written by a newer CellIQ Desktop.",
            safe="It was not touched.",
            next_step="Install the newer program, or use another profile.",
        )
    if current is not None and backups is not None:
        _backup(engine, backups / f"{path.stem}-{current}-{clock.now():%Y%m%dT%H%M%S}.db")
    with engine.begin() as connection:
        _run(scripts, connection, current)
    _log.info("mirror schema is now %s", head)


def _run(scripts: ScriptDirectory, connection: Connection, current: str | None) -> None:
    def steps(_revision: object, _context: object) -> Any:
        return scripts._upgrade_revs("head", current or "base")

    context = MigrationContext.configure(
        connection,
        opts={"fn": steps, "render_as_batch": True, "transactional_ddl": False, "target_metadata": Row.metadata},
    )
    with Operations.context(context):
        context.run_migrations()


def _backup(engine: Engine, target: Path) -> None:
    """A copy under the same key, checked, before the first change."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raw.execute("VACUUM INTO ?", (str(target),))
