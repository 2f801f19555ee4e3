"""Work under way: what it is, how far, how to stop it; or what came of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.words import _


class ProgressStrip(Card):
    """Hidden until there is something to say; ``stopped`` when somebody wants it to end."""

    stopped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._words = label(Role.STRONG, wrap=True)
        self._detail = label(Role.SECONDARY, wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress: {name}").format(name=name))
        self.stop = button(_("Cancel"), "quiet", name=f"Cancel: {name}")
        self.stop.clicked.connect(self.stopped)
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap1)
        words.addWidget(self._words)
        words.addWidget(self.bar)
        words.addWidget(self._detail)
        self.row = QHBoxLayout()
        self.row.setSpacing(SIZES.gap2)
        self.row.addLayout(words, 1)
        self.row.addWidget(self.stop)
        self.body.setContentsMargins(SIZES.gap4, SIZES.gap3, SIZES.gap3, SIZES.gap3)
        self.body.addLayout(self.row)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now."""
        return " ".join(part for part in (self._words.text(), self._detail.text()) if part)

    def show_running(self, words: str, done: int, total: int, detail: str = "") -> None:
        """``done`` of ``total`` steps are behind."""
        self._say(words, detail)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.bar.show()
        self.stop.show()

    def show_over(self, words: str, detail: str = "") -> None:
        """It has ended; no words hide the strip."""
        self._say(words, detail)
        self.bar.hide()
        self.stop.hide()
        self.setVisible(bool(words))

    def _say(self, words: str, detail: str) -> None:
        self._words.setText(words)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleDescription(self.words)
        self.show()
