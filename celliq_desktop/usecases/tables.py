"""Tables of cars and reports out, as CSV or XLSX: whole files or none, and no cell a program takes for a formula."""

from collections.abc import Sequence
from pathlib import Path

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.problems import NeedsYou, Problem
from celliq_desktop.domain.reports import Report, Verification
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.tables_out import Cell, table_bytes
from celliq_desktop.usecases.desk import Desk

_FLEET = (
    *("vin", "make", "model", "trim", "year", "status", "soh_percent", "soh_low_percent", "soh_high_percent"),
    *("server_soh_percent", "grade", "charges_used", "soc_percent", "odometer_km", "dc_share_percent"),
    *("report_id", "report_status", "report_valid_until", "seller_email", "last_sync_at"),
)
_REPORTS = (
    *("report_id", "vin", "make", "model", "status", "soh_percent", "soh_low_percent", "soh_high_percent"),
    *("generated_at", "valid_until", "content_sha256"),
)
_VERDICTS = (
    *("file", "verdict", "reasons", "report_id", "issuer", "vehicle", "vin_masked", "soh_percent"),
    *("sealed_at", "timestamp", "asked_online", "record_status", "sample", "sha256"),
)


def check_suffix(path: Path | None) -> None:
    """NeedsYou ``usage``, before any work is done, for a file that is neither .csv nor .xlsx."""
    if path is not None and path.suffix.lower() not in (".csv", ".xlsx"):
        raise NeedsYou(
            "usage", N_("--out takes a .csv or an .xlsx file."), next_step=N_("For example --out table.xlsx.")
        )


def write_fleet(desk: Desk, cars: Sequence[FleetRow], path: Path) -> None:
    """One row a car, in the order given; numbers in the units their names say, empty where nothing is known."""
    rows = (
        (
            *(one.vin, one.make, one.model, one.trim, one.year, one.status_raw),
            *(one.soh_percent, one.soh_low_percent, one.soh_high_percent, one.server_soh_percent, one.grade),
            *(one.sessions_used, one.soc_percent, one.odometer_km, one.dc_share_percent, one.latest_report_id),
            *(one.report_status.value if one.report_status else None, one.report_valid_until),
            *(one.seller_email, one.last_sync_at),
        )
        for one in cars
    )
    desk.files.write(path, table_bytes(path.suffix, _FLEET, rows))


def write_reports(desk: Desk, reports: Sequence[Report], path: Path) -> None:
    """One row a report, in the order given."""
    rows = (
        (
            *(one.id, one.vin, one.make, one.model, one.status_raw, one.soh_percent, one.soh_low_percent),
            *(one.soh_high_percent, one.generated_at, one.valid_until, one.content_sha256),
        )
        for one in reports
    )
    desk.files.write(path, table_bytes(path.suffix, _REPORTS, rows))


def write_verdicts(desk: Desk, answers: Sequence[tuple[str, Verification | Problem | None]], path: Path) -> None:
    """One row a file that was verified, by name; a file without an answer says why, or that it was not checked."""
    desk.files.write(path, table_bytes(path.suffix, _VERDICTS, (_verdict(name, found) for name, found in answers)))


def _verdict(name: str, found: Verification | Problem | None) -> tuple[Cell, ...]:
    if isinstance(found, Verification):
        return (
            *(name, found.verdict.value, " ".join(found.reasons), found.report_id, found.issuer, found.vehicle),
            *(found.vin_masked, found.soh_percent, found.sealed_at, found.timestamp, found.online),
            *(found.record_status, found.sample, found.sha256),
        )
    verdict = N_("not checked") if found is None else N_("not readable")
    return (name, verdict, None if found is None else found.message, *[None] * (len(_VERDICTS) - 3))
