"""What one can do with a report: language, link, QR code, mail, print, sealed file."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.viewmodels.reports.states import LANGUAGES
from celliq_desktop.viewmodels.words import N_, _

_WIDE = 640
"""Pixels, at a text scale of 1, from which every action has words."""
_LARGE = 1.5
"""Text scale from which a line has no room for everything."""
_EXPORT = N_("Export sealed PDF")


class HandingBar(QWidget):
    """``language_chosen`` carries a language's code."""

    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = Choice(_("Language of the report"))
        for code, name in LANGUAGES:
            self.language.addItem(name, code)
        self.language.currentIndexChanged.connect(lambda _at: self.language_chosen.emit(self.language.currentData()))
        self.link = IconButton(Glyph.LINK, _("Copy the verify link"), _("Copy link"), kind="field")
        self.qr = IconButton(Glyph.QR, _("Show the QR code to a buyer"), _("Show QR"), kind="field")
        self.mail = IconButton(Glyph.ENVELOPE, _("Seal and send by your mail program"), _("E-mail"), kind="field")
        self.print = IconButton(Glyph.PRINTER, _("Print this report (Ctrl+P)"), _("Print"), kind="field")
        self.export = button(_(_EXPORT), "primary")
        self._above, self._line = QHBoxLayout(), QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap2)
        for row in (self._above, self._line):
            row.setSpacing(SIZES.gap2)
            column.addLayout(row)
        self._line.addStretch(1)
        for action in (self.link, self.qr, self.mail, self.print):
            self._line.addWidget(action)
        self._share_out()

    def changeEvent(self, event: QEvent) -> None:
        """Another text scale needs other room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_line"):
            self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons alone where it is narrow."""
        super().resizeEvent(event)
        for action in (self.link, self.qr, self.mail, self.print):
            action.show_words(event.size().width() >= theme_of(self).px(_WIDE))

    def allow(self, *, chosen: bool, drawn: bool, doing: str) -> None:
        """What can be done now: nothing without a report, one thing at a time."""
        for action in (self.link, self.qr):
            action.setEnabled(chosen)
        self.print.setEnabled(chosen and drawn and not doing)
        for sealed in (self.mail, self.export):
            sealed.setEnabled(chosen and not doing)
        self.export.setText(doing or _(_EXPORT))

    def _share_out(self) -> None:
        """Language and export above the other actions where the text is large: a line of all would leave the list
        beside it no room."""
        for row in (self._above, self._line):
            for end in (self.language, self.export):
                row.removeWidget(end)
        row = self._above if theme_of(self).scale >= _LARGE else self._line
        row.insertWidget(0, self.language)
        row.addWidget(self.export)
