"""Room on the disk: a guard before large work, and a ballast that is given up when the disk is full.

A full disk refuses even DELETE and the checkpoint; work goes on only after about the WAL's size was freed
(research/reliability.md E11), so 16 MB lie ready: as much as ``journal_size_limit``.
"""

import logging
import os
import shutil
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
_TO_OPEN = MEGABYTE
"""SQLite's index of the write-ahead log takes 32 KB, and what is read needs no more (sqlite.org/walformat.html 2)."""
_BALLAST = 16 * MEGABYTE
_LOW = 200 * MEGABYTE
_NONE = 64 * MEGABYTE


class Room(Enum):
    """How much there is: enough, worth a warning, or too little to sync."""

    ENOUGH = "enough"
    LOW = "low"
    NONE = "none"


def free_bytes(folder: Path) -> int:
    """Bytes that may be written to the disk of ``folder``, or of its nearest parent that exists."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    return shutil.disk_usage(there).free


class Space:
    """The disk of one profile. ``ballast`` is the file that is given up; ``free`` tells the bytes left in a folder."""

    def __init__(self, ballast: Path, free: Callable[[Path], int] = free_bytes) -> None:
        self._ballast = ballast
        self._free = free
        self._paused = False

    @property
    def free_megabytes(self) -> int:
        """Whole megabytes left."""
        return self._free(self._ballast.parent) // MEGABYTE

    @property
    def room(self) -> Room:
        """As it is now. Once there was too little, twice as much must be free before it is enough again."""
        left = self._free(self._ballast.parent)
        if left < (2 * _NONE if self._paused else _NONE):
            self._paused = True
            return Room.NONE
        self._paused = False
        return Room.LOW if left < _LOW else Room.ENOUGH

    @property
    def is_full(self) -> bool:
        """So little is left that not even the small files beside an open mirror fit."""
        return self._free(self._ballast.parent) < _TO_OPEN

    def require_room(self) -> None:
        """BadSurroundings ``disk_full`` when large work had better not begin."""
        if self.room is Room.NONE:
            raise BadSurroundings(
                "disk_full",
                N_("The disk is nearly full: {free_megabytes:,} MB are left.").format(
                    free_megabytes=self.free_megabytes
                ),
                safe=N_("What is mirrored stays readable, and what you changed is kept."),
                next_step=N_("Free some space; work goes on by itself."),
            )

    def require(self, needed: int, what: str) -> None:
        """BadSurroundings ``disk_full`` when fewer than ``needed`` bytes are left for ``what``."""
        left = self._free(self._ballast.parent)
        if left < needed:
            raise BadSurroundings(
                "disk_full",
                N_("{what} needs {megabytes} MB of free space; {left:,} MB are left.").format(
                    what=what, megabytes=_megabytes(needed), left=left // MEGABYTE
                ),
                safe=N_("Nothing was changed."),
                next_step=N_("Free some space and start again."),
            )

    def give_up_ballast(self) -> None:
        """The disk is full: make room for what must be finished."""
        self._paused = True
        try:
            self._ballast.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            _log.warning("the ballast could not be given up: %s", type(error).__name__)
            return
        _log.info("the disk is full; the ballast was given up")

    def lay_ballast(self) -> None:
        """Lay it again once there is room; a disk that refuses is told by the guard, not by this."""
        if self._ballast.exists() or self.room is not Room.ENOUGH:
            return
        try:
            with self._ballast.open("xb") as file:
                for _part in range(_BALLAST // MEGABYTE):
                    file.write(os.urandom(MEGABYTE))  # nothing a file system could squeeze
        except OSError:
            self._ballast.unlink(missing_ok=True)


def _megabytes(size: int) -> str:
    return f"{-(-size // MEGABYTE):,}"
