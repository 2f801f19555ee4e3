"""A program that ends for good at a crash point: ``python -m tests.faults.dying AT FOLDER URL``.

It signs in at the model, makes a whole visit with a sealed paper and a backup on the mirror in ``FOLDER``, and at the
``AT``-th point the process is gone, with nothing tidied up.
"""

import os
import sys
from pathlib import Path

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain import crashpoints
from tests.faults.lives import BACKUPS, PAPER, visit, with_files
from tests.support.clocks import FakeClock
from tests.support.desks import make_desk
from tests.support.mirrors import opened
from tests.support.model.tokens import EMAIL, PASSWORD

GONE = 137


def _dies_at(number: int) -> crashpoints.Listener:
    left = [number]

    def reached(_name: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            os._exit(GONE)

    return reached


def _live(number: int, folder: Path, url: str) -> None:
    clock = FakeClock()
    client = CellIqClient(Transport(url, "CellIQ", clock, clock.advance))
    client.sign_in(EMAIL, PASSWORD)
    mirror = opened(folder / "mirror.db", clock=clock, backups=folder / BACKUPS)
    crashpoints.listen(_dies_at(number))
    visit(with_files(make_desk(mirror, client, clock)), folder / PAPER)


if __name__ == "__main__":
    _live(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
