"""Connections: further services above, their cars and links below."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from celliq_desktop.ui.screens.connections.by_hand_card import ByHandCard
from celliq_desktop.ui.screens.connections.garage_row import GarageRow
from celliq_desktop.ui.screens.connections.links_panel import LinksPanel
from celliq_desktop.ui.screens.connections.services_panel import ServicesPanel
from celliq_desktop.ui.screens.held_lines import HeldLines, WaitingLink
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.scrolling import scrolled
from celliq_desktop.viewmodels.activity_lines import ActivityLine
from celliq_desktop.viewmodels.connect import AT_EV_ENERGY, ConnectViewModel
from celliq_desktop.viewmodels.connections.catalogue import CatalogueViewModel
from celliq_desktop.viewmodels.connections.garage import GarageViewModel
from celliq_desktop.viewmodels.connections.links import LinksViewModel
from celliq_desktop.viewmodels.connections.services import ServicesViewModel
from celliq_desktop.viewmodels.fleet.model import title_of
from celliq_desktop.viewmodels.words import _


class ConnectionsScreen(Screen):
    """Parts with a view-model each."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._services_model = ServicesViewModel(context.bench, context.formats)
        self._links_model = LinksViewModel(context.bench, context.formats, partial(title_of, context.models.fleet))
        self.services = ServicesPanel(self._services_model, context.toasts)
        bringing_in = ConnectViewModel(context.bench, AT_EV_ENERGY)
        catalogue = CatalogueViewModel(context.bench)
        self.by_hand = ByHandCard(catalogue)
        garage = GarageRow(GarageViewModel(context.bench), context.toasts)
        self.links = LinksPanel(self._links_model, bringing_in, garage, context.toasts, context.navigator)
        self.links.by_hand.clicked.connect(catalogue.open)
        self.held = HeldLines(context, _at_ev_energy)
        self.waiting = WaitingLink(context, _at_ev_energy)
        inside = QWidget()
        parts = QVBoxLayout(inside)
        parts.setContentsMargins(0, 0, SIZES.gap2, 0)
        parts.setSpacing(SIZES.gap4)
        parts.addWidget(self.services)
        parts.addWidget(self.by_hand)
        parts.addWidget(self.links, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, _("Connections")))
        column.addWidget(self.held)
        column.addWidget(self.waiting)
        column.addWidget(scrolled(inside, _("Services and links")), 1)

    def enter(self, argument: str) -> None:
        """Read the mirror again; ``argument`` may be the id of a remote car to look at."""
        self._services_model.load()
        self._links_model.load()
        if argument:
            self._links_model.choose(argument)

    def release(self) -> None:
        """Let go of both."""
        self.held.release()
        self.waiting.release()
        self.services.release()
        self.by_hand.release()
        self.links.release()


def _at_ev_energy(line: ActivityLine) -> bool:
    return line.about.startswith(("remote_", "onboarding_link"))
