"""How a buyer checks the report in force: its QR code, and the link in words."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.qr_view import QrView
from celliq_desktop.viewmodels.vehicle.states import BuyerLink
from celliq_desktop.viewmodels.words import _

_CODE = 176
"""Pixels, at a text scale of 1: a phone reads it from an arm's length."""


def _breakable(url: str) -> str:
    """The link with a zero-width space after each slash: it may break there and nowhere else is changed."""
    return url.replace("/", "/\u200b")


class BuyerCard(Card):
    """Hidden until a buyer looks on and a report is in force."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = QrView()
        self.link = label(Role.SECONDARY, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap1)
        words.addStretch(1)
        words.addWidget(label(Role.HEADING, _("Check it yourself"), wrap=True))
        words.addWidget(self.link)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap3)
        row.addWidget(self.code)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self.hide()

    def show_link(self, link: BuyerLink | None) -> None:
        """The code, or nothing."""
        if link is not None:
            side = theme_of(self).px(_CODE)
            self.code.setFixedSize(side, side)
            self.code.show_modules(link.modules, link.url)
            self.link.setText(_("Scan the code, or open {breakable}").format(breakable=_breakable(link.url)))
        self.setVisible(link is not None)
