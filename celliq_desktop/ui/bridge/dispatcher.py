"""The dispatcher of jobs in Qt: a queued signal brings every call to the window's thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class QtDispatcher(QObject):
    """Implements ``jobs.runner.Dispatcher``; make it on the window's thread."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` on the window's thread, later; may be called from any thread."""
        self._posted.emit(call)

    def _run(self, call: Callable[[], None]) -> None:
        call()
