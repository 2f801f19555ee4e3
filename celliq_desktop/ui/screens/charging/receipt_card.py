"""One session in full: its bill to the cent, its papers, its rating."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.facts_grid import FactsGrid
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.charging.words import Receipt
from celliq_desktop.viewmodels.words import _

_MOST = 5


class ReceiptCard(Card):
    """``rated`` with 1 to 5; ``opened`` with the address of a paper."""

    rated = Signal(int)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Receipt"))
        self._receipt: Receipt | None = None
        self.station = label(Role.HEADING, wrap=True)
        self.place = label(Role.SECONDARY, wrap=True)
        self.total = label(Role.FIGURE)
        self.basis = label(Role.SECONDARY, wrap=True)
        self.facts = FactsGrid(2)
        self.note = label(Role.SECONDARY, wrap=True)
        self.view = button(_("Show invoice"))
        self.view.clicked.connect(lambda: self._open(download=False))
        self.download = button(_("Invoice as PDF"), "quiet")
        self.download.clicked.connect(lambda: self._open(download=True))
        self.stars = tuple(self._star(number) for number in range(1, _MOST + 1))
        self._arrange()

    def show_receipt(self, found: Receipt | None, *, busy: bool) -> None:
        """Draw it, or nothing."""
        self._receipt = found
        self.setVisible(found is not None)
        if found is None:
            return
        self.station.setText(found.station)
        self.place.setText(found.place)
        self.total.setText(found.total)
        self.basis.setText(found.basis)
        self.facts.show_facts(found.facts)
        self.note.setText(found.note)
        self.note.setVisible(bool(found.note))
        self.view.setVisible(found.view_url is not None)
        self.download.setVisible(found.download_url is not None)
        for number, star in enumerate(self.stars, 1):
            star.setText("★" if number <= found.stars else "☆")
            star.setEnabled(found.may_rate and not busy)

    def _star(self, number: int) -> QPushButton:
        made = button("☆", "link", name=_("Rate with {stars} of {most}").format(stars=number, most=_MOST))
        made.setFixedWidth(SIZES.control)
        made.clicked.connect(lambda: self.rated.emit(number))
        return made

    def _open(self, *, download: bool) -> None:
        found = self._receipt
        url = None if found is None else found.download_url if download else found.view_url
        if url is not None:
            self.opened.emit(url)

    def _arrange(self) -> None:
        for widget in (self.station, self.place, self.total, self.basis, self.facts, self.note):
            self.body.addWidget(widget)
        papers = QHBoxLayout()
        papers.addWidget(self.view)
        papers.addWidget(self.download)
        papers.addStretch(1)
        self.body.addLayout(papers)
        rating = QHBoxLayout()
        rating.setSpacing(0)
        rating.addWidget(label(Role.CAPTION, _("Your rating")))
        rating.addSpacing(SIZES.gap2)
        for star in self.stars:
            rating.addWidget(star)
        rating.addStretch(1)
        self.body.addLayout(rating)
        self.body.addStretch(1)
