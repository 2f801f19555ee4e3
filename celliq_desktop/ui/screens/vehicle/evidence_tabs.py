"""What the verdict rests on, in tabs; a tab without evidence says why it is empty."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.plots.capacity_fit import CapacityFitPlot
from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.ui.plots.health_history import HealthHistoryPlot
from celliq_desktop.ui.plots.incremental import IncrementalPlot
from celliq_desktop.ui.screens.vehicle.curves_tab import CurvesTab
from celliq_desktop.ui.screens.vehicle.history_tab import HistoryTab
from celliq_desktop.ui.screens.vehicle.plot_tab import PlotTab
from celliq_desktop.ui.screens.vehicle.sessions_tab import SessionsTab
from celliq_desktop.ui.screens.vehicle.tables import REPORT_COLUMNS
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.facts_grid import FactsGrid
from celliq_desktop.ui.widgets.lines_table import LinesModel, LinesTable
from celliq_desktop.viewmodels.vehicle.states import ReportLine, VehicleState
from celliq_desktop.viewmodels.words import _


class _Tab(QStackedWidget):
    """The evidence, or the reason why there is none yet."""

    def __init__(self, page: QWidget, headline: str, detail: str, glyph: Glyph) -> None:
        super().__init__()
        self.addWidget(page)
        self.addWidget(EmptyState(headline, detail, glyph=glyph))

    def show_there(self, there: bool) -> None:
        self.setCurrentIndex(0 if there else 1)


def _page(facts: FactsGrid) -> QWidget:
    """Facts at the top of a tab of their own."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, SIZES.gap4, 0, 0)
    column.addWidget(facts)
    column.addStretch(1)
    return page


class EvidenceTabs(QTabWidget):
    """Draws the evidence of a ``VehicleState``. ``report_opened`` carries a report's id, ``told`` words for a toast."""

    report_opened = Signal(str)
    told = Signal(str)

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves = CurvesTab(colours)
        self.fit = CapacityFitPlot(colours)
        self.history = HealthHistoryPlot(colours)
        self._fit_tab, self.history_tab = PlotTab(self.fit), HistoryTab(self.history)
        self.incremental = IncrementalPlot(colours)
        self._incremental_tab = PlotTab(self.incremental)
        self.charges = SessionsTab()
        self.use = FactsGrid(3)
        self.sessions = self.charges.table
        self._reports: LinesModel[ReportLine] = LinesModel(REPORT_COLUMNS)
        self.reports = LinesTable(self._reports, _("Reports of this car"), row_height=SIZES.row)
        self.reports.opened.connect(self._open_report)
        for source in (
            self.curves.plot_actions,
            self._fit_tab.plot_actions,
            self.history_tab.plot_actions,
            self._incremental_tab.plot_actions,
        ):
            source.told.connect(self.told)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setAccessibleName(_("Evidence"))
        charge = _("Charges appear here after the first one is synced.")
        self._tabs = tuple(
            self._add(title, _Tab(page, headline, detail, glyph))
            for title, page, headline, detail, glyph in (
                (_("Charge curves"), self.curves, _("No charge curve yet"), charge, Glyph.LIGHTNING),
                (_("Capacity"), self._fit_tab, _("No charge with measured energy yet"), charge, Glyph.BATTERY_CHARGING),
                (
                    _("History"),
                    self.history_tab,
                    _("No history yet"),
                    _("It begins with the second estimate of this car."),
                    Glyph.CHART,
                ),
                (
                    "dQ/dV",
                    self._incremental_tab,
                    _("No slow charge with voltage and current yet"),
                    _("They come with telemetry of the battery itself, or a charging log added by hand."),
                    Glyph.CHART,
                ),
                (_("Sessions"), self.charges, _("No charging session yet"), charge, Glyph.LIGHTNING),
                (_("Use"), _page(self.use), _("Nothing observed yet"), charge, Glyph.CHART),
                (
                    _("Reports"),
                    self.reports,
                    _("No report of this car yet"),
                    _("Issue the first one above."),
                    Glyph.FILE,
                ),
            )
        )

    def sizeHint(self) -> QSize:
        """As large as it is allowed to be; the verdict beside it asks for the height."""
        return self.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Wrapped words inside do not make the page taller: plots and tables take what is left."""
        return False

    def show_state(self, state: VehicleState) -> None:
        """Take over what is there."""
        evidence = (
            *(state.curves, state.fit, state.history, state.incremental),
            *(state.sessions, state.use, state.reports),
        )
        for tab, there in zip(self._tabs, evidence, strict=True):
            tab.show_there(bool(there))
        if state.curves is not None:
            self.curves.show_curves(state.curves)
        if state.fit is not None:
            self.fit.show_state(state.fit)
            self._fit_tab.say(state.fit.words)
        if state.history is not None:
            self.history_tab.show_history(state.history)
        if state.incremental is not None:
            self.incremental.show_state(state.incremental)
            self._incremental_tab.say(state.incremental.words)
        self.charges.show_sessions(state.sessions, state.without, state.manual)
        self.use.show_facts(state.use)
        self._reports.show(state.reports)
        self.reports.fit(REPORT_COLUMNS)

    def apply(self, colours: PlotColours) -> None:
        """Plots draw with the theme's colours."""
        for plot in (self.curves.plot, self.fit, self.history, self.incremental):
            plot.apply(colours)

    def _add(self, title: str, tab: _Tab) -> _Tab:
        self.addTab(tab, title)
        return tab

    def _open_report(self, row: int) -> None:
        line = self._reports.line(row)
        if line is not None:
            self.report_opened.emit(line.id)
