"""Choosing: a field that opens a list, a number with its carets, a box with a tick; drawn with the theme's icons."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QListView, QSpinBox, QStyle, QStyleOptionButton, QWidget

from celliq_desktop.ui.theme.icons import Glyph, paint_glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES


class Choice(QComboBox):
    """One of a few values. The style sheet hides the stock arrow; a caret stands in its place."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # on Linux a screen reader is told what is chosen instead of the name
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A view of its own, or Fusion draws the list as a menu that no style sheet reaches
        self.setView(QListView())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and the caret at its end."""
        super().paintEvent(event)
        theme = theme_of(self)
        side = theme.px(SIZES.icon)
        edge = self.width() - side - theme.px(SIZES.gap2)
        ink = theme.colours.muted if self.isEnabled() else theme.colours.faint
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_glyph(painter, QRectF(edge, 0, side, self.height()), Glyph.CARET_DOWN, ink, side)


class Amount(QSpinBox):
    """A whole number from ``least`` to ``most``. The style sheet hides the stock arrows; carets stand in their
    place."""

    def __init__(self, name: str, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.lineEdit().setTextMargins(SIZES.gap1, 0, 0, 0)  # the style sheet's padding does not reach the words
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and a caret for more and one for less at its end."""
        super().paintEvent(event)
        theme = theme_of(self)
        side, half = theme.px(SIZES.gap3), self.height() / 2
        left = self.width() - side - theme.px(SIZES.gap2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for glyph, top, further in (
            (Glyph.CARET_UP, half - side, self.value() < self.maximum()),
            (Glyph.CARET_DOWN, half, self.value() > self.minimum()),
        ):
            ink = theme.colours.muted if further and self.isEnabled() else theme.colours.border_strong
            paint_glyph(painter, QRectF(left, top, side, side), glyph, ink, side)


class CheckBox(QCheckBox):
    """Yes or no. The style sheet draws the box, this the tick."""

    def __init__(self, text: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(name or text)

    def sizeHint(self) -> QSize:
        """With room for the focus ring."""
        return super().sizeHint() + QSize(SIZES.gap_half, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box and words, and the tick when it is on."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        theme = theme_of(self)
        ink = theme.colours.on_accent if self.isEnabled() else theme.colours.surface
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_glyph(painter, QRectF(box), Glyph.CHECK, ink, theme.px(SIZES.gap3))
