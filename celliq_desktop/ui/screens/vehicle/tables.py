"""Columns of the sessions and reports tables."""

from celliq_desktop.ui.widgets.lines_table import LineColumn
from celliq_desktop.viewmodels.vehicle.states import ReportLine, SessionLine

SESSION_COLUMNS: tuple[LineColumn[SessionLine], ...] = (
    LineColumn("Start", lambda line: line.day, lambda line: line.start_sort, tip=lambda line: line.start),
    LineColumn("Kind", lambda line: line.kind, lambda line: line.kind),
    LineColumn(
        "Charged",
        lambda line: line.soc,
        lambda line: line.delta_sort,
        number=True,
        tip=lambda line: f"{line.delta} charged",
    ),
    LineColumn("Energy", lambda line: line.energy, lambda line: line.energy_sort, number=True, spare=True),
    LineColumn("Capacity", lambda line: line.capacity, lambda line: line.capacity_sort, number=True),
    LineColumn("In the estimate", lambda line: line.verdict, lambda line: line.verdict, stretch=True),
)

REPORT_COLUMNS: tuple[LineColumn[ReportLine], ...] = (
    LineColumn("Issued", lambda line: line.generated),
    LineColumn("State of health", lambda line: line.soh, number=True),
    LineColumn("Status", lambda line: line.status, tone=lambda line: line.tone.value),
    LineColumn("Valid until", lambda line: line.valid_until),
    LineColumn("Report", lambda line: line.id, stretch=True),
)
