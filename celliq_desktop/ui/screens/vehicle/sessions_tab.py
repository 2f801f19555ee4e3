"""Every charge that was found, and the figure without one of them as a trial."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.screens.vehicle.log_card import ManualLogs
from celliq_desktop.ui.screens.vehicle.tables import SESSION_COLUMNS
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LinesModel, LinesTable
from celliq_desktop.viewmodels.vehicle.states import ManualLine, SessionLine, WithoutState
from celliq_desktop.viewmodels.words import N_, _

_HINT = N_("Choose a charge the estimate uses to see the figure without it.")


class SessionsTab(QWidget):
    """``left_out`` carries the index of the session to try without; ``put_back`` ends the trial; ``logs`` above the
    table lists what was added by hand."""

    left_out = Signal(int)
    put_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: LinesModel[SessionLine] = LinesModel(SESSION_COLUMNS, lambda line: not line.used)
        self.table = LinesTable(self._lines, _("Charging sessions"), row_height=SIZES.row)
        self.words = label(Role.SECONDARY, _(_HINT), wrap=True)
        self.leave_out = button(_("Try without it"), name=_("Try the estimate without this charge"))
        self.logs = ManualLogs()
        self.back = button(_("Put it back"), "quiet", name=_("Put the charge back"))
        self.leave_out.setEnabled(False)
        self.back.hide()
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._try)
        self.leave_out.clicked.connect(lambda: self._try(self.table.currentIndex().row()))
        self.back.clicked.connect(self.put_back)
        bar = QHBoxLayout()
        bar.setSpacing(SIZES.gap3)
        bar.addWidget(self.words, 1)
        bar.addWidget(self.back)
        bar.addWidget(self.leave_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SIZES.gap2, 0, 0)
        column.setSpacing(SIZES.gap2)
        column.addLayout(bar)
        column.addWidget(self.logs)
        column.addWidget(self.table, 1)

    def show_sessions(
        self, lines: tuple[SessionLine, ...], without: WithoutState | None, logs: tuple[ManualLine, ...] = ()
    ) -> None:
        """Take the lines, what the trial said, and the logs; the chosen row stays chosen."""
        self.logs.show_logs(logs)
        chosen = self._lines.line(self.table.currentIndex().row())
        self._lines.show(lines)
        self.table.fit(SESSION_COLUMNS)
        row = self._lines.row_of(lambda line: chosen is not None and line.start_sort == chosen.start_sort)
        if row >= 0:
            self.table.selectRow(row)
        self.words.setText(without.words if without is not None else _(_HINT))
        self.back.setVisible(without is not None)
        self._moved(row)

    def _moved(self, row: int) -> None:
        line = self._lines.line(row)
        self.leave_out.setEnabled(line is not None and line.used)
        self.leave_out.setToolTip("" if line is None or line.used else _("The estimate does not use this charge."))

    def _try(self, row: int) -> None:
        line = self._lines.line(row)
        if line is not None and line.used:
            self.left_out.emit(line.index)
