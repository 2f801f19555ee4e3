"""The README's table "Where to add things" is true: each thing is added in a copy of the program by touching what the
table names and nothing else, and then works. By ``--long`` only."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

_SCREEN = '''"""Hours: when the dealership is open."""

from PySide6.QtWidgets import QVBoxLayout

from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.hours import sentence


class HoursScreen(Screen):
    """Says when."""

    def __init__(self, _context: ScreenContext) -> None:
        super().__init__()
        QVBoxLayout(self).addWidget(label(Role.TITLE, sentence()))
'''
_VIEWMODEL = '''"""When the dealership is open, in words."""


def sentence() -> str:
    """For the screen."""
    return "Open from nine to six."
'''
_FACTORY = """def _hours(context: ScreenContext) -> Screen:
    from celliq_desktop.ui.screens.hours import HoursScreen

    return HoursScreen(context)


SCREENS: """
_SECTION = '''"""A wish to the buyer."""

from celliq_desktop.reports.page import Page
from celliq_desktop.reports.styles import MARGIN, NOTE


def draw(page: Page) -> None:
    """On a page of its own."""
    page.sheet.words(MARGIN, 60.0, "We wish you a good drive.", NOTE)
'''
_CLIENT = '''"""Voltbook: charging logs that a driver keeps."""

from celliq_desktop.clients.transport import Call, Transport


class VoltbookClient:
    """One account."""

    def __init__(self, transport: Transport, token: str) -> None:
        self._transport = transport
        self._token = token

    def try_token(self) -> None:
        """One harmless request."""
        self._transport.read(Call(method="GET", path="/me", token=self._token))
'''
_TRY = """def _try_voltbook(url: str, token: str, _user: str | None, clock: Clock) -> None:
    from celliq_desktop.clients.transport import Transport
    from celliq_desktop.clients.voltbook import VoltbookClient

    VoltbookClient(Transport(url, "Voltbook", clock, pause), token).try_token()


EV_ENERGY, CARIQA, STRIPE = """
_COLUMN = """    Column(
        key="make",
        title="Make",
        tip="Who made the car",
        kind=CellKind.TEXT,
        width=10,
        cell=lambda row, _at: Cell(row.make),
        sort=lambda row: row.make,
    ),
    Column(
        key="year",
"""

_SEE_SCREEN = """
import tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.support.hands import Hands
from tests.support.window import open_window
app = QApplication([])
with tempfile.TemporaryDirectory() as folder:
    one = open_window(app, Path(folder))
    one.window.entry.explore()
    one.window.desk.open_screen("hours")
    one.window.frame.rail.repaint()
    print(Hands(one.window).words())
    one.window.close()
"""
_SEE_COLUMN = """
from tests.support.session_models import session
model = session().models.fleet
model.load()
from celliq_desktop.viewmodels.fleet.columns import COLUMNS
column = next(one for one in COLUMNS if one.key == "make")
print(column.title, column.cell(model.index.snapshot.rows[0], None).text)
"""
_SEE_SECTION = """
import io, pypdf
from celliq_desktop.reports.pdf import render
from tests.reports.contents import content
print(pypdf.PdfReader(io.BytesIO(render(content()))).pages[4].extract_text())
"""
_SEE_PROVIDER = """
from celliq_desktop.app.clock import SystemClock
from celliq_desktop.app.providers import KeptProviders
from celliq_desktop.vault.memory import MemoryStore
from tests.support.servers import Reply, ScriptedServer
server = ScriptedServer(lambda request: Reply(body={"name": request.token}))
store = MemoryStore()
with server.running():
    kept = KeptProviders("me", {"voltbook": server.url}, lambda: store, SystemClock())
    kept.try_token("voltbook", "a token", None)
print(kept.title("voltbook"), server.paths())
"""


class Scratch:
    """A copy of the program in which somebody adds things."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in (PACKAGE, "tests", "packaging", "resources"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"):
            shutil.copy(ROOT / name, folder)
        self.touched: set[str] = set()

    def add(self, path: str, text: str) -> None:
        """A new file."""
        self.touched.add(path)
        (self.folder / PACKAGE / path).write_text(text, encoding="utf-8")

    def change(self, path: str, before: str, after: str) -> None:
        """One place of a file that is there."""
        self.touched.add(path)
        file = self.folder / PACKAGE / path
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1, (path, before)
        file.write_text(text.replace(before, after), encoding="utf-8")

    def runs(self, *words: str) -> str:
        """What Python prints there."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, *words], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _promised(task: str) -> str:
    """What the README says a task touches."""
    match = re.search(rf"^\| {task} \| (.+) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert match is not None, task
    return match.group(1)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return Scratch(tmp_path_factory.mktemp("scratch"))


def test_a_column_a_section_a_provider_and_a_screen_are_added_where_the_readme_says(scratch: Scratch) -> None:
    assert "viewmodels/fleet/columns.py" in _promised("a fleet column")
    scratch.change("viewmodels/fleet/columns.py", '    Column(\n        key="year",\n', _COLUMN)
    assert scratch.runs("-c", _SEE_COLUMN).startswith("Make ")

    promise = _promised("a report section")
    assert "reports/sections/<name>.py" in promise
    assert "`SECTIONS`" in promise
    scratch.add("reports/sections/wish.py", _SECTION)
    scratch.change("reports/sections/registry.py", "    warranty,\n)", "    warranty,\n    wish,\n)")
    line = '    Section("proof", 3, proof.draw),\n'
    scratch.change("reports/sections/registry.py", line, f'{line}    Section("wish", 4, wish.draw),\n')
    assert "We wish you a good drive." in scratch.runs("-c", _SEE_SECTION)

    promise = _promised("a remote service")
    assert "clients/<name>.py" in promise
    assert "app/providers.py" in promise
    scratch.add("clients/voltbook.py", _CLIENT)
    scratch.change("app/providers.py", "EV_ENERGY, CARIQA, STRIPE = ", _TRY)
    line = '    ProviderSpec(STRIPE, "Stripe", "https://api.stripe.com", _try_stripe),\n'
    entry = '    ProviderSpec("voltbook", "Voltbook", "https://api.voltbook.example", _try_voltbook),\n'
    scratch.change("app/providers.py", line, line + entry)
    assert scratch.runs("-c", _SEE_PROVIDER).strip() == "Voltbook ['GET /me']"

    promise = _promised("a screen")
    assert "viewmodels/<noun>.py" in promise
    assert "`SCREENS`" in promise
    scratch.add("viewmodels/hours.py", _VIEWMODEL)
    scratch.add("ui/screens/hours.py", _SCREEN)
    scratch.change("ui/screens/registry.py", "SCREENS: ", _FACTORY)
    line = '    ScreenSpec(key="activity"'
    entry = '    ScreenSpec(key="hours", title="Hours", icon=Glyph.CLOCK, make=_hours),\n'
    scratch.change("ui/screens/registry.py", line, entry + line)
    words = scratch.runs("-c", _SEE_SCREEN)
    assert "Open from nine to six." in words
    assert "Hours" in words, "and it stands in the rail"

    assert scratch.touched == {
        "viewmodels/fleet/columns.py",
        *("reports/sections/wish.py", "reports/sections/registry.py"),
        *("clients/voltbook.py", "app/providers.py"),
        *("viewmodels/hours.py", "ui/screens/hours.py", "ui/screens/registry.py"),
    }
    house = ("tests/house/test_registries.py", "tests/house/test_rooms.py", "tests/house/test_plain_text.py")
    scratch.runs("-m", "pytest", "-q", "-p", "no:cacheprovider", *house)
    scratch.runs("-m", "mypy", *(f"{PACKAGE}/{path}" for path in sorted(scratch.touched)))
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=scratch.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
