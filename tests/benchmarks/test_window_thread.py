"""A hundred thousand cars in the real window over the real mirror, its jobs on real threads: however much is done, the
window's thread comes round. With ``--long`` there are ten million readings; the file is made once and kept."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from celliq_desktop.app.sessions import import_first_screen
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import Reading
from celliq_desktop.jobs.thread_runner import ThreadRunner
from celliq_desktop.mirror import due
from celliq_desktop.mirror.due import Work
from celliq_desktop.ui.bridge.dispatcher import QtDispatcher
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from celliq_desktop.ui.shell import MainWindow, remembered_theme
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.workbench import Workbench
from tests.support.big_fleets import BigFleet, make_big, open_big
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import MemoryFiles
from tests.support.gaps import Gaps, run_until, watched
from tests.support.jobs import no_bug
from tests.support.ratios import Line, told
from tests.support.window import FakeSessions

pytestmark = pytest.mark.timeout(3_600)

_CARS, _FEW, _MANY = 100_000, 20, 100
_CHANGED, _RECOMPUTED = 100, 500
_AT_MOST_MS = 100.0
_SWITCH_S = 0.0005
"""As ``app/window.py`` sets it."""
Tell = Callable[[Line], None]


@pytest.fixture(scope="module")
def fleet(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BigFleet]:
    """The mirror, made once for all runs where pytest keeps a cache, and used as a copy."""
    readings_each = _MANY if pytestconfig.getoption("--long") else _FEW
    folder = tmp_path_factory.mktemp("big")
    kept = _kept(pytestconfig, folder, readings_each)
    copy = Path(shutil.copyfile(kept, folder / "used.db"))
    clock = FakeClock()
    opened = open_big(copy, _CARS, FakeCellIq(clock), clock)
    yield opened
    opened.desk.mirror.close()


def _kept(config: pytest.Config, folder: Path, readings_each: int) -> Path:
    steps = Path(due.__file__).parent / "migrations" / "versions"
    schema = max(step.name for step in steps.glob("[0-9]*.py")).partition("_")[0]
    if not hasattr(config, "cache"):  # -p no:cacheprovider
        return make_big(folder, _CARS, readings_each=readings_each)
    kept = config.cache.mkdir("big-mirrors") / f"{_CARS}x{readings_each}-{schema}.db"
    if not kept.exists():
        made = make_big(folder, _CARS, readings_each=readings_each)
        part = kept.with_suffix(".part")
        shutil.move(made, part)
        part.replace(kept)
    return kept


class _Sessions(FakeSessions):
    """Opens a desk as the program does."""

    def explore_sample(self) -> Workbench:
        """On a worker."""
        import_first_screen()
        return super().explore_sample()


class _Runner(ThreadRunner):
    """Says whether anything is on its way."""

    @property
    def at_rest(self) -> bool:
        """No job waits or runs."""
        return not self._active


@dataclass(frozen=True, slots=True)
class _Open:
    """The window over the fleet, and its jobs."""

    window: MainWindow
    runner: _Runner

    @property
    def screen(self) -> FleetScreen:
        """The fleet."""
        assert self.window.desk is not None
        assert isinstance(self.window.desk.screen, FleetScreen)
        return self.window.desk.screen

    def until_at_rest(self) -> None:
        """Every job ended, and what it found is shown."""
        run_until(lambda: self.runner.at_rest)
        QApplication.processEvents()


@pytest.fixture
def opened(qapp: QApplication, fleet: BigFleet, tmp_path: Path) -> Iterator[_Open]:
    """The program's own switch interval, runner and use cases; nobody is signed in yet."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    runner = _Runner(QtDispatcher(qapp), fleet.clock, no_bug)
    preferences = Preferences(tmp_path / "window.ini")
    theme = remembered_theme(qapp, preferences)
    bench = Workbench(fleet.desk, runner, Hub(), lambda: "{}")
    window = MainWindow(_Sessions(bench), runner, Formats(), preferences, theme, syncs_itself=False)
    window.show()
    yield _Open(window, runner)
    window.close()
    runner.shutdown()
    window.deleteLater()
    theme.deleteLater()
    sys.setswitchinterval(before)


def test_the_windows_thread_comes_round(
    opened: _Open, fleet: BigFleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    """Opened, searched, sorted, scrolled, synced, estimated anew, written as a table: one after the other."""

    def did(what: str, act: Callable[[], None]) -> None:
        with watched() as gaps:
            act()
            opened.until_at_rest()
        _tell(tell, what, gaps)

    did("opened", opened.window.entry.explore)
    assert len(opened.screen.table.rows) == _CARS
    field = opened.screen.toolbar.search
    did("searched", lambda: _in_turn([partial(field.setText, text) for text in ("e", "le", "lea", "leaf", "")]))
    did("sorted", lambda: _in_turn([partial(opened.screen.table.sorting.emit, key) for key in ("soh", "vin", "age")]))
    bar = opened.screen.table.verticalScrollBar()
    did("scrolled", lambda: _in_turn([partial(bar.setValue, bar.maximum() * at // 60) for at in range(60)]))
    assert opened.window.desk is not None
    sync = opened.window.desk.models.sync
    _drive(fleet)
    did("synced, 100 changed", sync.start)
    with fleet.desk.mirror.write() as session:
        due.mark(session, Work.ESTIMATE, [f"veh_{number}" for number in range(1, _RECOMPUTED + 1)])
        session.connection().exec_driver_sql(
            "UPDATE estimates SET basis = '' WHERE vehicle_id IN (SELECT vehicle_id FROM due)"
        )
    did(f"estimated anew, {_RECOMPUTED}", sync.start)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "cars"), "CSV (*.csv)"))
    did("written as a table", opened.screen.toolbar.export.click)
    assert isinstance(fleet.desk.files, MemoryFiles)
    assert fleet.desk.files.written[tmp_path / "cars.csv"].count(b"\n") > _CARS


def _in_turn(acts: list[Callable[[], None]]) -> None:
    """Each in a round of its own, as a person would."""
    for act in acts:
        QTimer.singleShot(0, act)
        QApplication.processEvents()
        QApplication.processEvents()


def _drive(fleet: BigFleet) -> None:
    fleet.clock.advance(3_600)
    for number in range(1, _CHANGED + 1):
        car_id = VehicleId(f"veh_{number}")
        fleet.celliq.telemetry[car_id] = [Reading(time_s=fleet.clock.now().timestamp(), soc_percent=50.0)]
        count = (fleet.celliq.cars[car_id].readings_count or 0) + 1
        fleet.celliq.change(car_id, readings_count=count, last_sync_at=fleet.clock.now())


def _tell(tell: Tell, what: str, gaps: Gaps) -> None:
    note = f"{gaps.most_work:.0f} ms of it the thread's own work"
    tell(
        Line(
            axis=f"window's thread, {what}", against="100 ms", pair=told(_AT_MOST_MS, gaps.worst), at_most=1, note=note
        )
    )
