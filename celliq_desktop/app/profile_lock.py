"""One process a profile: the second waits, then is told who holds it (cli.md)."""

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import BadSurroundings, TryAgain
from celliq_desktop.domain.text import N_

_POLL_S = 0.05


class ProfileLock:
    """An operating-system lock on ``path``; it goes with the process, however that ends. The file keeps the holder's
    process id."""

    def __init__(self, path: Path, clock: Clock, *, patience_s: float = 5.0) -> None:
        self._path = path
        self._clock = clock
        self._patience_s = patience_s
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock; TryAgain ``profile_busy`` after ``patience_s``, BadSurroundings when the folder cannot be
        written."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise BadSurroundings(
                "profile_not_writable",
                N_("The profile folder cannot be written: {value}.").format(value=error.strerror or error),
                next_step=N_("Choose another folder with --profile, or free space and permissions."),
            ) from error
        give_up = self._clock.monotonic() + self._patience_s
        pause = threading.Event()
        while not _try_lock(file):
            if self._clock.monotonic() >= give_up:
                holder = _holder(file)
                file.close()
                raise TryAgain(
                    "profile_busy",
                    N_("Another CellIQ Desktop (process {holder}) is using this profile.").format(holder=holder),
                    next_step=N_("Close it, or choose another folder with --profile."),
                )
            pause.wait(_POLL_S)
        self._file = file
        with suppress(OSError):  # a full disk: the lock holds, only its holder cannot be named
            file.seek(0)
            file.truncate()
            file.write(str(os.getpid()))
            file.flush()

    def release(self) -> None:
        """Let go; harmless when not held."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "ProfileLock":
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _holder(file: IO[str]) -> str:
    try:
        file.seek(0)
        text = file.read().strip()
    except OSError:  # Windows refuses to read a locked byte
        text = ""
    return text if text.isdigit() else "unknown"


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
