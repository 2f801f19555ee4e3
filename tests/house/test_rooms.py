"""What a room may name, beyond its imports of other rooms (those are contracts in ``pyproject.toml``)."""

import ast
import sys
import tomllib
from collections.abc import Callable

import pytest

from tests.house.source import PACKAGE, ROOMS, ROOT, Module, modules, product_modules

_QT = {"PySide6", "shiboken6", "pyqtgraph", "qtawesome"}
_OWN_THREADS = {
    *("Thread", "Timer", "ThreadPoolExecutor", "QThread", "QThreadPool", "QRunnable", "QTimer", "QBasicTimer"),
    *("startTimer", "start_new_thread"),
}
_READS_THE_TIME = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.monotonic"),
    *("time.perf_counter", "time.localtime", "time.gmtime", "QDateTime.currentDateTime", "QDate.currentDate"),
    *("QDateTime.currentDateTimeUtc", "QTime.currentTime"),
}
_WAITS_BLINDLY = {"time.sleep", "asyncio.sleep", "qtbot.wait", "QTest.qWait", "QThread.sleep", "QThread.msleep"}


def _mentions(module: Module, wanted: set[str]) -> list[str]:
    """Places that name one of ``wanted``: ``Timer`` also as ``threading.Timer``, ``time.time`` only as written."""
    found = [
        f"{module.path}:{line} {name}"
        for name, line in module.names()
        if name in wanted or name.rpartition(".")[2] in wanted or ".".join(name.split(".")[-2:]) in wanted
    ]
    imported = [f"{module.path}:{line} {name}" for name, line in module.imports() if _tail(name) & wanted]
    return found + imported


def _tail(name: str) -> set[str]:
    parts = name.split(".")
    return {parts[-1], ".".join(parts[-2:])}


def _third_party(module: Module) -> set[str]:
    tops = {name.partition(".")[0] for name, _ in module.imports()}
    return tops - sys.stdlib_module_names - {PACKAGE, "tests"}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_in_one_line_what_it_is_for(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((ROOT / PACKAGE / room / "__init__.py").read_text(encoding="utf-8")))
    assert docstring
    assert len(docstring.splitlines()) == 1


def test_every_module_says_what_it_is_for() -> None:
    silent = [module.path for module in modules() if module.text.strip() and not ast.get_docstring(module.tree)]
    assert not silent


def test_rooms_are_empty_at_the_door() -> None:
    """A room's ``__init__`` is its sign, not a second way in: importing a room has no side effects."""
    doors = [module for module in product_modules() if module.path == f"{PACKAGE}/{module.room}/__init__.py"]
    assert not [door.path for door in doors if len(door.tree.body) > 1]


def test_domain_knows_the_standard_library_only() -> None:
    guests = {module.path: _third_party(module) for module in product_modules() if module.room == "domain"}
    assert not {path: names for path, names in guests.items() if names}


def test_qt_stays_in_ui_and_app() -> None:
    guests = [
        module.path for module in product_modules() if module.room not in ("ui", "app") and _third_party(module) & _QT
    ]
    assert not guests


def test_every_library_has_its_room() -> None:
    """A library that no import contract names could be used anywhere: declare where it belongs."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    housed = {name for contract in contracts for name in contract.get("forbidden_modules", ())}
    homeless = {name: module.path for module in product_modules() for name in _third_party(module) - housed}
    assert not homeless


def _jobs_bridge_or_sandbox(module: Module) -> bool:
    return module.room in ("jobs", "sandbox") or module.path.startswith(f"{PACKAGE}/ui/bridge/")


def _owns_a_clock(module: Module) -> bool:
    """The clock adapters, and the one file whose timeouts the operating system counts in real time."""
    return module.path in {f"{PACKAGE}/{name}" for name in ("app/clock.py", "sandbox/clock.py", "clients/deadline.py")}


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [
        pytest.param(_OWN_THREADS, _jobs_bridge_or_sandbox, id="one way off the screen thread: a job on a lane"),
        pytest.param(_READS_THE_TIME, _owns_a_clock, id="the time comes from the injected clock"),
        pytest.param(_WAITS_BLINDLY, lambda _module: False, id="nobody sleeps in the hope that something is done"),
    ],
)
def test_the_product_goes_the_one_way(wanted: set[str], allowed: Callable[[Module], bool]) -> None:
    places = [place for module in product_modules() if not allowed(module) for place in _mentions(module, wanted)]
    assert not places


def test_tests_wait_for_something_and_use_fakes() -> None:
    tests = [module for module in modules() if module.path.startswith("tests/") and "/house/" not in module.path]
    sleeping = [place for module in tests for place in _mentions(module, _WAITS_BLINDLY)]
    mocking = [module.path for module in tests for name, _ in module.imports() if name.startswith("unittest.mock")]
    assert not sleeping
    assert not mocking


def test_the_look_through_a_module_sees_hidden_uses() -> None:
    text = "def f():\n    from threading import Thread\n    import time as t\n    return datetime.datetime.now\n"
    module = Module("x.py", text, ast.parse(text))
    assert _mentions(module, _OWN_THREADS) == ["x.py:2 threading.Thread"]
    assert _mentions(module, _READS_THE_TIME) == ["x.py:4 datetime.datetime.now"]
