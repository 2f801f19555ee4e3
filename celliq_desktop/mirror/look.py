"""Looks at a mirror's file without taking it over: whole, damaged, or of a newer program."""

from pathlib import Path

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror.backups import sound
from celliq_desktop.mirror.driver import DRIVER_ERROR, damaged, single
from celliq_desktop.mirror.upgrade import known_revisions, newer


def look(path: Path, key_hex: str) -> BadSurroundings | None:
    """What keeps this file from being opened: ``mirror_damaged``, ``mirror_newer``; None when every page is whole."""
    if not sound(path, key_hex):
        return damaged()
    try:
        with single(path, key_hex) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except DRIVER_ERROR:
        return damaged()
    return newer() if row is not None and row[0] not in known_revisions() else None
