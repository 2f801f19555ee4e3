"""The connection of a car to ev.energy: how it stands, what it reported, what went wrong."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.pill import Pill
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.vehicle.connection import ConnectionState, ConnectionViewModel, ErrorLine, StatusLine
from celliq_desktop.viewmodels.vehicle.further_logs import LogLine
from celliq_desktop.viewmodels.words import N_, _

_STATUS: tuple[LineColumn[StatusLine], ...] = (
    LineColumn(N_("Reported"), lambda line: line.time, lambda line: line.time_s, stretch=True),
    LineColumn(N_("State"), lambda line: line.state, lambda line: line.state),
    LineColumn(N_("SoC"), lambda line: line.soc, number=True),
    LineColumn(N_("Power"), lambda line: line.power, number=True),
    LineColumn(N_("Energy"), lambda line: line.energy, number=True, spare=True),
    LineColumn(N_("Odometer"), lambda line: line.odometer, number=True, spare=True),
)
_ERRORS: tuple[LineColumn[ErrorLine], ...] = (
    LineColumn(N_("When"), lambda line: line.time, lambda line: line.time_s),
    LineColumn(N_("Error"), lambda line: line.code, lambda line: line.code),
    LineColumn(N_("What the service says"), lambda line: line.detail, stretch=True),
)
_FURTHER: tuple[LineColumn[LogLine], ...] = (
    LineColumn(N_("When"), lambda line: line.time, lambda line: line.time_s),
    LineColumn(N_("What"), lambda line: line.what, lambda line: line.what, stretch=True),
    LineColumn(N_("Kind"), lambda line: line.detail, lambda line: line.detail),
)
_ERROR_ROWS = 4
_STATUS_PAGE, _FURTHER_PAGE = range(2)


class ConnectionTab(QWidget):
    """Draws a ``ConnectionViewModel``; ``told`` carries words for a toast, ``link_asked`` wants the links screen."""

    told = Signal(str)
    link_asked = Signal()

    def __init__(self, model: ConnectionViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._said = ""
        self.problem = ProblemBanner()
        self.problem.closed.connect(model.forget_problem)
        self.title = label(Role.STRONG)
        self.pill = Pill()
        self.proof = label(Role.SECONDARY, wrap=True)
        self.refresh = button(_("Read now"))
        self.reconnect = button(_("Reconnect"))
        self.disconnect_car = button(_("Disconnect ev.energy"), "quiet")
        self._status: LinesModel[StatusLine] = LinesModel(_STATUS)
        self.status = LinesTable(self._status, _("Status logs"), row_height=SIZES.row)
        self._errors: LinesModel[ErrorLine] = LinesModel(_ERRORS)
        self.errors = LinesTable(self._errors, _("Error logs"), row_height=SIZES.row)
        self.which = Choice(_("Which logs"))
        self.which.addItem(_("Status"))
        self.which.addItem(_("Commands and places"))
        self._further: LinesModel[LogLine] = LinesModel(_FURTHER)
        self.further = LinesTable(self._further, _("Commands and places"), row_height=SIZES.row)
        self.controls = label(Role.SECONDARY, wrap=True)
        self.logs = QStackedWidget()
        self.empty = EmptyState(
            _("Not linked to a car at ev.energy"),
            _("Say which one it is; its charges then count in the estimate."),
            glyph=Glyph.LIGHTNING,
            action=_("Open Connections"),
        )
        self.pages = QStackedWidget()
        self._arrange()
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)

    def open(self, vehicle_id: VehicleId) -> None:
        """Show this car's connection."""
        self._model.open(vehicle_id)

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()
        self._model.close()

    def _show(self, state: ConnectionState) -> None:
        self.problem.show_problem(state.problem)
        self.pages.setCurrentIndex(1 if state.remote is not None else 0)
        if state.remote is not None:
            self.title.setText(
                _("{title} · last report {last_report}").format(
                    title=state.remote.title, last_report=state.remote.last_report
                )
            )
            self.pill.show_state(state.remote.connection, state.remote.tone)
            self.reconnect.setVisible(state.remote.broken)
            self.disconnect_car.setVisible(state.remote.tone == "good")
        self.proof.setText(state.proof)
        for one in (self.refresh, self.reconnect, self.disconnect_car):
            one.setEnabled(not state.busy)
        self._status.show(state.status)
        self.status.fit(_STATUS)
        self._show_further(state)
        self._errors.show(state.errors)
        self.errors.setVisible(bool(state.errors))
        self.errors.fit(_ERRORS)
        rows = min(len(state.errors), _ERROR_ROWS) + 1
        self.errors.setFixedHeight(rows * self.errors.verticalHeader().defaultSectionSize() + SIZES.gap1)
        if state.told and state.told != self._said:
            self.told.emit(state.told)
        self._said = state.told

    def _show_further(self, state: ConnectionState) -> None:
        if state.further is None:
            self._further.show(())
            self.controls.setText(_("Reading…") if state.busy else "")
            if self.logs.currentIndex() == _FURTHER_PAGE and not state.busy:
                self.which.setCurrentIndex(_STATUS_PAGE)  # another car, or the service did not answer
        else:
            self._further.show(state.further.lines)
            words = "" if state.further.lines else _(" Nothing was sent to it and no place was recorded.")
            self.controls.setText(state.further.controls + words)
        self.further.fit(_FURTHER)

    def _choose(self, page: int) -> None:
        if page == _FURTHER_PAGE:
            self._model.look_further()
        self.logs.setCurrentIndex(page)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap2)
        head.addWidget(self.title)
        head.addWidget(self.pill)
        head.addStretch(1)
        actions = QHBoxLayout()  # a row of their own: beside the title they would be wider than a small window has room
        actions.setSpacing(SIZES.gap2)
        actions.addWidget(self.which)
        actions.addStretch(1)
        for one in (self.refresh, self.reconnect, self.disconnect_car):
            actions.addWidget(one)
        self.reconnect.hide()  # one of the two at most, once it is known how the car stands
        self.disconnect_car.hide()
        linked = QWidget()
        column = QVBoxLayout(linked)
        column.setContentsMargins(0, SIZES.gap2, 0, 0)
        column.setSpacing(SIZES.gap2)
        column.addLayout(head)
        column.addWidget(self.proof)
        column.addLayout(actions)
        column.addWidget(self.errors)
        further = QWidget()
        inside = QVBoxLayout(further)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SIZES.gap2)
        inside.addWidget(self.controls)
        inside.addWidget(self.further, 1)
        self.logs.addWidget(self.status)
        self.logs.addWidget(further)
        column.addWidget(self.logs, 1)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(linked)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.problem)
        outside.addWidget(self.pages, 1)
        self.empty.pressed.connect(self.link_asked)
        self.which.activated.connect(self._choose)
        self.refresh.clicked.connect(self._model.refresh)
        self.reconnect.clicked.connect(self._model.reconnect)
        self.disconnect_car.clicked.connect(self._model.disconnect)
