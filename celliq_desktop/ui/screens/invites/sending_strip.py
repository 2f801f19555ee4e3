"""What is being sent, how far it is, and how to hold or stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.invites.sending import SendingState
from celliq_desktop.viewmodels.words import _

_WHOLE = 1000
"""Steps of the progress bar."""


class SendingStrip(Card):
    """Hidden while nothing is under way."""

    sent = Signal()
    paused = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label(Role.STRONG)
        self._detail = label(Role.SECONDARY, wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _WHOLE)
        self.send = button(_("Send now"))
        self.pause = button(_("Pause"))
        self.stop = button(_("Cancel the rest"), "quiet")
        self.send.clicked.connect(self.sent)
        self.pause.clicked.connect(self.paused)
        self.stop.clicked.connect(self.cancelled)
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap1)
        words.addWidget(self._words)
        words.addWidget(self.bar)
        words.addWidget(self._detail)
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        row.addLayout(words, 1)
        for widget in (self.send, self.pause, self.stop):
            row.addWidget(widget)
        self.body.setContentsMargins(SIZES.gap4, SIZES.gap3, SIZES.gap3, SIZES.gap3)
        self.body.addLayout(row)
        self.hide()

    def show_state(self, state: SendingState) -> None:
        """Take another state."""
        self.setVisible(bool(state.words))
        self._words.setText(state.words)
        self._detail.setText(state.detail)
        self._detail.setVisible(bool(state.detail))
        self.bar.setVisible(state.running)
        if state.running:
            self.bar.setRange(0, _WHOLE if state.share is not None else 0)
            self.bar.setValue(round((state.share or 0.0) * _WHOLE))
        self.send.setVisible(not state.running)
        self.send.setText(_("Resume") if state.paused else _("Send now"))
        self.pause.setVisible(state.running)
        self.setAccessibleName(" ".join(part for part in (state.words, state.detail) if part))
        self.bar.setAccessibleName(_("Progress: {words}").format(words=state.words))
