"""N23: a sync that gets on says so, however long it takes; who watches it may take two silent minutes for the end."""

import pytest

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.syncing import SyncWish
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.sync import sync
from celliq_desktop.viewmodels.sync_schedule import SyncSchedule
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import reading
from tests.support.clocks import FakeClock
from tests.support.desks import filled, quiet, synced
from tests.support.mirrors import CAR

_SLOW_S = 18.0
"""Of one request; six are in flight."""


class Watched:
    """The watchdog as the window has it, looking at every request."""

    def __init__(self, clock: FakeClock) -> None:
        self.schedule = SyncSchedule(clock)
        self.tripped = self.beats = 0
        self._clock = clock

    def slow(self) -> None:
        """A request that takes long."""
        self._clock.advance(_SLOW_S)
        self.tripped += self.schedule.is_stuck()

    def moved(self, _done: int, _total: int | None, _words: str) -> None:
        """What the sync says of itself."""
        self.beats += 1
        self.schedule.moved()


@pytest.fixture
def watched(clock: FakeClock) -> Watched:
    """The watchdog, awake."""
    made = Watched(clock)
    made.schedule.started()
    return made


def test_fifty_missing_cars_are_confirmed_without_a_false_alarm(
    desk: Desk, celliq: FakeCellIq, watched: Watched
) -> None:
    filled(celliq, 300)
    synced(desk)
    for number in range(1, 51):
        del celliq.cars[VehicleId(f"veh_{number}")]
    celliq.always["find_vehicle"] = watched.slow
    summary, _changes = sync(desk, SyncWish(), progress=watched.moved, cancel=CancelFlag())
    assert next(one for one in summary.steps if one.name == "vehicles").removed == 50
    assert celliq.heard["find_vehicle"] == 50
    assert watched.tripped == 0
    assert watched.schedule.is_stuck() is False


def test_a_car_with_many_pages_of_readings_is_read_without_a_false_alarm(
    desk: Desk, celliq: FakeCellIq, watched: Watched
) -> None:
    filled(celliq, 1)
    celliq.record(CAR, *(reading(hour) for hour in range(60)))
    celliq.reading_page_size = 2
    celliq.always["readings_page"] = watched.slow
    sync(desk, SyncWish(), progress=watched.moved, cancel=CancelFlag())
    assert celliq.heard["readings_page"] >= 30
    assert watched.tripped == 0


def test_the_edges_of_many_pages_are_looked_at_without_a_false_alarm(
    desk: Desk, celliq: FakeCellIq, watched: Watched
) -> None:
    filled(celliq, 120)
    celliq.page_size = 4
    celliq.always["vehicles_page"] = watched.slow
    sync(desk, SyncWish(), progress=watched.moved, cancel=CancelFlag())
    assert celliq.heard["vehicles_page"] >= 50
    assert watched.tripped == 0


def test_a_sync_that_says_nothing_more_is_found_out(desk: Desk, celliq: FakeCellIq, watched: Watched) -> None:
    filled(celliq, 30)
    celliq.page_size = 4
    celliq.always["vehicles_page"] = watched.slow
    sync(desk, SyncWish(), progress=quiet, cancel=CancelFlag())
    assert watched.tripped > 0
