"""The vehicle screen: header with its one primary action, verdict and facts, evidence in tabs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.plots.capacity_fit import CapacityFitPlot
from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.ui.plots.health_history import HealthHistoryPlot
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.screens.vehicle.curves_tab import CurvesTab
from celliq_desktop.ui.screens.vehicle.question_card import QuestionCard
from celliq_desktop.ui.screens.vehicle.tables import REPORT_COLUMNS, SESSION_COLUMNS
from celliq_desktop.ui.screens.vehicle.verdict_card import VerdictCard
from celliq_desktop.ui.theme.plots import plot_colours
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.facts_grid import FactsGrid
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LinesModel, LinesTable
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.vehicle.model import VehicleViewModel
from celliq_desktop.viewmodels.vehicle.states import Phase, ReportLine, SessionLine, VehicleState


class VehicleScreen(Screen):
    """Draws a ``VehicleViewModel``; asks it, never the mirror."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._model = model = VehicleViewModel(context.bench, context.formats)
        self._bindings = Bindings(self)
        self._make_header()
        self._banner = ProblemBanner()
        self._question = QuestionCard()
        self._question.accepted.connect(model.generate)
        self._question.dismissed.connect(model.dismiss)
        self._verdict = VerdictCard()
        self._facts = FactsGrid(3)
        self._make_tabs(plot_colours(context.theme.theme))
        self._stack = QStackedWidget()
        self._empty = EmptyState("No car is open", "Choose a car in Fleet, or scan its VIN.")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(Skeleton())
        self._stack.addWidget(self._page())
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addLayout(self._header)
        column.addWidget(self._banner)
        column.addWidget(self._question)
        column.addWidget(self._stack, 1)
        self._bindings.bind(model, self._show)

    def enter(self, argument: str) -> None:
        """Open the car whose id ``argument`` is."""
        if argument:
            self._model.open(VehicleId(argument))

    def take_theme(self, theme: Theme) -> None:
        """Plots draw with the theme's colours."""
        colours = plot_colours(theme)
        for plot in (self._curves.plot, self._fit, self._history):
            plot.apply(colours)
        self._sessions.set_muted_colour(QColor(theme.colours.faint))

    def show_to_buyer(self) -> None:
        """F11: a buyer sees the verdict and the evidence, not the dealer's actions."""
        hidden = self._issue.isHidden()
        self._issue.setVisible(hidden)
        self._pending.setVisible(hidden)

    def escape(self) -> bool:
        """Put the question away."""
        asked = self._model.state.question is not None
        self._model.dismiss()
        return asked

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()
        self._model.close()

    def _make_header(self) -> None:
        self._title = label(Role.TITLE)
        self._subtitle = label(Role.CODE)
        self._pending = label(Role.SECONDARY)
        self._issue = button("Issue report", "primary")
        self._issue.clicked.connect(self._model.ask_generate)
        copy = button("Copy VIN", "quiet")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._model.state.vin))
        back = button("Fleet", "quiet")
        back.setAccessibleName("Back to the fleet")
        back.clicked.connect(self._context.navigator.back)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        line = QHBoxLayout()
        line.addWidget(self._subtitle)
        line.addWidget(copy)
        line.addStretch(1)
        names.addLayout(line)
        self._header = QHBoxLayout()
        self._header.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        self._header.addLayout(names, 1)
        self._header.addWidget(self._pending)
        self._header.addWidget(self._issue)

    def _make_tabs(self, colours: PlotColours) -> None:
        self._curves = CurvesTab(colours)
        self._fit = CapacityFitPlot(colours)
        self._history = HealthHistoryPlot(colours)
        self._sessions: LinesModel[SessionLine] = LinesModel(SESSION_COLUMNS, lambda line: not line.used)
        self._session_table = LinesTable(self._sessions, "Charging sessions", row_height=SIZES.row)
        self._reports: LinesModel[ReportLine] = LinesModel(REPORT_COLUMNS)
        self._report_table = LinesTable(self._reports, "Reports of this car", row_height=SIZES.row)
        self._report_table.opened.connect(self._open_report)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        for title, page in (
            ("Charge curves", self._curves),
            ("Capacity", self._fit),
            ("History", self._history),
            ("Sessions", self._session_table),
            ("Reports", self._report_table),
        ):
            self._tabs.addTab(page, title)

    def _page(self) -> QWidget:
        page = QWidget()
        facts = Card()
        facts.body.addWidget(label(Role.HEADING, "This car"))
        facts.body.addWidget(self._facts)
        facts.body.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(SIZES.gap3)
        left.addWidget(self._verdict, 3)
        left.addWidget(facts, 2)
        evidence = Card()
        evidence.body.addWidget(self._tabs, 1)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.gap3)
        row.addLayout(left, 2)
        row.addWidget(evidence, 3)
        return page

    def _show(self, state: VehicleState) -> None:
        self._title.setText(state.title)
        self._subtitle.setText(state.subtitle)
        self._pending.setText(state.pending or state.as_of)
        self._issue.setEnabled(state.phase is Phase.READY and state.can_generate and not state.busy)
        self._issue.setText("Checking…" if state.busy else "Issue report")
        self._banner.show_problem(state.problem)
        self._question.show_question(state.question)
        if state.phase is Phase.GONE:
            self._empty.show_words("This car is gone", "The server no longer has it; its reports stay in Reports.")
        pages = {Phase.LOADING: 1, Phase.READY: 2, Phase.FAILED: 0, Phase.GONE: 0, Phase.EMPTY: 0}
        self._stack.setCurrentIndex(pages[state.phase])
        if state.phase is Phase.READY:
            self._show_ready(state)

    def _show_ready(self, state: VehicleState) -> None:
        if state.verdict is not None:
            self._verdict.show_verdict(state.verdict, state.flags)
        self._facts.show_facts(state.facts)
        for at, there in enumerate((state.curves, state.fit, state.history, state.sessions, state.reports)):
            self._tabs.setTabEnabled(at, bool(there))
        if state.curves is not None:
            self._curves.show_curves(state.curves)
        if state.fit is not None:
            self._fit.show_fit(state.fit)
        if state.history is not None:
            self._history.show_history(state.history)
        self._sessions.show(state.sessions)
        self._reports.show(state.reports)
        self._session_table.fit(SESSION_COLUMNS)
        self._report_table.fit(REPORT_COLUMNS)

    def _open_report(self, row: int) -> None:
        line = self._reports.line(row)
        if line is not None:
            self._context.navigator.open_screen("reports", line.id)
