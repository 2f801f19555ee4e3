"""What a sync costs: little where little changed, however large the fleet; and latency is not paid car by car."""

import gc
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import Reading, ReadingPage
from celliq_desktop.domain.syncing import Page
from tests.support.big_fleets import BigFleet, make_big, open_big
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import reading
from tests.support.clocks import FakeClock
from tests.support.desks import make_desk, step, synced
from tests.support.mirrors import car, copied, make_template, opened
from tests.support.ratios import Line, Side, side_by_side, timed

pytestmark = pytest.mark.timeout(900)

_FEW, _MANY, _READINGS, _CHANGED = 1_000, 100_000, 20, 100
_FAR_CARS, _LATENCY_S = 60, 0.05


class _Far(FakeCellIq):
    """A server whose every page of readings is 50 ms away."""

    def readings_page(
        self, vehicle_id: VehicleId, *, cursor: str | None = None, since: datetime | None = None, limit: int = 1000
    ) -> ReadingPage:
        """Wait, then answer."""
        threading.Event().wait(_LATENCY_S)
        return super().readings_page(vehicle_id, cursor=cursor, since=since, limit=limit)


class _Apart(FakeCellIq):
    """A server whose own work is not the client's: ``spent_s`` is what its searches in lists took."""

    spent_s = 0.0

    def _page(self, *arguments: Any, **named: Any) -> Page[Any]:
        start = time.thread_time()
        try:
            return super()._page(*arguments, **named)
        finally:
            self.spent_s += time.thread_time() - start

    def _since(self, rows: Iterable[Any], updated_since: datetime | None) -> list[Any]:
        start = time.thread_time()
        try:
            return super()._since(rows, updated_since)
        finally:
            self.spent_s += time.thread_time() - start


def _fleet(folder: Path, cars: int) -> tuple[BigFleet, _Apart]:
    folder.mkdir()
    clock = FakeClock()
    server = _Apart(clock)
    return open_big(make_big(folder, cars, readings_each=_READINGS), cars, server, clock), server


def _delta(fleet: BigFleet, server: _Apart) -> Side:
    """Processor time of a sync in which a hundred cars have one more reading each: waiting for the disk is the same for
    both fleets, and would hide what grows."""

    def changed() -> float:
        fleet.clock.advance(3_600)
        newest = fleet.clock.now().timestamp()
        for number in range(1, _CHANGED + 1):
            car_id = VehicleId(f"veh_{number}")
            server.telemetry[car_id] = [Reading(time_s=newest, soc_percent=50.0)]
            count = (server.cars[car_id].readings_count or 0) + 1
            server.change(car_id, readings_count=count, last_sync_at=fleet.clock.now())
        gc.collect()
        server.spent_s, start = 0.0, time.process_time()
        summary = synced(fleet.desk)
        spent = time.process_time() - start - server.spent_s
        assert {name: step(summary, name).updated for name in ("vehicles", "estimates")} == {
            "vehicles": _CHANGED,
            "estimates": _CHANGED,
        }
        return spent * 1_000

    return changed


def test_a_delta_sync_does_not_grow_with_the_fleet(tell: Callable[[Line], None], tmp_path: Path) -> None:
    small, large = _fleet(tmp_path / "small", _FEW), _fleet(tmp_path / "large", _MANY)
    pair = side_by_side(_delta(*small), _delta(*large), rounds=5)
    for fleet, _server in (small, large):
        fleet.desk.mirror.close()
    note = "processor time, without the fake server's"
    tell(Line(axis="delta sync, 100,000 cars, 100 changed", against="1,000 cars", pair=pair, at_most=2.0, note=note))


def test_latency_is_not_paid_car_by_car(tell: Callable[[Line], None], tmp_path: Path) -> None:
    clock = FakeClock()
    celliq = _Far(clock)
    for number in range(1, _FAR_CARS + 1):
        one = celliq.add(car(number))
        celliq.record(one.id, reading(1))
    folder = tmp_path / "far"
    folder.mkdir()
    desk = make_desk(opened(copied(make_template(folder), folder), clock=clock), celliq, clock)
    synced(desk)

    def one_by_one() -> None:
        for vehicle_id in celliq.cars:
            celliq.readings_page(vehicle_id)

    def ours() -> None:
        assert synced(desk, full=True).complete

    pair = side_by_side(timed(one_by_one), timed(ours), rounds=3, warm_up=False)
    desk.mirror.close()
    tell(Line(axis="sync of 60 cars, 50 ms away", against="one request at a time", pair=pair, at_most=0.2))
