"""A report that is opened with this program from outside lands on Verify, as soon as somebody is signed in."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from celliq_desktop import __version__
from celliq_desktop.app import window as entrance
from celliq_desktop.app.cli.options import Everywhere
from celliq_desktop.app.main import main
from celliq_desktop.app.opened_files import OpenedFiles
from celliq_desktop.ui.screens.verify.screen import VerifyScreen
from tests.gui.conftest import Open

# In a process of its own, because there is one application a process and pytest-qt has made another
_EVENT = """
import sys
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from celliq_desktop.app.opened_files import Application
app = Application(sys.argv[:1])
app.file_asked.connect(print)
QCoreApplication.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(sys.argv[1])))
"""


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that the Verify screen was given."""
    files: list[Path] = []

    def note(_screen: VerifyScreen, paths: Sequence[Path]) -> None:
        files.extend(paths)

    monkeypatch.setattr(VerifyScreen, "check", note)
    return files


def test_a_file_waits_for_the_sign_in_and_is_then_verified(
    opened: Open, qapp: QApplication, checked: list[Path], tmp_path: Path
) -> None:
    one = opened()
    files = OpenedFiles(qapp, one.window)
    files.want(tmp_path / "report.pdf")
    assert checked == []
    one.window.entry.explore()
    assert one.window.desk is not None
    assert one.window.desk.current == "verify"
    assert checked == [tmp_path / "report.pdf"]
    files.want(tmp_path / "another.pdf")
    assert checked == [tmp_path / "report.pdf", tmp_path / "another.pdf"]
    files.close()


def test_a_word_that_is_a_pdf_opens_the_window_and_every_other_is_a_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Path | None] = []

    def note(_everywhere: Everywhere, file: Path | None = None) -> int:
        asked.append(file)
        return 0

    monkeypatch.setattr(entrance, "open_window", note)
    assert main(["Bericht.PDF"]) == 0
    assert main([]) == 0
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"CellIQ Desktop {__version__}\n"
    assert main(["frobnicate"]) == 2
    assert asked == [Path("Bericht.PDF"), None]


def test_the_system_may_ask_by_an_event(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _EVENT, str(tmp_path / "report.pdf")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(tmp_path / "report.pdf")
