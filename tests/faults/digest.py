"""What a mirror holds, in the server's own words, to be compared with the server's truth."""

import json
from typing import Any

from sqlalchemy import text

from celliq_desktop.mirror.engine import Mirror


def mirrored(mirror: Mirror, table: str) -> dict[str, dict[str, Any]]:
    """Every living row of ``vehicles`` or ``reports`` as the server sent it, by id."""
    select = {
        "vehicles": "SELECT id, raw FROM vehicles WHERE deleted_at IS NULL",
        "reports": "SELECT id, raw FROM reports",
    }
    with mirror.read() as session:
        rows = session.execute(text(select[table]))
        return {row.id: json.loads(row.raw) for row in rows}


def mirrored_readings(mirror: Mirror) -> dict[str, int]:
    """How many readings are stored, by car."""
    from celliq_desktop.mirror.readings import progress_of

    with mirror.read() as session:
        return {str(one): progress.stored for one, progress in progress_of(session).items()}


def shown_dead(mirror: Mirror) -> set[str]:
    """Cars that are marked as gone."""
    with mirror.read() as session:
        return set(session.execute(text("SELECT id FROM vehicles WHERE deleted_at IS NOT NULL")).scalars())


def forgotten_sellers(mirror: Mirror) -> int:
    """Sellers of confirmed lists for whom nothing was queued."""
    select = (
        "SELECT count(*) FROM seller_rows r LEFT JOIN invites i ON i.key = r.invite_key"
        " WHERE r.verdict IN ('ready', 'look') AND i.key IS NULL"
    )
    with mirror.read() as session:
        return int(session.execute(text(select)).scalar_one())
