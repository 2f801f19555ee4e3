"""Chips: filters that are on, each visible, each removable."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.words import _


class ChipRow(QWidget):
    """The chips in force with "and" between them; ``removed`` carries a chip's key, ``cleared`` all of them."""

    removed = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SIZES.gap2)
        self.setAccessibleName(_("Filters in force"))
        self.hide()

    def show_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """``(key, words)`` of every chip, in order."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, (key, words) in enumerate(chips):
            if at:
                self._row.addWidget(label(Role.SECONDARY, _("and")))
            self._row.addWidget(self._chip(key, words))
        if len(chips) > 1:
            clear = IconButton(Glyph.X, _("Remove every filter"), _("Clear all"))
            clear.clicked.connect(self.cleared)
            self._row.addWidget(clear)
        self._row.addStretch(1)
        self.setVisible(bool(chips))
        self.setAccessibleDescription(f" {_('and')} ".join(words for _key, words in chips))

    def _chip(self, key: str, words: str) -> QToolButton:
        chip = IconButton(Glyph.X, _("Remove filter: {words}").format(words=words), words, kind="chip")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.clicked.connect(lambda: self.removed.emit(key))
        return chip
