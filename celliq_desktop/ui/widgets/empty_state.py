"""Empty, offline and error states of a whole area: an icon, a sentence, what is safe, and the one action that helps."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph, paint_glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.labels import Role, label


class GlyphView(QWidget):
    """One glyph in a colour of the theme's tone names (``faint``, ``accent``, ``good`` ...)."""

    def __init__(self, glyph: Glyph, ink: str = "faint", size: int = SIZES.icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph, self._ink, self._size = glyph, ink, size

    def show_glyph(self, glyph: Glyph, ink: str) -> None:
        """Another glyph or colour."""
        self._glyph, self._ink = glyph, ink
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = theme_of(self).px(self._size)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        """A new text scale means a new size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = theme_of(self)
        colour = str(getattr(theme.colours, self._ink))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_glyph(painter, QRectF(self.rect()), self._glyph, colour, theme.px(self._size))


class EmptyState(QWidget):
    """Centred words for an area with nothing in it; ``pressed`` is its one action."""

    pressed = Signal()

    def __init__(
        self,
        headline: str,
        detail: str = "",
        *,
        glyph: Glyph = Glyph.INFO,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._glyph = GlyphView(glyph, "faint", SIZES.icon_xl)
        self._headline = label(Role.HEADING)
        self._detail = label(Role.SECONDARY, wrap=True)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._action = button("")
        self._action.clicked.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setSpacing(SIZES.gap2)
        column.addStretch(2)
        for widget in (self._glyph, self._headline):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._detail, 2)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(SIZES.gap2)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_words(headline, detail, glyph=glyph, action=action)

    def show_words(self, headline: str, detail: str = "", *, glyph: Glyph = Glyph.INFO, action: str = "") -> None:
        """Take other words."""
        self._glyph.show_glyph(glyph, "faint")
        self._headline.setText(headline)
        self._detail.setText(detail)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(headline)
        self.setAccessibleDescription(detail)
