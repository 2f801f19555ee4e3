"""The header: one search for everything, and how fresh the data is."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from celliq_desktop.ui.chrome.sync_pill import SyncPill
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton
from celliq_desktop.viewmodels.words import _


class Header(QFrame):
    """``search_asked`` opens the palette, ``sync_asked`` syncs, ``activity_asked`` leads to Activity."""

    search_asked = Signal()
    sync_asked = Signal()
    activity_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "header")
        self.search = IconButton(
            Glyph.SEARCH, _("Search cars, screens and actions (Ctrl+K)"), _("Search or jump to…   Ctrl K")
        )
        self.search.setProperty("kind", "search")
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.search.clicked.connect(self.search_asked)
        self.pill = SyncPill()
        self.pill.clicked.connect(self.activity_asked)
        self.sync = IconButton(Glyph.SYNC, _("Sync now (F5)"))
        self.sync.clicked.connect(self.sync_asked)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.gap6, 0, SIZES.gap6, 0)
        row.setSpacing(SIZES.gap2)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.pill)
        row.addWidget(self.sync)
        self._resize()

    def put(self, widget: QWidget) -> None:
        """One more thing at the right end, which looks after itself."""
        self._row.addWidget(widget)

    def set_open(self, is_open: bool) -> None:
        """Usable while a desk is open."""
        for widget in (self.search, self.pill, self.sync):
            widget.setEnabled(is_open)
        self.pill.setVisible(is_open)

    def changeEvent(self, event: QEvent) -> None:
        """Another text scale: another height."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "sync"):
            self._resize()

    def _resize(self) -> None:
        theme = theme_of(self)
        self.setFixedHeight(theme.px(SIZES.header))
        self.search.setFixedSize(theme.px(SIZES.search) - theme.px(SIZES.rail) // 2, theme.px(SIZES.control))
