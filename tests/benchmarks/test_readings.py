"""A million readings into the encrypted mirror and out again, against rows on the same driver."""

from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from random import Random
from typing import Any, cast

import numpy as np
import pytest
from sqlcipher3 import dbapi2

from celliq_desktop.battery.health import estimate
from celliq_desktop.domain.health import Baseline
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import COLUMNS, Samples
from celliq_desktop.mirror import readings
from celliq_desktop.mirror.engine import Mirror
from tests.support.charges import Truth, charged
from tests.support.mirrors import KEY, copied, make_template, opened
from tests.support.ratios import Line, side_by_side, timed, told

pytestmark = pytest.mark.timeout(900)

_CARS, _PAGES, _PAGE = 1_000, 2, 500
_INSERT = "INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SELECT = (
    "SELECT time_s, soc_percent, energy_kwh, power_kw, current_a, voltage_v, temperature_c, odometer_km, speed_kmh,"
    " range_km, plugged_in, charging FROM samples WHERE car = ? ORDER BY time_s"
)
_TABLE = f"CREATE TABLE samples (car TEXT, {', '.join(COLUMNS)}, PRIMARY KEY (car, time_s)) WITHOUT ROWID"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY")

Pages = list[tuple[VehicleId, list[Samples]]]


@pytest.fixture(scope="module")
def pages() -> Pages:
    """Two pages for each of a thousand cars: a charge a minute a sample, figures rounded as servers round them."""
    return [
        (VehicleId(f"veh_{car}"), [_page(Random(car * 10 + page), page) for page in range(_PAGES)])
        for car in range(_CARS)
    ]


def _page(dice: Random, page: int) -> Samples:
    start = 1_760_000_000.0 + page * 86_400 + dice.randrange(3_600)
    kw, first, km = dice.uniform(3, 11), dice.uniform(5, 25), float(dice.randint(4_000, 160_000))
    steps = range(_PAGE)
    return Samples.from_columns(
        array("d", [start + 60 * step + dice.randrange(5) for step in steps]),
        soc_percent=array("d", [round(first + step * 0.14) for step in steps]),
        energy_kwh=array("d", [round(step * kw / 60, 3) for step in steps]),
        power_kw=array("d", [round(kw + dice.gauss(0, 0.05), 2) for step in steps]),
        temperature_c=array("d", [round(12 + step / 60 + dice.gauss(0, 0.2), 1) for step in steps]),
        odometer_km=array("d", [km]) * _PAGE,
        range_km=array("d", [round(60 + step * 0.6) for step in steps]),
        plugged_in=array("d", [1.0]) * _PAGE,
        charging=array("d", [1.0]) * _PAGE,
    )


@contextmanager
def _raw(path: Path) -> Iterator[Any]:
    """The same driver without anything of ours around it."""
    connection = cast(Any, dbapi2).connect(str(path), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key=\"x'{KEY}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        yield connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


class _Ingest:
    """Both ways, each time into a new file; ``rows`` and ``chunks`` are the newest ones."""

    def __init__(self, folder: Path, pages: Pages) -> None:
        self._folder, self._pages, self._template = folder, pages, make_template(folder)
        self.rows, self.chunks = folder / "rows.db", folder / "mirror.db"

    def into_rows(self) -> float:
        self.rows.unlink(missing_ok=True)
        with _raw(self.rows) as connection:
            connection.execute(_TABLE)
            return timed(lambda: self._execute_many(connection))()

    def into_chunks(self) -> float:
        copied(self._template, self._folder)
        mirror = opened(self.chunks)
        try:
            return timed(lambda: self._append(mirror))()
        finally:
            mirror.close()

    def _execute_many(self, connection: Any) -> None:
        rows = chain.from_iterable(
            zip(repeat(car), *(getattr(page, name) for name in COLUMNS), strict=False)
            for car, of_car in self._pages
            for page in of_car
        )
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_INSERT, rows)
        connection.execute("COMMIT")

    def _append(self, mirror: Mirror) -> None:
        new = 0
        with mirror.write() as session:
            for car, of_car in self._pages:
                for page in of_car:
                    new += readings.append(session, car, page, cursor=None, marker=None)
        assert new == _CARS * _PAGES * _PAGE


def test_a_million_readings_go_into_the_mirror(tmp_path: Path, pages: Pages, tell: Callable[[Line], None]) -> None:
    ingest = _Ingest(tmp_path, pages)
    pair = side_by_side(ingest.into_rows, ingest.into_chunks, rounds=3, warm_up=False)
    tell(Line(axis="ingest of 1 M readings", against="executemany of rows", pair=pair, at_most=0.5))
    sizes = [path.stat().st_size / 1e6 for path in (ingest.rows, ingest.chunks)]
    tell(Line(axis="ingest: size of the file", against="rows", pair=told(*sizes), at_most=0.1, unit="MB"))
    _read_of_one_car(ingest, tell)


def _read_of_one_car(ingest: _Ingest, tell: Callable[[Line], None]) -> None:
    mirror = opened(ingest.chunks)
    try:
        with _raw(ingest.rows) as connection, mirror.read() as session:
            numbers = iter(range(_CARS * _CARS))

            def from_rows() -> None:
                found = connection.execute(_SELECT, (f"veh_{next(numbers) * 7 % _CARS}",))
                # NULL comes back as None, which float64 takes from a list of objects only
                flat = np.array(list(chain.from_iterable(found)), dtype=np.float64)
                assert flat.size == _PAGES * _PAGE * len(COLUMNS)

            def from_chunks() -> None:
                assert len(readings.samples_of(session, VehicleId(f"veh_{next(numbers) * 7 % _CARS}"))) == 1_000

            pair = side_by_side(timed(from_rows, calls=20), timed(from_chunks, calls=20))
    finally:
        mirror.close()
    tell(Line(axis="ingest: read of one car's 1,000", against="rows into numpy", pair=pair, at_most=0.1))


def test_state_of_health_of_a_thousand_cars(tmp_path: Path, tell: Callable[[Line], None]) -> None:
    windows = [(10 + shift, 75 + shift) for shift in (0, 5, 12, 3, 9)] * 3
    samples = charged(Truth(), windows, step_s=365.0)
    baseline = Baseline(58.0, "kWh", "declared", 0.01)
    mirror = opened(copied(make_template(tmp_path), tmp_path))
    try:
        with mirror.write() as session:
            for car in range(_CARS):
                readings.append(session, VehicleId(f"veh_{car}"), samples, cursor=None, marker=None)
        cars = [_columns(samples) for _ in range(_CARS)]

        def sums() -> None:
            total = 0.0
            for soc, energy in cars:
                steps = np.diff(soc)
                total += float(np.nansum(np.diff(energy)[steps > 0])) / float(steps[steps > 0].sum())
            assert np.isfinite(total)

        def from_memory() -> None:
            assert all(estimate(samples, baseline=baseline).soh_percent for _ in range(_CARS))

        def from_mirror() -> None:
            with mirror.read() as session:
                for car in range(_CARS):
                    found = readings.samples_of(session, VehicleId(f"veh_{car}"))
                    assert estimate(found, baseline=baseline).soh_percent

        inner = side_by_side(timed(sums), timed(from_memory), rounds=3)
        outer = side_by_side(timed(sums), timed(from_mirror), rounds=3)
    finally:
        mirror.close()
    shape = f"{_CARS:,} x {len(samples)}"
    tell(Line(axis=f"health of {shape} samples, in memory", against="numpy, bare sums", pair=inner, at_most=2.0))
    tell(Line(axis=f"health of {shape} samples, from mirror", against="numpy, bare sums", pair=outer))


def test_ten_thousand_sessions_in_one_call(tell: Callable[[Line], None]) -> None:
    sessions, each = 10_000, 500
    dice, step = np.random.default_rng(1), np.arange(each)
    start = dice.uniform(5, 60, (sessions, 1))
    energy = 0.035 * step * dice.normal(1, 0.01, (sessions, 1))
    soc = np.round(start + 35.0 * step / each)
    time_s = 1.7e9 + np.arange(sessions)[:, None] * 2_600.0 + 4.0 * step
    packed = {
        name: array("d", np.ascontiguousarray(values, dtype=np.float64).tobytes())
        for name, values in (("soc_percent", soc), ("energy_kwh", energy), ("charging", np.ones_like(soc)))
    }
    samples = Samples.from_columns(array("d", time_s.tobytes()), **packed)

    def blocks() -> None:
        assert np.isfinite(((energy[:, -1] - energy[:, 0]) / (soc[:, -1] - soc[:, 0])).sum() + np.nansum(soc + energy))

    def ours() -> None:
        assert len(estimate(samples, baseline=Baseline(50.0, "kWh", "declared", 0.01)).used) > 9_000

    pair = side_by_side(timed(blocks), timed(ours), rounds=3)
    tell(Line(axis="health of 10,000 sessions x 500 in one call", against="numpy, blocks", pair=pair, at_most=2.0))


def _columns(samples: Samples) -> tuple[Any, Any]:
    """Charge and energy as numpy sees them."""
    return np.array(samples.soc_percent), np.array(samples.energy_kwh)
