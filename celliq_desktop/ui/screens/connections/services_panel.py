"""All further services, one card each; stands by itself, so that Settings may place it, too."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.connections.service_card import ServiceCard
from celliq_desktop.ui.screens.screen import Toasts
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.side_by_side import SideBySide
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.connections.services import ServicesViewModel
from celliq_desktop.viewmodels.connections.states import ServicesState
from celliq_desktop.viewmodels.words import _

_BESIDE = 800
"""Pixels, at a text scale of 1, from which the cards stand beside one another."""


class ServicesPanel(QWidget):
    """Draws a ``ServicesViewModel``; ``release`` it when the session ends."""

    def __init__(self, model: ServicesViewModel, toasts: Toasts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._toasts = toasts
        self._told = ""
        self.problem = ProblemBanner()
        self.problem.closed.connect(model.forget_problem)
        self.loading = Skeleton(_("Reading connections"))
        self.cards: dict[str, ServiceCard] = {}
        self._row = SideBySide(_BESIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.problem)
        column.addWidget(self.loading)
        column.addWidget(self._row)
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()
        self._model.close()

    def _show(self, state: ServicesState) -> None:
        self.problem.show_problem(state.problem)
        self.loading.setVisible(not state.loaded)
        for service in state.services:
            card = self.cards.get(service.name)
            if card is None:
                card = self.cards[service.name] = ServiceCard(service.name, service.title)
                card.token_given.connect(self._model.connect)
                card.dropped.connect(self._model.disconnect)
                self._row.add(card)
            card.show_service(service, trying=state.trying == service.name)
        if state.told and state.told != self._told:
            self._toasts.say(state.told)
        self._told = state.told
