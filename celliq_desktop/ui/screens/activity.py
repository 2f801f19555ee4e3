"""Activity: what runs, what waits to be sent and what is over, each with its state, its age and a plain reason."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.pill import Pill
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.activity import ActivityState
from celliq_desktop.viewmodels.activity_lines import ActivityLine, Part
from celliq_desktop.viewmodels.problem import Help

_WHOLE = 1000
"""Steps of a progress bar."""
_SHOWN = 50
"""Finished lines shown at once; the others are old."""


class ActivityRow(QWidget):
    """One line. It is kept while its key is there, so that a button never vanishes under the mouse."""

    cancelled = Signal(str)
    retried = Signal(str)
    toggled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = ActivityLine(key="", part=Part.RECENT, title="", state="", tone="none")
        self._title = label(Role.STRONG, wrap=True)
        self._pill = Pill()
        self._detail = label(Role.SECONDARY, wrap=True)
        self.opened = label(Role.SECONDARY, wrap=True)
        self.opened.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.page = button("Open page")
        self.open = button("History", "quiet")
        self.open.setCheckable(True)
        self.retry = button("Try again")
        self.cancel = button("Cancel", "quiet")
        self.page.clicked.connect(self._open_page)
        self.retry.clicked.connect(lambda: self.retried.emit(self._line.key))
        self.open.clicked.connect(lambda: self.toggled.emit(self._line.key))
        self.cancel.clicked.connect(lambda: self.cancelled.emit(self._line.key))
        self._arrange()

    @property
    def words(self) -> str:
        """All it says."""
        return " · ".join(part for part in (self._line.title, self._line.state, self._line.detail) if part)

    def show_line(self, line: ActivityLine) -> None:
        """Take another state of the line."""
        if line == self._line:
            return
        self._line = line
        self._title.setText(line.title)
        self._pill.show_state(line.state, line.tone)
        self._detail.setText(" · ".join(part for part in (line.age, line.detail) if part))
        running = line.part is Part.RUNNING
        self.bar.setVisible(running or line.share is not None)
        if running or line.share is not None:
            self.bar.setRange(0, 0 if line.share is None else _WHOLE)
            self.bar.setValue(round((line.share or 0.0) * _WHOLE))
        self.page.setVisible(line.url is not None)
        self.open.setVisible(bool(line.opens))
        self.open.setText(line.opens)
        self.retry.setVisible(line.can_retry)
        self.retry.setText(line.retry_words)
        self.cancel.setVisible(line.can_cancel)
        self.setAccessibleName(self.words)
        for widget in (self.page, self.open, self.retry, self.cancel):
            widget.setAccessibleName(f"{widget.text()}: {line.title}")
        self.bar.setAccessibleName(f"Progress: {line.title}")

    def show_opened(self, words: tuple[str, ...] | None) -> None:
        """The sentences under the line; None while it is closed."""
        self.open.setChecked(words is not None)
        self.opened.setVisible(words is not None)
        self.opened.setText("\n".join(words or ("Nothing is written down.",)))

    def _open_page(self) -> None:
        if self._line.url is not None:
            QDesktopServices.openUrl(QUrl(self._line.url))

    def _arrange(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(SIZES.gap2)
        state.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._detail, 1)
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap1)
        words.addWidget(self._title)
        words.addLayout(state)
        words.addWidget(self.bar)
        words.addWidget(self.opened)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SIZES.gap2, 0, SIZES.gap2)
        row.setSpacing(SIZES.gap3)
        row.addLayout(words, 1)
        for widget in (self.page, self.open, self.retry, self.cancel):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)


class ActivityPart(Card):
    """The lines of one part; hidden while there are none."""

    cancelled = Signal(str)
    retried = Signal(str)
    toggled = Signal(str)

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent, title=part.value)
        self.body.setSpacing(0)
        self._rows: dict[str, ActivityRow] = {}
        self._order: list[str] = []

    @property
    def rows(self) -> tuple[ActivityRow, ...]:
        """Its rows from top to bottom."""
        return tuple(self._rows[key] for key in self._order)

    def show_lines(self, lines: tuple[ActivityLine, ...], opened: Mapping[str, tuple[str, ...]]) -> None:
        """Keep rows whose line is still there, add and remove the others."""
        wanted = [line.key for line in lines]
        for key in [key for key in self._rows if key not in wanted]:
            self._drop(self._rows.pop(key))
        for at, line in enumerate(lines):
            row = self._rows.get(line.key) or self._add(line.key)
            row.show_line(line)
            row.show_opened(opened.get(line.key))
            place = at + 1
            if self.body.indexOf(row) != place:
                self.body.removeWidget(row)
                self.body.insertWidget(place, row)
        self._order = wanted
        self.setVisible(bool(lines))

    def _add(self, key: str) -> ActivityRow:
        row = self._rows[key] = ActivityRow()
        row.cancelled.connect(self.cancelled)
        row.retried.connect(self.retried)
        row.toggled.connect(self.toggled)
        return row

    def _drop(self, row: ActivityRow) -> None:
        self.body.removeWidget(row)
        row.hide()
        row.deleteLater()


class ActivityScreen(Screen):
    """Draws the session's ``ActivityViewModel``."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._model = context.models.activity
        self._sync = context.models.sync
        self.problem = ProblemBanner()
        self.problem.helped.connect(self._help)
        self.parts = {part: ActivityPart(part) for part in Part}
        self.empty = EmptyState(
            "Nothing going on",
            "Syncs, reports and everything that waits to be sent are listed here.",
            glyph=Glyph.ACTIVITY,
            action="Sync now",
        )
        self.empty.pressed.connect(self._sync.start)
        self._pages = QStackedWidget()
        self._arrange()
        for shown in self.parts.values():
            shown.cancelled.connect(self._model.cancel)
            shown.retried.connect(self._model.retry)
            shown.toggled.connect(self._model.toggle)
        self._bindings = Bindings(self)
        self._bindings.bind(self._model, self._show)

    def enter(self, _argument: str) -> None:
        """Read the outbox again."""
        self._model.load()
        self._model.tick()

    def release(self) -> None:
        """Stop listening."""
        self._bindings.release()

    def _help(self, wanted: Help) -> None:
        if wanted is Help.RETRY:
            self._model.load()

    def _show(self, state: ActivityState) -> None:
        self.problem.show_problem(state.problem)
        for part, shown in self.parts.items():
            lines = state.of(part)[:_SHOWN] if part is Part.RECENT else state.of(part)
            shown.show_lines(lines, state.opened)
        self._pages.setCurrentIndex(1 if state.lines else 0)

    def _arrange(self) -> None:
        lines = QWidget()
        inner = QVBoxLayout(lines)
        inner.setContentsMargins(0, 0, SIZES.gap2, 0)
        inner.setSpacing(SIZES.gap4)
        for part in self.parts.values():
            inner.addWidget(part)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(lines)
        card = Card()
        card.body.addWidget(self.empty)
        self._pages.addWidget(card)
        self._pages.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, "Activity"))
        column.addWidget(self.problem)
        column.addWidget(self._pages, 1)
