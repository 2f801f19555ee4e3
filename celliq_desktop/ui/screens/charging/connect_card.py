"""Connecting Cariqa: whose sessions, and the token that may read and start them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.words import N_, _

_WORDS = N_(
    "Charge cars at public points, see what each session cost, and keep the receipts. Cariqa"
    " gives you a token and the id of the user who pays. The token stays in the key store of"
    " this computer; it can start sessions that cost money, so give it to nobody."
)


class ConnectCard(Card):
    """``given`` with user and token."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, title=_("Connect Cariqa"))
        self.user = _field(_("User id"), "9405cf8c-8375-…")
        self.token = _field(_("Token"), "eyJ…")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.connect_it = button(_("Connect"), "primary", name=_("Connect Cariqa"))
        self.body.addWidget(label(Role.SECONDARY, _(_WORDS), wrap=True))
        for field in (self.user, self.token):
            self.body.addWidget(label(Role.CAPTION, field.accessibleName()))
            self.body.addWidget(field)
            field.returnPressed.connect(self._give)
        self.body.addSpacing(SIZES.gap2)
        self.body.addWidget(self.connect_it)
        self.connect_it.clicked.connect(self._give)

    def _give(self) -> None:
        self.given.emit(self.user.text(), self.token.text())
        self.token.clear()


def _field(name: str, example: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(example)
    made.setMinimumHeight(SIZES.control)
    return made
