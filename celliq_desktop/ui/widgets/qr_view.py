"""The QR code as large as the screen allows: black on white in every theme, with its quiet zone."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from celliq_desktop.viewmodels.words import _

_QUIET_MODULES = 4
"""The quiet zone of ISO/IEC 18004: four modules on each side."""


class QrView(QWidget):
    """Draws a matrix of modules, True = dark, on whole device pixels so that edges stay sharp."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules: tuple[tuple[bool, ...], ...] = ()
        self.setAccessibleName(_("QR code"))

    def show_modules(self, modules: tuple[tuple[bool, ...], ...], words: str) -> None:
        """Take a matrix; ``words`` is the link, for screen readers."""
        self._modules = modules
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White field, dark modules."""
        painter = QPainter(self)
        if not self._modules:
            return
        count = len(self._modules) + 2 * _QUIET_MODULES
        side = max(1, min(self.width(), self.height()) // count)
        left, top = (self.width() - side * count) // 2, (self.height() - side * count) // 2
        painter.fillRect(left, top, side * count, side * count, QColor(Qt.GlobalColor.white))
        left, top = left + side * _QUIET_MODULES, top + side * _QUIET_MODULES
        dark = QColor(Qt.GlobalColor.black)
        for row, modules in enumerate(self._modules):
            for at, is_dark in enumerate(modules):
                if is_dark:
                    painter.fillRect(QRectF(left + at * side, top + row * side, side, side), dark)
