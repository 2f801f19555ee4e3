"""Which columns hold what, and how the text was read: the guess, and the person's word over it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.domain.sellers import SellerColumns
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.invites.preview_state import PreviewPhase, PreviewState
from celliq_desktop.viewmodels.words import N_, _

ENCODINGS = (
    ("cp1252", N_("Windows, western Europe")),
    ("cp1250", N_("Windows, central Europe")),
    ("iso-8859-15", N_("ISO 8859-15")),
    ("mac-roman", N_("Macintosh")),
    ("utf-16", "UTF-16"),
)
"""How texts that are not UTF-8 are encoded where sellers' lists come from."""
_SURE = 0.75
_OPEN = N_("Choose a column")


class MappingCard(Card):
    """``chosen`` carries the columns, ``read_as`` an encoding."""

    chosen = Signal(object)
    read_as = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vin = Choice(_("Column of the VIN"))
        self.email = Choice(_("Column of the seller's e-mail"))
        self.encoding = Choice(_("How the text is encoded"))
        for key, words in ENCODINGS:
            self.encoding.addItem(_(words), key)
        self._note = label(Role.SECONDARY, wrap=True)
        self._sample = label(Role.SECONDARY, wrap=True)
        for choice in (self.vin, self.email):
            choice.activated.connect(lambda _at: self._choose())
        self.encoding.activated.connect(lambda _at: self.read_as.emit(str(self.encoding.currentData())))
        self._text = QWidget()
        self._arrange()

    def show_state(self, state: PreviewState) -> None:
        """The guess, how sure it is, and the encoding where it is asked about."""
        self.setVisible(bool(state.header))
        self._fill(self.vin, state.header, state.columns.vin)
        self._fill(self.email, state.header, state.columns.email)
        self._text.setVisible(not state.sure)
        self.encoding.setCurrentIndex(max(0, self.encoding.findData(state.encoding)))
        self._sample.setText(_("The file is not UTF-8. Does this look right? {sample}").format(sample=state.sample))
        self._note.setText(_note(state))
        for choice in (self.vin, self.email, self.encoding):
            choice.setEnabled(state.phase in (PreviewPhase.READY, PreviewPhase.COLUMNS))

    def _fill(self, choice: Choice, header: Sequence[str], at: int | None) -> None:
        names = [_(_OPEN), *header]
        if [choice.itemText(number) for number in range(choice.count())] != names:
            choice.clear()
            choice.addItems(names)
        choice.setCurrentIndex(0 if at is None else at + 1)

    def _choose(self) -> None:
        vin, email = self.vin.currentIndex() - 1, self.email.currentIndex() - 1
        self.chosen.emit(
            SellerColumns(vin=vin if vin >= 0 else None, email=email if email >= 0 else None, confidence=1.0)
        )

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        row.addWidget(label(Role.CAPTION, _("VIN")))
        row.addWidget(self.vin)
        row.addSpacing(SIZES.gap3)
        row.addWidget(label(Role.CAPTION, _("Seller's e-mail")))
        row.addWidget(self.email)
        row.addSpacing(SIZES.gap3)
        row.addWidget(self._note, 1)
        text = QHBoxLayout(self._text)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(SIZES.gap2)
        text.addWidget(label(Role.CAPTION, _("Text")))
        text.addWidget(self.encoding)
        text.addWidget(self._sample, 1)
        column = QVBoxLayout()
        column.setSpacing(SIZES.gap2)
        column.addLayout(row)
        column.addWidget(self._text)
        self.body.setContentsMargins(SIZES.gap4, SIZES.gap3, SIZES.gap4, SIZES.gap3)
        self.body.addLayout(column)


def _note(state: PreviewState) -> str:
    columns = state.columns
    if not columns.complete:
        return _("Choose both columns to go on.")
    if columns.confidence == 1.0:
        return ""
    return "" if columns.confidence >= _SURE else _("Not quite sure: please compare with the rows below.")
