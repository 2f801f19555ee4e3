"""A working day in the window: eight hours of syncs over a real mirror, compressed by the clock; no memory is lost."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.shell import MainWindow, remembered_theme
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.workbench import Workbench
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import reading
from tests.support.clocks import FakeClock
from tests.support.desks import filled, make_desk
from tests.support.mirrors import copied, make_template, opened
from tests.support.window import FakeSessions, HoldingRunner

_CARS, _CHANGED, _MINUTES = 60, 5, 8 * 60
_EVERY_MIN = 4
_MAY_GROW_MB = 3.0
"""Between the second quarter of the day and the last."""


@pytest.fixture
def clock() -> FakeClock:
    """The day's."""
    return FakeClock()


@pytest.fixture
def celliq(clock: FakeClock) -> FakeCellIq:
    """A dealer's cars with some readings each."""
    server = FakeCellIq(clock)
    filled(server, _CARS, readings_each=5)
    return server


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, clock: FakeClock, celliq: FakeCellIq) -> Iterator[MainWindow]:
    """The window of a desk with real use cases; jobs run at once."""
    mirror = opened(copied(make_template(tmp_path), tmp_path), clock=clock)
    runner = HoldingRunner(clock)
    preferences = Preferences(tmp_path / "window.ini")
    theme = remembered_theme(qapp, preferences)
    bench = Workbench(make_desk(mirror, celliq, clock), runner, Hub(), lambda: "{}")
    made = MainWindow(FakeSessions(bench), runner, Formats(), preferences, theme, syncs_itself=False)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    theme.deleteLater()
    mirror.close()


@pytest.mark.long
@pytest.mark.timeout(1_800)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_memory_stays_flat_over_a_day(window: MainWindow, celliq: FakeCellIq, clock: FakeClock) -> None:
    """Every four minutes cars report, are searched and sorted, and their ages are worded anew."""
    window.entry.explore()
    assert window.desk is not None
    models, dice, megabytes = window.desk.models, Random(1), []
    for minute in range(0, _MINUTES, _EVERY_MIN):
        clock.advance(_EVERY_MIN * 60)
        for number in dice.sample(range(1, _CARS + 1), _CHANGED):
            car_id = VehicleId(f"veh_{number}")
            celliq.telemetry[car_id] = [reading(100 + minute / 60)]  # what was fetched is not the desk's to keep
            count = (celliq.cars[car_id].readings_count or 0) + 1
            celliq.change(car_id, readings_count=count, last_sync_at=clock.now())
        models.sync.start()
        query = models.fleet.state.query
        models.fleet.ask(
            query.saying(dice.choice(("", "id", "volks"))).sorted_by(dice.choice(("soh", "vin")), descending=True)
        )
        models.tick()
        QApplication.processEvents()
        QApplication.sendPostedEvents(
            None, QEvent.Type.DeferredDelete.value
        )  # what a running event loop does by itself
        gc.collect()
        megabytes.append(_resident_mb())
    quarter = len(megabytes) // 4
    grown = median(megabytes[-quarter:]) - median(megabytes[quarter : 2 * quarter])
    assert models.fleet.state.total == _CARS
    assert grown < _MAY_GROW_MB, f"{grown:.1f} MB more: {[round(one) for one in megabytes[::10]]}"


def _resident_mb() -> float:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6
