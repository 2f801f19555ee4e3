"""A child process that writes to a mirror until the test that started it kills it:
``python -m tests.mirror.dying FILE endless|pages``; or one that brings an older file up to date and is gone at its
``AT``-th crash point: ``python -m tests.mirror.dying FILE upgrade AT``."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from celliq_desktop.domain import crashpoints
from celliq_desktop.mirror import checkpoints, vehicles
from celliq_desktop.mirror.engine import Mirror
from tests.support.mirrors import car, opened

GONE = 137


def _endless(mirror: Mirror) -> None:
    """Hang in the middle of a transaction so large that its pages are in the WAL file already."""
    with mirror.write() as session:
        vehicles.upsert(session, [car(number, raw="x" * 4_000) for number in range(100, 2_100)], 2)
        sys.stdout.write("written\n")
        sys.stdout.flush()
        sys.stdin.read()


def _pages(mirror: Mirror) -> None:
    """Page after page, each with its checkpoint."""
    for page in range(1, 2_000):
        with mirror.write() as session:
            vehicles.upsert(session, [car(page * 10 + number) for number in range(10)], 1)
            checkpoints.save_stream(session, replace(checkpoints.stream(session, "vehicles"), page=page))
        sys.stdout.write(f"{page}\n")
        sys.stdout.flush()


def _upgrade(path: Path, at: int) -> None:
    """Open an older file; 0: nothing happens on the way."""
    left = [at]

    def reached(_name: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            os._exit(GONE)

    crashpoints.listen(reached)
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    opened(path, backups=path.parent / "backups").close()


if __name__ == "__main__":
    if sys.argv[2] == "upgrade":
        _upgrade(Path(sys.argv[1]), int(sys.argv[3]))
    else:
        {"endless": _endless, "pages": _pages}[sys.argv[2]](opened(Path(sys.argv[1])))
