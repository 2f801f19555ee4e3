"""The lower part of the fleet: skeleton, table, or words where there are no rows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.screens.fleet.table import FleetTable
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.fleet.state import FleetPhase, FleetState
from celliq_desktop.viewmodels.sync import SyncPhase, SyncState
from celliq_desktop.viewmodels.words import _

_SKELETON, _TABLE, _WORDS = range(3)


class FleetPages(QStackedWidget):
    """``pressed`` is the one action of the words."""

    pressed = Signal()

    def __init__(self, table: FleetTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown, self._syncing = FleetState(), False
        self._empty = EmptyState("")
        self._empty.pressed.connect(self.pressed)
        self._progress = label(Role.STRONG)
        self._hint = label(Role.SECONDARY, _("Cars appear here as soon as they have arrived."))
        for content in (self._waiting(), table, self._empty):
            card = Card()
            card.body.setContentsMargins(SIZES.line, SIZES.gap1, SIZES.line, SIZES.gap1)
            card.body.addWidget(content)
            self.addWidget(card)

    def show_state(self, state: FleetState) -> None:
        """Choose the page."""
        self._shown = state
        first_sync = state.phase is FleetPhase.FIRST_RUN and self._syncing
        for line in (self._progress, self._hint):
            line.setVisible(first_sync)
        if first_sync or state.phase is FleetPhase.LOADING:
            self.setCurrentIndex(_SKELETON)
            return
        words = _words_for(state)
        if words is not None:
            self._empty.show_words(words[1], words[2], glyph=words[0], action=words[3])
        self.setCurrentIndex(_TABLE if words is None else _WORDS)

    def show_sync(self, state: SyncState) -> None:
        """How far the first sync is, where nothing else can be shown."""
        self._syncing = state.phase is SyncPhase.SYNCING
        self._progress.setText(_("First sync: {words}").format(words=state.words))
        if self._shown.phase is FleetPhase.FIRST_RUN:
            self.show_state(self._shown)

    def _waiting(self) -> QWidget:
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(SIZES.gap4, SIZES.gap2, SIZES.gap4, SIZES.gap2)
        head.addWidget(self._progress)
        head.addWidget(self._hint)
        column.addLayout(head)
        column.addWidget(Skeleton(_("Reading the fleet")), 1)
        return waiting


def _words_for(state: FleetState) -> tuple[Glyph, str, str, str] | None:
    """Icon, headline, detail and action where there are no rows to show; None where there are."""
    match state.phase:
        case FleetPhase.FAILED:
            problem = state.problem
            headline = problem.message if problem else _("The fleet could not be read.")
            detail = f"{problem.safe} {problem.next_step}".strip() if problem else ""
            return Glyph.X_CIRCLE, headline, detail, _("Try again")
        case FleetPhase.FIRST_RUN:
            return (
                Glyph.SYNC,
                _("No cars here yet"),
                _("The first sync brings your fleet to this computer."),
                _("Sync now"),
            )
        case FleetPhase.EMPTY:
            return (
                Glyph.CAR,
                _("Your fleet is empty"),
                _("Its owner agrees in the browser."),
                _("Connect a car"),
            )
        case _ if not len(state.view):
            return (
                Glyph.SEARCH,
                _("No car matches"),
                _("Every word and every filter has to fit."),
                _("Clear search and filters"),
            )
    return None
