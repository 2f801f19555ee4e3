"""A fleet of a hundred thousand cars in a fresh process: its first paint, and the memory it takes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.ratios import Line, side_by_side, told

pytestmark = pytest.mark.timeout(600)

_CARS = 100_000
_ROOT = Path(__file__).parents[2]

_MEMORY = """
import gc, os, pathlib
from PySide6.QtWidgets import QApplication
from celliq_desktop.ui.screens.fleet.table import FleetTable
from celliq_desktop.viewmodels.fleet.cells import Moment
from celliq_desktop.viewmodels.fleet.index import FleetIndex
from celliq_desktop.viewmodels.fleet.query import FleetQuery
from celliq_desktop.viewmodels.formats import Formats
from tests.support.fleet_rows import NOW, fleet

def resident():
    pages = pathlib.Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6

app = QApplication([])
moment = Moment(Formats(), NOW)

def shown(snapshot):
    table = FleetTable(moment)
    table.take(FleetQuery().of(FleetIndex(snapshot, NOW)), moment)
    table.resize(1280, 800)
    table.show()
    app.processEvents()
    return table

few = shown(fleet(100))
snapshot = fleet(100_000)
gc.collect()
before = resident()
table = shown(snapshot)
print(resident() - before)
"""

# From the application standing there, themed, to its first window painted; a fleet's words are loaded with the fleet
_FIRST_PAINT = """
import pathlib, sys, tempfile, time
from PySide6.QtWidgets import QApplication, QWidget
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.fleet.table import FleetTable
from celliq_desktop.ui.shell import remembered_theme
from celliq_desktop.viewmodels.fleet.cells import Moment
from celliq_desktop.viewmodels.fleet.index import FleetIndex
from celliq_desktop.viewmodels.fleet.query import FleetQuery
from celliq_desktop.viewmodels.formats import Formats
from tests.support.fleet_rows import NOW, fleet

cars = int(sys.argv[1])
snapshot = fleet(cars)
moment = Moment(Formats().warm(), NOW)
app = QApplication([])
theme = remembered_theme(app, Preferences(pathlib.Path(tempfile.mkdtemp(), "window.ini")))
start = time.perf_counter()
if cars:
    window = FleetTable(moment)
    window.take(FleetQuery().of(FleetIndex(snapshot, NOW)), moment)
else:
    window = QWidget()
window.resize(1280, 800)
window.show()
app.sendPostedEvents()
app.processEvents()
print((time.perf_counter() - start) * 1_000)
"""
Tell = Callable[[Line], None]


def test_the_first_rows_are_painted(tell: Tell) -> None:
    """In a fresh process on a screen (a virtual one, where there is one to be had), because the first window of a
    process is dearer than the next."""
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"] if shutil.which("xvfb-run") else []
    surroundings = os.environ | ({"QT_QPA_PLATFORM": "xcb"} if screen else {})

    def painted(cars: int) -> Callable[[], float]:
        command = [*screen, sys.executable, "-c", _FIRST_PAINT, str(cars)]

        def child() -> float:
            done = subprocess.run(
                command, cwd=_ROOT, env=surroundings, capture_output=True, text=True, timeout=120, check=True
            )
            return float(done.stdout)

        return child

    pair = side_by_side(painted(0), painted(_CARS))
    tell(Line(axis="fleet: first paint of 100,000", against="empty window", pair=pair, at_most=10))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_the_memory_it_takes(tell: Tell) -> None:
    command = [sys.executable, "-c", _MEMORY]
    grown = float(subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=120, check=True).stdout)
    allowed = told(25.0, grown)
    tell(Line(axis="fleet: memory beside the rows", against="what is allowed", pair=allowed, at_most=1, unit="MB"))
