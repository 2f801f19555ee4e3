"""One desk of a group as a process of its own: ``python -m tests.faults.group_desk MIRROR URL SECONDS SEED TURNS``.

It signs in at the model, joins the mirror, says ``joined``, and then syncs and asks for reports of cars in an order of
chance, with a line after each; its clock is ``SECONDS`` ahead. It may be killed at any instant.
"""

import random
import sys
from datetime import datetime, timedelta

from celliq_desktop.app.clock import SystemClock
from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import InDoubt, NeedsYou, TryAgain
from celliq_desktop.jobs.cancel import pause
from celliq_desktop.usecases.vehicles import fleet
from tests.support.desks import click, make_desk, synced
from tests.support.mirrors import joined
from tests.support.model.tokens import EMAIL, PASSWORD


class _Ahead(SystemClock):
    def __init__(self, seconds: float) -> None:
        self._ahead = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Later than it is: what waits for minutes to pass need not wait here."""
        return super().now() + self._ahead


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _work(address: str, url: str, seconds: float, seed: int, turns: int) -> None:
    clock, dice = _Ahead(seconds), random.Random(seed)
    client = CellIqClient(Transport(url, "CellIQ", clock, pause))
    client.sign_in(EMAIL, PASSWORD)
    mirror = joined(address, clock=clock)
    desk = make_desk(mirror, client, clock, owner=mirror.group.name)
    _say("joined")
    for _turn in range(turns):
        led_by = synced(desk).led_by
        _say("led" if led_by else "leads")
        cars = [row.id for row in fleet(desk).rows]
        dice.shuffle(cars)
        for one in cars:
            try:
                click(desk, VehicleId(one))
            except (InDoubt, NeedsYou, TryAgain) as problem:  # another desk has it in hand, or nobody knows yet
                _say(problem.code)
            else:
                _say("issued")
    mirror.close()
    client.close()
    _say("closed")


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
