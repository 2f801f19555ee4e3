"""One job or one queued change as a row: its state, its reason, its question, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.pill import Pill
from celliq_desktop.viewmodels.activity_lines import ActivityLine, Part
from celliq_desktop.viewmodels.words import _

_WHOLE = 1000
"""Steps of a progress bar."""


class ActivityRow(QWidget):
    """One line, with its question where it is held. It is kept while its key is there, so that a button never vanishes
    under the mouse."""

    cancelled = Signal(str)
    retried = Signal(str)
    toggled = Signal(str)
    paid = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = ActivityLine(key="", part=Part.RECENT, title="", state="", tone="none")
        self._title = label(Role.STRONG, wrap=True)
        self._pill = Pill()
        self._detail = label(Role.SECONDARY, wrap=True)
        self._ask = label(Role.STRONG, wrap=True)
        self._then = label(Role.SECONDARY, wrap=True)
        self.opened = label(Role.SECONDARY, wrap=True)
        self.opened.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.pay = button(_("Buy credits"))
        self._is_opened = False
        self.open = button(_("History"), "quiet")
        self.open.setCheckable(True)
        self.retry = button(_("Try again"))
        self.cancel = button(_("Cancel"), "quiet")
        self.pay.clicked.connect(self.paid)
        self.retry.clicked.connect(lambda: self.retried.emit(self._line.key))
        self.open.toggled.connect(self._turn)
        self.cancel.clicked.connect(lambda: self.cancelled.emit(self._line.key))
        self._arrange()

    @property
    def words(self) -> str:
        """All it says."""
        line = self._line
        return " · ".join(part for part in (line.title, line.state, line.detail, line.ask, line.then) if part)

    def show_line(self, line: ActivityLine) -> None:
        """Take another state of the line."""
        if line == self._line:
            return
        self._line = line
        self._title.setText(line.title)
        self._pill.show_state(line.state, line.tone)
        self._detail.setText(" · ".join(part for part in (line.age, line.detail) if part))
        for words, said in ((self._ask, line.ask), (self._then, line.then)):
            words.setText(said)
            words.setVisible(bool(said))
        running = line.part is Part.RUNNING
        self.bar.setVisible(running or line.share is not None)
        if running or line.share is not None:
            self.bar.setRange(0, 0 if line.share is None else _WHOLE)
            self.bar.setValue(round((line.share or 0.0) * _WHOLE))
        self.pay.setVisible(line.pays)
        self.open.setVisible(bool(line.opens))
        self.open.setText(line.opens)
        self.retry.setVisible(line.can_retry)
        self.retry.setText(line.retry_words)
        self.cancel.setVisible(line.can_cancel)
        self.cancel.setText(line.cancel_words)
        self.setAccessibleName(self.words)
        for widget in (self.pay, self.open, self.retry, self.cancel):
            widget.setAccessibleName(f"{widget.text()}: {line.title}")
        self.bar.setAccessibleName(_("Progress: {title}").format(title=line.title))

    def show_opened(self, words: tuple[str, ...] | None) -> None:
        """The sentences under the line; None while it is closed."""
        self._is_opened = words is not None
        self.open.setChecked(self._is_opened)
        self.opened.setVisible(words is not None)
        self.opened.setText("\n".join(words or (_("Nothing is written down."),)))

    def _arrange(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(SIZES.gap2)
        state.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._detail, 1)
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap1)
        words.addWidget(self._title)
        words.addLayout(state)
        words.addWidget(self._ask)
        words.addWidget(self._then)
        words.addWidget(self.bar)
        words.addWidget(self.opened)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SIZES.gap2, 0, SIZES.gap2)
        row.setSpacing(SIZES.gap3)
        row.addLayout(words, 1)
        for widget in (self.pay, self.open, self.cancel, self.retry):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def _turn(self, on: bool) -> None:
        """By hand or by a screen reader, which toggles without a click; what was shown just now asks for nothing."""
        if on is not self._is_opened:
            self.toggled.emit(self._line.key)
