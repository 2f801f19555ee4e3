"""State of health so far and ahead, and when each line is reached."""

from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.plots.health_history import HealthHistoryPlot
from celliq_desktop.ui.screens.vehicle.plot_tab import PlotTab
from celliq_desktop.ui.widgets.facts_grid import FactsGrid
from celliq_desktop.viewmodels.vehicle.states import HistoryState


class HistoryTab(PlotTab):
    """The plot with its words above it and the forecast's figures below."""

    def __init__(self, plot: HealthHistoryPlot, parent: QWidget | None = None) -> None:
        super().__init__(plot, parent)
        self._history = plot
        self.facts = FactsGrid(4)
        self.put_below(self.facts)

    def show_history(self, state: HistoryState) -> None:
        """Draw ``state``; without a forecast there are no figures below."""
        self._history.show_state(state)
        self.say(state.words)
        self.facts.show_facts(state.ahead.facts if state.ahead is not None else ())
        self.facts.setVisible(state.ahead is not None)
