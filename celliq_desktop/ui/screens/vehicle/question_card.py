"""The one question before a credit is spent, on the screen it is about."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.vehicle.states import GenerateQuestion
from celliq_desktop.viewmodels.words import _


class QuestionCard(Card):
    """Hidden until there is something to ask; Escape and "Not now" send nothing."""

    accepted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        no = button(_("Not now"))
        self._text = label(Role.STRONG, wrap=True)
        self._detail = label(Role.SECONDARY, wrap=True)
        self._yes = button("", "primary")
        for each in (self._yes, no):
            each.setAutoDefault(True)  # Enter presses what has the ring
        self._yes.clicked.connect(self.accepted)
        no.clicked.connect(self.dismissed)
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap1)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        row.addLayout(words, 1)
        row.addWidget(no)
        row.addWidget(self._yes)
        self.body.addLayout(row)
        self.hide()

    def show_question(self, question: GenerateQuestion | None) -> None:
        """Ask, or put the card away."""
        if question is not None:
            self._text.setText(question.text)
            self._detail.setText(question.detail)
            self._yes.setText(question.button)
            self._yes.setAccessibleName(question.button)
            self.setAccessibleName(question.text)
            self.setAccessibleDescription(question.detail)
        appearing = question is not None and not self.isVisible()
        self.setVisible(question is not None)
        if appearing:
            self._yes.setFocus()
