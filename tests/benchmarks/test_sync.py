"""What a sync costs: little where little changed, however large the fleet; and latency is not paid car by car."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import ReadingPage
from celliq_desktop.usecases.desk import Desk
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import reading
from tests.support.clocks import FakeClock
from tests.support.desks import make_desk, synced
from tests.support.mirrors import car, copied, make_template, opened
from tests.support.ratios import Line, side_by_side, timed

pytestmark = pytest.mark.timeout(900)

_FEW, _MANY, _CHANGED = 1_000, 100_000, 100
_FAR_CARS, _LATENCY_S = 60, 0.05


class _Far(FakeCellIq):
    """A server whose every page of readings is 50 ms away."""

    def readings_page(
        self, vehicle_id: VehicleId, *, cursor: str | None = None, since: datetime | None = None, limit: int = 1000
    ) -> ReadingPage:
        """Wait, then answer."""
        threading.Event().wait(_LATENCY_S)
        return super().readings_page(vehicle_id, cursor=cursor, since=since, limit=limit)


def _desk(folder: Path, cars: int) -> tuple[Desk, FakeCellIq]:
    """A desk that has mirrored ``cars`` cars."""
    clock = FakeClock()
    celliq = FakeCellIq(clock)
    celliq.offers = {"since"}
    for number in range(1, cars + 1):
        celliq.add(car(number))
    folder.mkdir()
    desk = make_desk(opened(copied(make_template(folder), folder), clock=clock), celliq, clock)
    assert synced(desk).complete
    return desk, celliq


def test_a_delta_sync_does_not_grow_with_the_fleet(tell: Callable[[Line], None], tmp_path: Path) -> None:
    small, large = _desk(tmp_path / "small", _FEW), _desk(tmp_path / "large", _MANY)

    def changed(desk: Desk, celliq: FakeCellIq) -> object:
        for number in range(1, _CHANGED + 1):
            celliq.change(VehicleId(f"veh_{number}"), odometer_km=float(time.perf_counter_ns() % 1_000_000))
        summary = synced(desk)
        assert sum(step.updated for step in summary.steps if step.name == "vehicles") == _CHANGED
        return summary

    pair = side_by_side(timed(lambda: changed(*small)), timed(lambda: changed(*large)), rounds=5)
    for desk, _celliq in (small, large):
        desk.mirror.close()
    note = "the fake server's own search of its list is in our figure"
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
