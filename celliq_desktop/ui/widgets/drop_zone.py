"""Where files are dropped: a large field while there is nothing else, a slim one above the answers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.empty_state import GlyphView
from celliq_desktop.ui.widgets.labels import Role, label


class DropZone(QFrame):
    """Says what to do; the whole screen takes the drop."""

    def __init__(self, glyph: Glyph, headline: str, detail: str, choose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "drop")
        self.setAccessibleName(headline)
        self.choose = button(choose, "primary")
        self.choose.setAutoDefault(True)
        self._glyph = GlyphView(glyph, "faint", SIZES.icon_xl)
        self._headline = label(Role.HEADING, headline, wrap=True, selectable=False)
        self._detail = label(Role.SECONDARY, detail, wrap=True, selectable=False)
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap1)
        words.addWidget(self._headline)
        words.addWidget(self._detail)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(SIZES.gap4, SIZES.gap4, SIZES.gap4, SIZES.gap4)
        self._row.setSpacing(SIZES.gap4)
        self._row.addStretch(0)
        self._row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignCenter)
        self._row.addLayout(words)
        self._row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignCenter)
        self._row.addStretch(0)
        self.show_large(True)

    def show_large(self, large: bool) -> None:
        """Fill the screen, or stand above the answers."""
        directions, side = QBoxLayout.Direction, Qt.AlignmentFlag
        self._row.setDirection(directions.TopToBottom if large else directions.LeftToRight)
        for at, stretch in ((0, 2), (2, 0), (4, 3)) if large else ((0, 0), (2, 1), (4, 0)):
            self._row.setStretch(at, stretch)
        for words in (self._headline, self._detail):
            words.setAlignment(side.AlignHCenter if large else side.AlignLeft)

    def show_over(self, over: bool) -> None:
        """A file hangs over the screen."""
        self.setProperty("over", "true" if over else "false")
        self.style().unpolish(self)
        self.style().polish(self)
