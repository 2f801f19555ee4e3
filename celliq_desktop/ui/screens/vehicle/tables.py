"""Columns of the sessions and reports tables."""

from celliq_desktop.ui.widgets.lines_table import LineColumn
from celliq_desktop.viewmodels.vehicle.states import ReportLine, SessionLine
from celliq_desktop.viewmodels.words import N_

SESSION_COLUMNS: tuple[LineColumn[SessionLine], ...] = (
    LineColumn(N_("Start"), lambda line: line.day, lambda line: line.start_sort, tip=lambda line: line.start),
    LineColumn(N_("Kind"), lambda line: line.kind, lambda line: line.kind),
    LineColumn(
        N_("Charged"),
        lambda line: line.soc,
        lambda line: line.delta_sort,
        number=True,
        tip=lambda line: N_("{delta} charged").format(delta=line.delta),
    ),
    LineColumn(N_("Energy"), lambda line: line.energy, lambda line: line.energy_sort, number=True, spare=True),
    LineColumn(N_("Capacity"), lambda line: line.capacity, lambda line: line.capacity_sort, number=True),
    LineColumn(N_("In the estimate"), lambda line: line.verdict, lambda line: line.verdict, stretch=True),
)

REPORT_COLUMNS: tuple[LineColumn[ReportLine], ...] = (
    LineColumn(N_("Issued"), lambda line: line.generated),
    LineColumn(N_("State of health"), lambda line: line.soh, number=True),
    LineColumn(N_("Status"), lambda line: line.status, tone=lambda line: line.tone.value),
    LineColumn(N_("Valid until"), lambda line: line.valid_until),
    LineColumn(N_("Report"), lambda line: line.id, stretch=True),
)
