"""Reading reports, and asking whether one can be issued."""

import hashlib
import logging
from pathlib import Path

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.reports import Report, SealedExport, Validation
from celliq_desktop.mirror import exports
from celliq_desktop.mirror import reports as rows
from celliq_desktop.usecases.desk import Desk

_log = logging.getLogger(__name__)


def report_library(desk: Desk) -> tuple[Report, ...]:
    """Every issued report in the mirror, newest first."""
    with desk.mirror.read() as session:
        return rows.reports(session)


def report_exports(desk: Desk) -> tuple[SealedExport, ...]:
    """Every file this desk handed out, newest first."""
    with desk.mirror.read() as session:
        return exports.exports(session)


def settle_exports(desk: Desk) -> int:
    """At a start: files that the program, ending too early, had written and not confirmed are handed out after all; how
    many. A desk of a group leaves files of other computers alone: it does not see them."""
    with desk.mirror.read() as session:
        begun = exports.begun(session)
    found = [export for export in begun if _is_there(export)]
    if not begun:
        return 0
    try:
        with desk.mirror.write() as session:
            for export in found:
                exports.confirm(session, export)
            exports.withdraw_old(session, desk.clock.now())
    except BadSurroundings as problem:
        _log.warning("sealed files could not be confirmed yet: %s", problem.code)  # a full disk; the next start tries
        return 0
    return len(found)


def _is_there(export: SealedExport) -> bool:
    try:
        return hashlib.sha256(Path(export.path).read_bytes()).hexdigest() == export.sha256
    except OSError:
        return False


def validate(desk: Desk, vehicle_id: VehicleId) -> Validation:
    """Ask the server; nothing is spent."""
    return desk.api.validate_report(vehicle_id)
