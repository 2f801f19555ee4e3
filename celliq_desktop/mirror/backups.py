"""Checked copies of a mirror: under the same key, whole or not there, one a day, thinned to seven days and four weeks
(research/reliability.md 4.1)."""

import logging
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror.driver import DRIVER_ERROR, single, translated

_log = logging.getLogger(__name__)

PART = ".celliq-part"
"""The end of names of files that are not whole yet; they are swept at the next start."""
_NAMED = re.compile(r"(?P<stem>.+)-(?P<revision>\w+)-(?P<at>\d{8}T\d{6})\.db")
_DAYS = 7
_WEEKS = 4
_DAY = timedelta(days=1)


def copy(path: Path, key_hex: str, folder: Path, revision: str, now: datetime) -> Path:
    """Copy the mirror at ``path``, check the copy, and only then give it its name. BadSurroundings ``mirror_damaged``
    when either is not sound, ``disk_full``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{path.stem}-{revision}-{now.astimezone(UTC):%Y%m%dT%H%M%S}.db"
    part = target.with_name(target.name + PART)
    part.unlink(missing_ok=True)
    try:
        with translated():
            with single(path, key_hex) as source:
                source.execute("VACUUM INTO ?", (str(part),))
            if not sound(part, key_hex):
                raise BadSurroundings(
                    "backup_failed", N_("A backup could not be made."), safe=N_("The mirror itself was not touched.")
                )
        _settle(part, target)
    finally:
        part.unlink(missing_ok=True)
    return target


def sound(path: Path, key_hex: str) -> bool:
    """Every page of the file fits its HMAC, and the structure fits itself."""
    try:
        with single(path, key_hex) as connection:
            torn = connection.execute("PRAGMA cipher_integrity_check").fetchone()
            return torn is None and connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except DRIVER_ERROR:
        return False


def due(path: Path, folder: Path, now: datetime) -> bool:
    """True when the newest copy of this mirror is a day old, or there is none."""
    newest = next((at for at, _copy in _copies(path, folder)), None)
    return newest is None or now - newest >= _DAY


def newest_sound(path: Path, key_hex: str, folder: Path) -> Path | None:
    """The youngest copy that opens and is whole."""
    return next((found for _at, found in _copies(path, folder) if sound(found, key_hex)), None)


def copies(path: Path, folder: Path) -> tuple[Path, ...]:
    """Every copy of this mirror, newest first."""
    return tuple(found for _at, found in _copies(path, folder))


def thin(path: Path, folder: Path) -> None:
    """Keep the newest copy of each of the last seven days that have one, and of the last four weeks."""
    kept: set[Path] = set()
    days: dict[str, Path] = {}
    weeks: dict[str, Path] = {}
    for at, found in _copies(path, folder):
        days.setdefault(f"{at:%Y%m%d}", found)
        weeks.setdefault(f"{at:%G%V}", found)
    kept.update(list(days.values())[:_DAYS], list(weeks.values())[:_WEEKS])
    for _at, found in _copies(path, folder):
        if found not in kept:
            found.unlink(missing_ok=True)
            _log.info("a backup was thinned out")


def _copies(path: Path, folder: Path) -> Iterator[tuple[datetime, Path]]:
    """``(when, copy)`` of this mirror, newest first."""
    found = [(named, one) for one in folder.glob("*.db") if (named := _NAMED.fullmatch(one.name)) is not None]
    mine = [
        (datetime.strptime(named["at"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC), one)
        for named, one in found
        if named["stem"] == path.stem
    ]
    return iter(sorted(mine, reverse=True))


def _settle(part: Path, target: Path) -> None:
    """On the disk first, then under its name, then the name on the disk, too."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    crashpoint("backup: before rename")
    part.replace(target)
    crashpoint("backup: after rename")
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Bring a rename to the disk, where the system has folders that can be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
