"""Banners: one line across a screen in a tone, with an action, sometimes another, and a way to put it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.announcing import announce
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.empty_state import GlyphView
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.words import _

_GLYPHS = {
    "good": Glyph.CHECK_CIRCLE,
    "fair": Glyph.WARNING,
    "poor": Glyph.X_CIRCLE,
    "info": Glyph.INFO,
    "none": Glyph.INFO,
}


class Banner(QFrame):
    """Hidden until ``say``. ``pressed`` is the action, ``declined`` the other one, ``closed`` the cross."""

    pressed = Signal()
    declined = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self._glyph = GlyphView(Glyph.INFO, "info")
        self._headline = label(Role.STRONG, wrap=True)
        self._detail = label(Role.BODY, wrap=True)
        self._action = button("")
        self._action.clicked.connect(self.pressed)
        self._other = button("")
        self._other.clicked.connect(self.declined)
        self._close = IconButton(Glyph.X, _("Put this note away"))
        self._close.clicked.connect(self._put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.gap3, SIZES.gap2, SIZES.gap2, SIZES.gap2)
        row.setSpacing(SIZES.gap3)
        row.addWidget(self._glyph)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._headline)
        words.addWidget(self._detail)
        row.addLayout(words, 1)
        row.addWidget(self._other)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._close.setVisible(closable)  # only now: without a parent it would be a window of its own for a moment
        self.hide()

    def say(self, tone: str, headline: str, detail: str = "", action: str = "", other: str = "") -> None:
        """Show words in a tone; ``other`` is the choice beside the action. What is new is spoken, too."""
        before = self.words
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        for word in (self._headline, self._detail):
            self.style().unpolish(word)
            self.style().polish(word)
        self._glyph.show_glyph(_GLYPHS.get(tone, Glyph.INFO), tone if tone in _GLYPHS else "info")
        self._headline.setText(headline)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        for choice, words in ((self._action, action), (self._other, other)):
            choice.setText(words)
            choice.setAccessibleName(words)
            choice.setVisible(bool(words))
        self.setAccessibleName(headline)
        self.setAccessibleDescription(detail)
        self.show()
        if self.words != before:
            announce(self, self.words, urgent=tone == "poor")

    def take_keyboard(self) -> None:
        """Its action has the keyboard."""
        self._action.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def words(self) -> str:
        """What it says now; empty when hidden."""
        said = (self._headline.text(), self._detail.text())
        return "" if self.isHidden() else " ".join(part for part in said if part)

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()
