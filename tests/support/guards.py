"""What must never happen while tests run: a word with the world outside, and things left behind."""

import gc
import ipaddress
import logging
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE_S = 2.0


class NetworkGuard:
    """Refuses every address but loopback, and remembers it: the code under test may swallow the error."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def install(self) -> None:
        """Listen to the interpreter's audit events for the rest of the process (they cannot be unlistened)."""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
            self._judge(event, arguments[1])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"):
            self._judge(event, (arguments[0],))

    def _judge(self, event: str, address: object) -> None:
        # Unix sockets and the like have no tuple; they do not leave the machine
        if isinstance(address, tuple) and address and not _is_loopback(address[0]):
            self.refused.append(f"{event} {address[0]}")
            raise PermissionError(f"tests stay on loopback: {event} {address[0]!r} refused")


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


@contextmanager
def no_thread_left() -> Iterator[None]:
    """Fail when a thread that started inside is still alive ``_PATIENCE_S`` after it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _PATIENCE_S
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"threads left running: {', '.join(names)}"


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def only_expected_logs(expected: tuple[str, ...]) -> Iterator[None]:
    """Fail on a record of WARNING or worse that ``expected`` does not name, and on a pattern that matched nothing."""
    kept = _Kept()
    root = logging.getLogger()
    root.addHandler(kept)
    try:
        yield
    finally:
        root.removeHandler(kept)
    said = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in kept.records]
    strange = [line for line in said if not any(re.search(pattern, line) for pattern in expected)]
    assert not strange, "unexpected log records:\n" + "\n".join(strange)
    silent = [pattern for pattern in expected if not any(re.search(pattern, line) for line in said)]
    assert not silent, f"expected log records that never came: {silent}"


@contextmanager
def no_window_left() -> Iterator[None]:
    """Fail when a top-level widget, or a running QTimer, outlives the test. For tests that use the window only."""
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    before = {id(widget) for widget in QApplication.topLevelWidgets()}
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
    windows = [widget for widget in QApplication.topLevelWidgets() if id(widget) not in before and not widget.parent()]
    if windows:  # a window that is only waiting for the garbage collector is not left behind
        names = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in windows]
        del windows
        gc.collect()
        left = [widget for widget in QApplication.topLevelWidgets() if id(widget) not in before and not widget.parent()]
        assert not left, f"windows left open: {', '.join(names)}"
    timers = [thing for thing in gc.get_objects() if issubclass(type(thing), QTimer)]
    running = [timer for timer in timers if isValid(timer) and timer.isActive()]  # a wrapper may outlive its timer
    for timer in running:
        timer.stop()  # so that the next test is not blamed too
    assert not running, "a QTimer was left running"
