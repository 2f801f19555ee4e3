"""One toast: a short note that says what is done and can be opened."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.empty_state import GlyphView
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.words import _

_GLYPHS = {"good": Glyph.CHECK_CIRCLE, "fair": Glyph.WARNING, "poor": Glyph.X_CIRCLE, "info": Glyph.INFO}


class Toast(QFrame):
    """``gone`` when it was opened or put away."""

    gone = Signal()

    def __init__(
        self,
        words: str,
        tone: str = "good",
        action: str = "",
        open_it: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "toast")
        self.words = words
        self._open_it = open_it
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.gap4, SIZES.gap2, SIZES.gap2, SIZES.gap2)
        row.setSpacing(SIZES.gap3)
        row.addWidget(GlyphView(_GLYPHS.get(tone, Glyph.INFO), tone if tone in _GLYPHS else "info", SIZES.icon_l))
        row.addWidget(label(Role.BODY, words, wrap=True), 1)
        if action and open_it is not None:
            opener = button(action, "link")
            opener.clicked.connect(self._open)
            row.addWidget(opener)
        close = IconButton(Glyph.X, _("Put this note away"))
        close.clicked.connect(self.gone)
        row.addWidget(close)
        self.setFixedWidth(theme_of(self).px(SIZES.toast))
        self.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:
        """Another text scale: another width."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setFixedWidth(theme_of(self).px(SIZES.toast))

    def _open(self) -> None:
        self.gone.emit()
        if self._open_it is not None:
            self._open_it()
