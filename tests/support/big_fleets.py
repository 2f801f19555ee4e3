"""Fleets of any size with their server: a mirror as it stands after a sync, made without asking for each reading."""

from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.battery.health import estimate
from celliq_desktop.domain.health import HealthEstimate
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.mirror import due, estimates, readings, vehicles
from celliq_desktop.mirror.due import Work
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.rows import stamp
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.sync_estimates import baseline_of, basis_text
from tests.support.celliq import FakeCellIq
from tests.support.charges import Truth, charged
from tests.support.clocks import FakeClock
from tests.support.desks import make_desk, synced
from tests.support.fleet_rows import fleet_row
from tests.support.mirrors import car, copied, make_template, opened

_AT_ONCE = 1_000
_KW, _NEW_KWH = 11.0, 58.0
_WINDOWS = ((10, 80), (20, 90), (15, 85), (10, 90), (30, 95))
_HEALTHS = (0.98, 0.95, 0.92, 0.88, 0.84, 0.79)
"""Batteries there are; a car's number says which one it has."""


@dataclass(frozen=True, slots=True)
class BigFleet:
    """A desk whose mirror agrees with its server. The server knows no reading that the mirror has already."""

    desk: Desk
    celliq: FakeCellIq
    clock: FakeClock


@dataclass(frozen=True, slots=True)
class _Battery:
    samples: Samples
    estimate: HealthEstimate


def open_big(path: Path, cars: int, celliq: FakeCellIq, clock: FakeClock) -> BigFleet:
    """The desk over a file of ``make_big``, after one sweep that finds everything as it is; ``celliq`` is filled. Close
    ``desk.mirror``."""
    celliq.offers = {"since"}
    mirror = opened(path, clock=clock)
    with mirror.read() as session:
        for one in vehicles.vehicles(session):
            celliq.add(one)
    desk = make_desk(mirror, celliq, clock)
    summary = synced(desk)
    assert summary.complete
    assert len(celliq.cars) == cars
    assert not any(
        step.added or step.updated for step in summary.steps if step.name not in ("settings", "subscription")
    )
    return BigFleet(desk, celliq, clock)


def make_big(folder: Path, cars: int, *, readings_each: int) -> Path:
    """The closed file of a mirror with ``cars`` cars and about as many readings of each, all of them estimated."""
    path = copied(make_template(folder), folder)
    batteries = [_battery(health, readings_each) for health in _HEALTHS]
    mirror = opened(path)
    try:
        for first in range(1, cars + 1, _AT_ONCE):
            _store(mirror, range(first, min(first + _AT_ONCE, cars + 1)), batteries)
    finally:
        mirror.close()
    return path


def _battery(health: float, readings_each: int) -> _Battery:
    truth = Truth(capacity_kwh=health * _NEW_KWH)
    hours = sum(high - low for low, high in _WINDOWS) / 100 * truth.capacity_kwh / _KW
    samples = charged(truth, _WINDOWS, kw=_KW, step_s=hours * 3_600 / readings_each)
    return _Battery(samples, estimate(samples, baseline=baseline_of(_car(1, 1))))


def _store(mirror: Mirror, numbers: range, batteries: list[_Battery]) -> None:
    """Cars that are read to their end and estimated: nothing is due."""
    with mirror.write() as session:
        for number in numbers:
            battery = batteries[number % len(batteries)]
            stored = len(battery.samples)
            one = _car(number, stored)
            vehicles.upsert(session, [one], 0)
            marker = f"{stamp(one.last_sync_at) or ''}|{stored}|{stamp(one.updated_at) or ''}"
            readings.append(session, one.id, battery.samples, cursor=None, marker=marker)
            estimates.save(session, [(one.id, basis_text(one, str(stored), None), battery.estimate, 20.0)])
        for work in Work:
            due.settle(session, work, due.marked(session, work))


def _car(number: int, readings_count: int) -> Vehicle:
    row = fleet_row(number)
    return car(
        number,
        **{name: getattr(row, name) for name in ("vin", "make", "model", "trim", "year", "odometer_km", "soc_percent")},
        nominal_capacity_kwh=_NEW_KWH,
        readings_count=readings_count,
        last_sync_at=row.last_sync_at,
        seller_email=row.seller_email,
    )
