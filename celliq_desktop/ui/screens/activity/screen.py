"""Activity: what needs somebody, what runs, what waits to be sent and what is over, each with its state, its age and a
plain reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.activity.batch_page import BatchPage
from celliq_desktop.ui.screens.screen import PAY_NOW, Screen, ScreenContext
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.activity_rows import ActivityRows
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.scrolling import scrolled
from celliq_desktop.viewmodels.activity import ActivityState
from celliq_desktop.viewmodels.activity_batch import BatchState
from celliq_desktop.viewmodels.activity_lines import Part
from celliq_desktop.viewmodels.problem import Help
from celliq_desktop.viewmodels.words import _

_SHOWN = 50
"""Finished lines shown at once; the others are old."""


class ActivityScreen(Screen):
    """Draws the session's ``ActivityViewModel`` and, while one is opened, its ``BatchViewModel``."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._model = context.models.activity
        self._sync = context.models.sync
        self._batch = context.models.batch
        self.problem = ProblemBanner()
        self.problem.helped.connect(self._help)
        self.parts = {part: ActivityRows(_(part.value)) for part in Part}
        self.empty = EmptyState(
            _("Nothing going on"),
            _("Syncs, reports and everything that waits to be sent are listed here."),
            glyph=Glyph.ACTIVITY,
            action=_("Sync now"),
        )
        self.empty.pressed.connect(self._sync.start)
        self.batch = BatchPage()
        self._pages = QStackedWidget()
        self._main = QWidget()
        self._whole = QStackedWidget()
        self._arrange()
        for shown in self.parts.values():
            shown.cancelled.connect(self._model.cancel)
            shown.retried.connect(self._model.retry)
            shown.toggled.connect(self._open)
            shown.paid.connect(lambda: context.navigator.open_screen("billing", PAY_NOW))
        self.batch.back.connect(self._batch.put_away)
        self.batch.searched.connect(self._batch.search)
        self.batch.chips.toggled.connect(self._batch.toggle)
        self.batch.sent.connect(self._batch.send)
        self.batch.taken_back.connect(self._batch.take_back)
        self._bindings = Bindings(self)
        self._bindings.bind(self._model, self._show)
        self._bindings.bind(self._batch, self._show_batch)

    def enter(self, _argument: str) -> None:
        """Read the outbox again."""
        self._model.load()
        self._model.tick()

    def take_theme(self, theme: Theme) -> None:
        """Row heights and icons of an opened batch."""
        self.batch.take_theme(theme)

    def focus_filter(self) -> None:
        """Ctrl+F in an opened batch."""
        self.batch.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def escape(self) -> bool:
        """Back from an opened batch."""
        opened = bool(self._batch.state.batch_id)
        self._batch.put_away()
        return opened

    def release(self) -> None:
        """Stop listening."""
        self._bindings.release()

    def _open(self, key: str) -> None:
        kind, _colon, name = key.partition(":")
        if kind == "batch":
            title = next((line.title for line in self._model.state.lines if line.key == key), "")
            self._batch.open(name, title)
        else:
            self._model.toggle(key)

    def _show_batch(self, state: BatchState) -> None:
        self._whole.setCurrentWidget(self.batch if state.batch_id else self._main)
        self.batch.show_state(state)

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
        card = Card()
        card.body.addWidget(self.empty)
        self._pages.addWidget(card)
        self._pages.addWidget(scrolled(lines, _("All that goes on")))
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, _("Activity")))
        column.addWidget(self.problem)
        column.addWidget(self._pages, 1)
        self._whole.addWidget(self._main)
        self._whole.addWidget(self.batch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        whole.addWidget(self._whole)
