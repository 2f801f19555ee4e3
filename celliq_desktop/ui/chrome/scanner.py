"""A barcode scanner is a fast keyboard: a burst of 17 characters and Enter opens that car, wherever the cursor is."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from celliq_desktop.domain import vin

_GAP_MS = 60
"""Scanners send a key every few milliseconds; at 120 words (of five letters) a minute a person needs 100."""


class Scanner(QObject):
    """Watches the application's keys. ``scanned`` carries the VIN; what the burst typed into a field is taken out
    again."""

    scanned = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._app = QApplication.instance()
        self._since = QElapsedTimer()
        self._burst = ""
        self._field: QLineEdit | None = None
        self._text_before = ""
        if self._app is not None:
            self._app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        if self._app is not None:
            self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Gather fast keys; eat the Enter that ends a VIN."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self._target():
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return self._end()
            self._gather(event.text())
        return False

    def _target(self) -> QObject | None:
        """Keys pass through several objects; only the one with the focus counts, so that each is seen once."""
        return QApplication.focusWidget() or QApplication.activeWindow()

    def _gather(self, text: str) -> None:
        quick = self._since.isValid() and self._since.elapsed() <= _GAP_MS
        self._since.start()
        if not text or not text.isprintable():
            return
        if not quick or not self._burst:
            self._burst = ""
            field = QApplication.focusWidget()
            self._field = field if isinstance(field, QLineEdit) else None
            self._text_before = self._field.text() if self._field is not None else ""
        self._burst += text

    def _end(self) -> bool:
        quick = self._since.isValid() and self._since.elapsed() <= _GAP_MS
        scanned, self._burst = vin.normalise(self._burst), ""
        if not quick or not vin.is_well_formed(scanned):
            return False
        if self._field is not None:
            self._field.setText(self._text_before)
        self.scanned.emit(scanned)
        return True
