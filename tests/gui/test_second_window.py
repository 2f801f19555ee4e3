"""Two windows on one profile: the second brings the first to the front and ends (P11)."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from celliq_desktop.app.clock import SystemClock
from celliq_desktop.app.doorbell import Doorbell, ring
from celliq_desktop.app.profile_lock import ProfileLock

_PROGRAM = (sys.executable, "-m", "celliq_desktop")
_RING = """
import sys
from pathlib import Path
from celliq_desktop.app.doorbell import ring
sys.exit(0 if ring(Path(sys.argv[1])) else 1)
"""
_LONGEST_MS = 60_000


def _answered(qtbot: QtBot, command: list[str]) -> int:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=_LONGEST_MS)
        return process.returncode


@pytest.mark.usefixtures("qapp")
def test_the_second_window_raises_the_first_and_ends_well(tmp_path: Path, qtbot: QtBot) -> None:
    raised: list[Path | None] = []
    bell = Doorbell(tmp_path, raised.append)
    with ProfileLock(tmp_path / "lock", SystemClock()):
        code = _answered(qtbot, [*_PROGRAM, "--profile", str(tmp_path)])
        again = _answered(qtbot, [*_PROGRAM, "--profile", str(tmp_path), "a folder/Bericht für Zoé.pdf"])
    bell.close()
    assert (code, again, raised) == (0, 0, [None, Path("a folder/Bericht für Zoé.pdf").absolute()])


@pytest.mark.usefixtures("qapp")
def test_a_bell_nobody_answers_is_no_window(tmp_path: Path) -> None:
    assert not ring(tmp_path)
    bell = Doorbell(tmp_path, lambda _file: None)
    bell.close()
    assert not ring(tmp_path)


@pytest.mark.usefixtures("qapp")
def test_another_profile_has_another_bell(tmp_path: Path) -> None:
    bell = Doorbell(tmp_path / "one", lambda _file: None)
    assert not ring(tmp_path / "two")
    bell.close()


@pytest.mark.usefixtures("qapp")
def test_the_bell_of_a_window_that_was_killed_is_taken_over(tmp_path: Path, qtbot: QtBot) -> None:
    first = Doorbell(tmp_path, lambda _file: None)
    raised: list[bool] = []
    second = Doorbell(tmp_path, lambda _file: raised.append(True))
    code = _answered(qtbot, [sys.executable, "-c", _RING, str(tmp_path)])
    first.close()
    second.close()
    assert (code, raised) == (0, [True])
