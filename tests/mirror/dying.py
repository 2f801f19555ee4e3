"""A child process that writes to a mirror until the test that started it kills it:
``python -m tests.mirror.dying FILE endless|pages``."""

import sys
from dataclasses import replace
from pathlib import Path

from celliq_desktop.mirror import checkpoints, vehicles
from celliq_desktop.mirror.engine import Mirror
from tests.support.mirrors import car, opened


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


if __name__ == "__main__":
    {"endless": _endless, "pages": _pages}[sys.argv[2]](opened(Path(sys.argv[1])))
