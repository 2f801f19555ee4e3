"""Garbage is collected on the window's thread, never on a worker's."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000


class WindowGarbage(QObject):
    """As long as it is not closed, cycles are collected here only. A worker that happened to collect a widget would
    take it apart on the wrong thread, with Qt's locks and the interpreter's in the wrong order: the window may hang."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what the interpreter would have collected by now: the youngest often, the oldest rarely."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Leave it to the interpreter again."""
        self._timer.stop()
        gc.enable()
