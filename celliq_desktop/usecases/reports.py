"""Reading reports, and asking whether one can be issued."""

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.reports import Report, SealedExport, Validation
from celliq_desktop.mirror import exports
from celliq_desktop.mirror import reports as rows
from celliq_desktop.usecases.desk import Desk


def report_library(desk: Desk) -> tuple[Report, ...]:
    """Every issued report in the mirror, newest first."""
    with desk.mirror.read() as session:
        return rows.reports(session)


def report_exports(desk: Desk) -> tuple[SealedExport, ...]:
    """Every file this desk handed out, newest first."""
    with desk.mirror.read() as session:
        return exports.exports(session)


def validate(desk: Desk, vehicle_id: VehicleId) -> Validation:
    """Ask the server; nothing is spent."""
    return desk.api.validate_report(vehicle_id)
