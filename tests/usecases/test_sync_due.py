"""A sync looks at the cars that are marked and at no other, and no change escapes the marks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, event

from celliq_desktop.domain.health import Baseline
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.links import Link
from celliq_desktop.domain.problems import Cancelled
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import car_notes, due, links, readings
from celliq_desktop.mirror.due import Work
from celliq_desktop.mirror.remote_vehicles import telemetry_key
from celliq_desktop.usecases.desk import Desk
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import reading, server_error
from tests.support.clocks import FakeClock
from tests.support.desks import filled, step, synced
from tests.support.mirrors import CAR, car, samples

_CARS, _EVENTS = 6, 40
_GROWING = {"vehicles", "v", "estimates", "e", "reading_progress", "p", "reading_chunks", "outbox"}
_PROVIDER, _REMOTE = "ev_energy", "r1"


def _marked(desk: Desk, work: Work) -> set[str]:
    with desk.mirror.read() as session:
        return {key for key, _times in due.marked(session, work)}


def test_only_cars_that_changed_are_looked_at(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 20, readings_each=3)
    synced(desk)
    assert _marked(desk, Work.READINGS) == _marked(desk, Work.ESTIMATE) == set()
    celliq.record(CAR, reading(9))
    summary = synced(desk)
    assert (step(summary, "readings").seen, step(summary, "estimates").seen) == (1, 1)
    assert step(synced(desk), "estimates").seen == 0


@contextmanager
def _statements() -> Iterator[list[tuple[str, Any]]]:
    """What is said to any database meanwhile, with its values."""
    said: list[tuple[str, Any]] = []

    def heard(_connection: object, _cursor: object, statement: str, values: Any, _context: object, many: bool) -> None:
        said.append((statement, values[0] if many else values))

    event.listen(Engine, "before_cursor_execute", heard)
    yield said
    event.remove(Engine, "before_cursor_execute", heard)


@pytest.mark.parametrize("mirror_kind", ["file"])
def test_no_table_that_grows_with_the_fleet_is_read_from_end_to_end(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """SQLite's own word for how it looks for things, on a list long enough to be asked for what is new. What it counts
    to compare with the server's total lies in one narrow index."""
    filled(celliq, 450, readings_each=1)
    celliq.offers = {"since"}
    clock.advance(3_600)
    synced(desk)
    celliq.record(CAR, reading(9))
    with _statements() as said:
        assert step(synced(desk), "estimates").updated == 1
    looked, scans = 0, set[str]()
    with desk.mirror.read() as session:
        for statement, values in said:
            if statement.split()[0] in ("SELECT", "UPDATE", "DELETE") and "LIMIT" not in statement:
                plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                steps = [row[3].split() for row in plan]
                looked += any(words[0] == "SEARCH" for words in steps)
                scans |= {statement for words in steps if words[0] == "SCAN" and words[1] in _GROWING}
    assert looked > 10
    assert {one for one in scans if "count(*)" not in one} == set()


def test_a_car_that_could_not_be_read_stays_marked(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 3, readings_each=2)
    celliq.script["readings_page"].append(server_error())
    synced(desk)
    assert len(_marked(desk, Work.READINGS)) == 1
    synced(desk)
    assert _marked(desk, Work.READINGS) == set()


def test_a_car_whose_reading_was_broken_off_is_marked_again(desk: Desk, celliq: FakeCellIq) -> None:
    """Everything is read anew, and the program ends after the first of two pages."""
    filled(celliq, 1, readings_each=4)
    celliq.reading_page_size = 2
    synced(desk)
    celliq.record(CAR, *(reading(hour) for hour in range(10, 14)))
    celliq.script["readings_page"].extend([None, KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        synced(desk, full=True)
    assert _marked(desk, Work.READINGS) == {CAR}
    synced(desk)
    with desk.mirror.read() as session:
        assert len(readings.samples_of(session, CAR)) == 8


def test_a_mark_set_during_the_look_survives_it(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 1, readings_each=2)
    synced(desk)
    with desk.mirror.write() as session:
        due.mark(session, Work.ESTIMATE, (CAR,))
        seen = due.marked(session, Work.ESTIMATE)
        due.mark(session, Work.ESTIMATE, (CAR,))
        due.settle(session, Work.ESTIMATE, seen)
    assert _marked(desk, Work.ESTIMATE) == {CAR}


@pytest.mark.parametrize("seed", range(4))
def test_no_change_escapes_the_marks(desk: Desk, celliq: FakeCellIq, clock: FakeClock, seed: int) -> None:
    """Whatever happens between syncs, looking at every car afterwards finds nothing to do."""
    dice = Random(seed)
    filled(celliq, _CARS, readings_each=3)
    synced(desk)
    world = _World(desk, celliq, dice)
    events = [getattr(world, name) for name in vars(_World) if not name.startswith("_")]
    for _event in range(_EVENTS):
        clock.advance(60)
        dice.choice(events)(VehicleId(f"veh_{dice.randint(1, _CARS)}"))
        if dice.random() < 0.4:
            synced(desk)
    synced(desk)
    assert _marked(desk, Work.READINGS) == _marked(desk, Work.ESTIMATE) == set()
    every_car = synced(desk, full=True)
    assert (step(every_car, "estimates").added, step(every_car, "estimates").updated) == (0, 0)
    assert step(every_car, "readings").added == 0


class _World:
    """Everything that may change what a car's estimate depends on, each for a car of the six, there or not."""

    def __init__(self, desk: Desk, celliq: FakeCellIq, dice: Random) -> None:
        self._desk, self._celliq, self._dice = desk, celliq, dice

    def leaves(self, car_id: VehicleId) -> None:
        if len(self._celliq.cars) > 3:
            self._celliq.cars.pop(car_id, None)

    def comes(self, car_id: VehicleId) -> None:
        self._celliq.add(self._celliq.cars.get(car_id) or car(int(car_id.removeprefix("veh_"))))

    def drives(self, car_id: VehicleId) -> None:
        if car_id in self._celliq.cars:
            self._celliq.record(car_id, reading(self._dice.uniform(100, 200)))

    def is_declared(self, car_id: VehicleId) -> None:
        if car_id in self._celliq.cars:
            self._celliq.change(car_id, nominal_capacity_kwh=self._dice.choice((50.0, 58.0, None)))

    def is_entered(self, car_id: VehicleId) -> None:
        baseline = Baseline(self._dice.uniform(40, 60), "kWh", "papers", 0.02)
        with self._desk.mirror.write() as session:
            car_notes.enter_baseline(session, car_id, baseline, self._desk.clock.now())

    def is_undone(self, car_id: VehicleId) -> None:
        with self._desk.mirror.write() as session:
            car_notes.withdraw_baseline(session, car_id, self._desk.clock.now())

    def is_linked(self, car_id: VehicleId) -> None:
        now = self._desk.clock.now()
        link = Link(
            provider=_PROVIDER, remote_id=_REMOTE, vehicle_id=car_id, vin="", linked_by="a person", linked_at=now
        )
        with self._desk.mirror.write() as session:
            links.save(session, link)

    def is_unlinked(self, _car_id: VehicleId) -> None:
        with self._desk.mirror.write() as session:
            links.remove(session, _PROVIDER, _REMOTE)

    def is_seen_elsewhere(self, _car_id: VehicleId) -> None:
        with self._desk.mirror.write() as session:
            key = telemetry_key(_PROVIDER, _REMOTE)
            readings.append(session, key, samples(self._dice.uniform(1, 1e6)), cursor=None, marker="x")

    def is_broken_off(self, _car_id: VehicleId) -> None:
        flag = CancelFlag()
        self._celliq.script["readings_page"].append(flag.cancel)
        with suppress(Cancelled):
            synced(self._desk, full=True, cancel=flag)
        self._celliq.script.clear()
