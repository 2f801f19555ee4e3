"""Time passing on the screen: ages are worded anew now and then. The one timer of the window."""

from PySide6.QtCore import QObject, QTimer, Signal

_EVERY_MS = 20_000
"""Ages are worded in minutes, so a third of a minute is often enough."""


class Ticker(QObject):
    """``ticked`` while running; stops with ``stop`` and with the window that owns it."""

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.ticked)

    def start(self) -> None:
        """Tick from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()
