"""From the start of the process to the shown window, against a window of PySide6 with nothing in it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from celliq_desktop.app.options import Options, open_secrets
from celliq_desktop.app.paths import account_hash
from celliq_desktop.app.wiring import Wiring
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.mirror import vehicles
from celliq_desktop.vault.tokens import StoredTokens
from tests.support.mirrors import ACCOUNT, car
from tests.support.ratios import Line, side_by_side

pytestmark = pytest.mark.timeout(300)

_CARS = 10_000
_PASSPHRASE = "correct horse"
_NOBODY = "http://127.0.0.1:9/api"
"""A server that is not there: the desk opens without it, and the sync it begins ends at once."""
_ROOT = Path(__file__).parents[2]

_BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, shown)

def shown():
    print(time.monotonic() - float(sys.argv[1]))
    app.quit()

app = QApplication(sys.argv[:1])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

# The program's own way, with two observers: of the first paint, and of the fleet standing there
_OURS = """
import json, sys, time
from celliq_desktop.app import window as entrance
from celliq_desktop.app.main import main

found = {}
NEVER = ("sqlalchemy", "sqlcipher3", "reportlab", "pyhanko", "httpx", "pyqtgraph")
DEAR = ("structlog", "rich", "asyncio", "babel", "numpy", "cryptography", "logging", "tempfile")

class Watched(entrance.OpenWindow):
    def __init__(self, *given, **known):
        from PySide6.QtCore import Qt, QTimer
        super().__init__(*given, **known)
        self.window.first_painted.connect(self.imported)
        self.window.first_painted.connect(self.painted, Qt.ConnectionType.QueuedConnection)
        self.timer = QTimer(self.window, interval=2)
        self.timer.timeout.connect(self.look)

    def imported(self):
        found["never"] = [name for name in NEVER if name in sys.modules]
        found["dear"] = [name for name in DEAR if name in sys.modules]

    def painted(self):
        found["painted"] = time.monotonic() - float(sys.argv[1])
        self.timer.start()

    def look(self):
        desk = self.window.desk
        if desk is not None and desk.models.fleet.state.total:
            self.timer.stop()
            self.window.repaint()
            found["fleet"] = time.monotonic() - float(sys.argv[1])
            found["cars"] = desk.models.fleet.state.total
            self.window.close()

entrance.OpenWindow = Watched
code = main(["--profile", sys.argv[2]])
print(json.dumps(found))
sys.exit(code)
"""


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile on which somebody is signed in, with ten thousand cars in the mirror."""
    monkeypatch.setenv("CELLIQ_VAULT_PASSPHRASE", _PASSPHRASE)
    root = tmp_path / "profile"
    options = Options(profile=root, default_api_url=_NOBODY, passphrase=lambda: _PASSPHRASE, passphrase_given=True)
    account = replace(ACCOUNT, api_url=_NOBODY)
    wiring = Wiring(options)
    try:
        wiring.take_profile()
        wiring.who.remember(account)
        store = open_secrets(options, wiring.paths, wiring.files)
        StoredTokens(store, f"refresh:{account_hash(account)}").save(Tokens(access="", refresh="kept from last time"))
        with wiring.desk().mirror.write() as session:
            for first in range(0, _CARS, 500):
                vehicles.upsert(session, [car(first + number) for number in range(500)], 1)
    finally:
        wiring.close()
    return root


def test_the_window_is_shown(profile: Path, tell: Callable[[Line], None], remark: Callable[[str], None]) -> None:
    found_modules: dict[str, list[str]] = {}
    fleet: list[float] = []

    def bare() -> float:
        return float(_child(_BARE)) * 1_000

    def ours() -> float:
        found = json.loads(_child(_OURS, str(profile)))
        assert found["cars"] == _CARS
        found_modules.update(never=found["never"], dear=found["dear"])
        fleet.append(found["fleet"] * 1_000)
        return float(found["painted"]) * 1_000

    pair = side_by_side(bare, ours, rounds=9)
    tell(Line(axis="start to shown window", against="bare PySide6 window", pair=pair, at_most=1.5))
    pair = side_by_side(bare, lambda: ours() and fleet[-1], rounds=5, warm_up=False)
    tell(Line(axis="start to fleet of 10,000 shown", against="bare PySide6 window", pair=pair))
    remark(f"imported before the first paint, and must not be: {', '.join(found_modules['never']) or 'nothing'}")
    remark(f"imported before the first paint, and not cheap: {', '.join(found_modules['dear']) or 'nothing'}")


def _child(program: str, *arguments: str) -> str:
    """What a fresh process prints, told when it was started; compiled modules are kept as they are for a person."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", program, repr(monotonic()), *arguments]
    done = subprocess.run(command, cwd=_ROOT, env=surroundings, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
