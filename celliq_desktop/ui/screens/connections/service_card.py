"""One further service: how it stands, and the one field it needs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.pill import Pill
from celliq_desktop.viewmodels.connections.states import ServiceState
from celliq_desktop.viewmodels.words import _


class ServiceCard(Card):
    """``token_given`` carries the service's name, the token and the user; ``dropped`` the name."""

    token_given = Signal(str, str, str)
    dropped = Signal(str)

    def __init__(self, name: str, title: str) -> None:
        super().__init__(title=title)
        self._name = name
        self._connected: bool | None = None
        self.pill = Pill()
        self.head_actions.addWidget(self.pill)
        self.detail = label(Role.SECONDARY, wrap=True)
        self.rate = label(Role.SECONDARY, wrap=True)
        self.error = label(Role.WARNING, wrap=True)
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(_("Token"))
        self.token.setAccessibleName(_("Token of {title}").format(title=title))
        self.user = QLineEdit()
        self.user.setPlaceholderText(_("User (user01…)"))
        self.user.setAccessibleName(_("User of {title} the token acts for").format(title=title))
        self.keep = button(_("Connect"), name=_("Connect {service}").format(service=title))
        self.drop = button(_("Disconnect"), "quiet", name=_("Disconnect {service}").format(service=title))
        self.renew = button(
            _("Give another token"), "quiet", name=_("Give another token for {service}").format(service=title)
        )
        for words in (self.detail, self.rate, self.error):
            self.body.addWidget(words)
        self.body.addStretch(1)
        for field in (self.token, self.user):
            self.body.addWidget(field)
        actions = QHBoxLayout()
        actions.setSpacing(SIZES.gap2)
        for one in (self.keep, self.renew, self.drop):
            actions.addWidget(one)
        actions.addStretch(1)
        self.body.addLayout(actions)
        self.keep.clicked.connect(self._give)
        self.token.returnPressed.connect(self._give)
        self.renew.clicked.connect(lambda: self._show_fields(True))
        self.drop.clicked.connect(lambda: self.dropped.emit(self._name))

    def show_service(self, state: ServiceState, *, trying: bool) -> None:
        """Take over what is known."""
        self.pill.show_state(state.state, state.tone)
        for words, text in ((self.detail, state.detail), (self.rate, state.rate), (self.error, state.error)):
            words.setText(text)
            words.setVisible(bool(text))
        self.keep.setEnabled(not trying)
        self.keep.setText(_("Trying the token…") if trying else _("Connect"))
        self.drop.setVisible(state.connected)
        self.user.setProperty("asked", state.acts_for_user)
        if self._connected is not state.connected or state.tone == "fair":
            self._show_fields(not state.connected or state.tone == "fair")
        self._connected = state.connected

    def _show_fields(self, shown: bool) -> None:
        self.token.setVisible(shown)
        self.user.setVisible(shown and bool(self.user.property("asked")))
        self.keep.setVisible(shown)
        self.renew.setVisible(not shown)
        if shown and self._connected:
            self.token.setFocus()

    def _give(self) -> None:
        self.token_given.emit(self._name, self.token.text(), self.user.text())
        self.token.clear()
