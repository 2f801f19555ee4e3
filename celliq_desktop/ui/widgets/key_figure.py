"""A key figure: caption, number, and what it rests on; pressing it filters where it can."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.labels import Role, label


class KeyFigure(QFrame):
    """A card with one number. ``pressed`` comes from a click, Enter or Space when ``pressable``."""

    pressed = Signal()

    def __init__(self, caption: str, *, pressable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._caption = caption
        self._pressable = pressable
        self._figure = label(Role.FIGURE, "–", selectable=False)
        self._unit = label(Role.SECONDARY, selectable=False)
        self._detail = label(Role.SECONDARY, " ", selectable=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap4, SIZES.gap3, SIZES.gap4, SIZES.gap3)
        column.setSpacing(0)
        column.addWidget(label(Role.CAPTION, caption, selectable=False))
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        row.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._detail)
        if pressable:
            self.setProperty("pressable", "true")
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(caption)

    def show_figure(self, figure: str, unit: str = "", detail: str = "") -> None:
        """Set the number, its unit or interval, and its evidence."""
        self._figure.setText(figure)
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        self._detail.setText(detail or " ")  # a line's height, so that figures stand level
        self.setAccessibleDescription(" ".join(part for part in (figure, unit, detail) if part))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click inside presses."""
        if self._pressable and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press."""
        if self._pressable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
            return
        super().keyPressEvent(event)
