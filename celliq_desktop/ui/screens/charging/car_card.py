"""The car a charging session belongs to, beneath its receipt."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.candidate_card import CandidateCard
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.charging.car_link import CarLinkState, CarLinkViewModel
from celliq_desktop.viewmodels.connections.states import CandidateState
from celliq_desktop.viewmodels.words import _


class CarCard(Card):
    """Draws a ``CarLinkViewModel``; ``release`` it when the session ends."""

    def __init__(self, model: CarLinkViewModel) -> None:
        super().__init__(title=_("Which car it charged"))
        self._model = model
        self._shown: tuple[CandidateState, ...] = ()
        self.candidates: list[CandidateCard] = []
        self.problem = ProblemBanner()
        self.car = label(Role.STRONG, wrap=True)
        self.words = label(Role.SECONDARY, wrap=True)
        self.look = button(_("Find the car"))
        self.undo = button(_("Undo the link"))
        self._list = QVBoxLayout()
        self._list.setSpacing(SIZES.gap2)
        for widget in (self.problem, self.car, self.words):
            self.body.addWidget(widget)
        actions = QHBoxLayout()
        actions.addWidget(self.look)
        actions.addWidget(self.undo)
        actions.addStretch(1)
        self.body.addLayout(actions)
        self.body.addLayout(self._list)
        self.look.clicked.connect(model.look)
        self.undo.clicked.connect(model.undo)
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)

    def release(self) -> None:
        """Stop drawing."""
        self._bindings.release()

    def _show(self, state: CarLinkState) -> None:
        self.setVisible(state.session_id is not None)
        self.problem.show_problem(state.problem)
        self.car.setText(state.linked)
        self.car.setVisible(bool(state.linked))
        self.words.setText(state.words)
        self.look.setVisible(not state.linked)
        self.look.setEnabled(not state.looking)
        self.look.setText(_("Comparing…") if state.looking else _("Find the car"))
        self.undo.setVisible(bool(state.linked))
        if state.candidates is not self._shown:
            self._shown = state.candidates
            for card in self.candidates:
                card.frame.deleteLater()
            self.candidates = [CandidateCard(one) for one in state.candidates]
            for card, one in zip(self.candidates, state.candidates, strict=True):
                card.confirm.clicked.connect(lambda _on=False, which=one.vehicle_id: self._model.confirm(which))
                self._list.addWidget(card.frame)
