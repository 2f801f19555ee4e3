"""The guards of ``tests/conftest.py`` guard: each misdeed below fails, in one pytest run of their own."""

import re
import subprocess
import sys

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.xdist_group("guards")

_MISDEEDS = """
import logging, socket, threading, warnings
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget
import pytest

KEPT = []

def test_speaks_to_the_outside_and_swallows_the_error():
    try:
        with socket.socket() as s:
            s.connect(("192.0.2.1", 9))
    except OSError:
        pass

def test_listens_to_everybody():
    with socket.socket() as s:
        s.bind(("0.0.0.0", 0))

def test_looks_up_a_name():
    socket.getaddrinfo("celliq.example", 443)

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, args=(9,), name="lost", daemon=True).start()

def test_logs_something_odd():
    logging.getLogger("x").warning("odd")

@pytest.mark.expects_log("odd")
def test_announces_a_record_that_never_comes():
    pass

def test_leaves_a_window(qapp):
    KEPT.append(QWidget())

def test_leaves_a_timer(qapp):
    KEPT.append(QTimer())
    KEPT[-1].start(10_000)

def test_makes_qt_warn(qapp):
    qWarning("odd")

def test_warns():
    warnings.warn("odd")

@pytest.mark.long
def test_takes_minutes():
    assert False

def test_is_honest(qapp, qtbot, caplog):
    qtbot.addWidget(QWidget())
    thread = threading.Thread(target=print)
    thread.start()
    socket.create_server(("127.0.0.1", 0)).close()
    logging.getLogger("x").info("fine")
"""
_SAID = {
    "test_speaks_to_the_outside_and_swallows_the_error": "tried to reach the outside: socket.connect 192.0.2.1",
    "test_listens_to_everybody": "tests stay on loopback: socket.bind '0.0.0.0' refused",
    "test_looks_up_a_name": "tests stay on loopback: socket.getaddrinfo 'celliq.example' refused",
    "test_leaves_a_thread": "threads left running: lost",
    "test_logs_something_odd": "WARNING x: odd",
    "test_announces_a_record_that_never_comes": "expected log records that never came",
    "test_leaves_a_window": "windows left open: QWidget",
    "test_leaves_a_timer": "a QTimer was left running",
    "test_makes_qt_warn": "Qt messages with level WARNING or above",
    "test_warns": "UserWarning: odd",
}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Test name -> what pytest printed about it; the honest and the deselected ones do not appear."""
    folder = tmp_path_factory.mktemp("misdeeds")
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    (folder / "test_it.py").write_text(_MISDEEDS)
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    quiet = ["-p", "no:cacheprovider", "-p", "no:schemathesis", "-p", "no:randomly", str(folder)]
    said = subprocess.run([*command, *quiet], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    parts = re.split(
        r"^_+ (?:ERROR at \w+ of )?(test_\w+) _+$", said.partition("short test summary")[0], flags=re.MULTILINE
    )
    found: dict[str, str] = {}
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        found[name] = found.get(name, "") + text
    return found


@pytest.mark.parametrize(("misdeed", "said"), _SAID.items(), ids=_SAID.keys())
def test_a_misdeed_fails(complaints: dict[str, str], misdeed: str, said: str) -> None:
    assert said in complaints.get(misdeed, "nothing")


def test_honest_work_passes_and_long_work_waits_to_be_asked_for(complaints: dict[str, str]) -> None:
    assert set(complaints) == set(_SAID)
