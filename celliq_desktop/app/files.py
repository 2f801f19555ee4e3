"""Files that are whole or not there: temporary name in the same folder, fsync, rename."""

import errno
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_PART = ".celliq-part"
_OLD_S = 600.0
"""Nothing is written for so long."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class AtomicFiles:
    """Implements ``ports.FileWriter``."""

    def write(self, path: Path, data: bytes) -> None:
        """Write ``data`` to ``path``; a reader sees the old content or the new, never half of it."""
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
        try:
            self._write(part, path, data)
            self._sweep_beside(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise _problem(path, error) from error
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def sweep(self, root: Path) -> None:
        """Remove what a killed process left half-written under ``root``."""
        with suppress(OSError):
            for part in [*root.rglob(f"*{_PART}*")]:  # the database's side files follow the name
                if part.is_dir():
                    shutil.rmtree(part, ignore_errors=True)
                else:
                    part.unlink(missing_ok=True)

    def _sweep_beside(self, path: Path) -> None:
        """What a killed run left in a folder outside of the profile goes with the next file written there; a part that
        is young may be another program's that writes just now."""
        with suppress(OSError):
            now = path.stat().st_mtime
            for part in path.parent.glob(f".*{_PART}"):
                if now - part.stat().st_mtime > _OLD_S:
                    part.unlink(missing_ok=True)

    def _write(self, part: Path, path: Path, data: bytes) -> None:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        crashpoint("file: before rename")
        part.replace(path)
        crashpoint("file: after rename")
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _problem(path: Path, error: OSError) -> BadSurroundings:
    if error.errno in _FULL:
        return BadSurroundings(
            "disk_full",
            N_("The disk is full; “{name}” was not written.").format(name=path.name),
            safe=N_("Nothing else was changed."),
            next_step=N_("Free some space and try again."),
        )
    return BadSurroundings(
        "cannot_write",
        N_("“{name}” cannot be written: {value}.").format(name=path.name, value=error.strerror or error),
        safe=N_("Nothing was changed."),
        next_step=N_("Choose another folder."),
    )
