"""``fleet list`` and ``vehicle show``: what the mirror knows, without the network."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, table
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain import vin as vins
from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.links import Link
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.sessions import JudgedSession
from celliq_desktop.domain.vehicle_detail import VehicleDetail

if TYPE_CHECKING:  # the desk brings the database along
    from celliq_desktop.usecases.desk import Desk

fleet = typer.Typer(help="The fleet in the mirror.", no_args_is_help=True)
vehicle = typer.Typer(help="One car.", no_args_is_help=True)


@fleet.callback()
def _fleet() -> None:
    """The fleet in the mirror."""


@vehicle.callback()
def _vehicle() -> None:
    """One car."""


@fleet.command("list")
def list_fleet(
    context: typer.Context,
    search: Annotated[str, typer.Option(help="Words that must all occur.")] = "",
    status: Annotated[str, typer.Option(help="active, pending, attention or disconnected.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most this many; 0 for all.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Also write these cars here, .csv or .xlsx.")] = None,
) -> Answer:
    """Cars of the mirror, newest data as of the last sync."""
    from celliq_desktop.usecases.tables import check_suffix, write_fleet
    from celliq_desktop.usecases.vehicles import fleet as read

    check_suffix(out)
    words = search.lower().split()
    with open_desk(context.obj) as desk:
        snapshot = read(desk)
        chosen = [row for row in snapshot.rows if _fits(row, words) and (not status or row.status_raw == status)]
        shown = chosen[:limit] if limit else chosen
        if out is not None:
            write_fleet(desk, shown, out)
    document = {"items": [item(row) for row in shown], "total": len(chosen), "as_of": snapshot.as_of}
    header = ("VIN", "car", "status", "SoH", "interval", "odometer")
    rows = [(row.vin, _car(row), row.status_raw, _soh(row), _interval(row), _km(row)) for row in shown]
    noun = "car" if len(chosen) == 1 else "cars"
    return Answer(document, f"{table(header, rows)}\n{len(chosen):,} {noun}" if rows else "No car fits.")


@vehicle.command("show")
def show_vehicle(context: typer.Context, vin: Annotated[str, typer.Argument(help="The car's VIN.")]) -> Answer:
    """Everything the mirror knows of one car."""
    from celliq_desktop.usecases.vehicles import vehicle_detail

    with open_desk(context.obj) as desk:
        detail = vehicle_detail(desk, car(desk, vin).id)
    return Answer(_document(detail), _words(detail))


def car(desk: "Desk", vin: str) -> FleetRow:
    """The car with this VIN; NeedsYou for what is no VIN, Refused ``unknown_vin`` for one the mirror does not have."""
    from celliq_desktop.usecases.vehicles import find_by_vin

    verdict = vins.judge(vin)
    row = find_by_vin(desk, verdict.vin)
    if row is not None:
        return row
    if not verdict.ok:
        hint = f"Did you mean {verdict.suggestion}?" if verdict.suggestion else "Compare it with the car."
        raise NeedsYou("bad_vin", verdict.message, next_step=hint)
    raise Refused(
        "unknown_vin", f"No car with the VIN {verdict.vin} is in the mirror.", next_step="Run “celliq-desktop sync”."
    )


def item(row: FleetRow) -> dict[str, Any]:
    """The fleet item of cli.md."""
    return {
        "id": row.id,
        "vin": row.vin,
        "make": row.make,
        "model": row.model,
        "trim": row.trim,
        "year": row.year,
        "status": row.status,
        "status_raw": row.status_raw,
        "soh_percent": row.soh_percent,
        "soh_low_percent": row.soh_low_percent,
        "soh_high_percent": row.soh_high_percent,
        "server_soh_percent": row.server_soh_percent,
        "soc_percent": row.soc_percent,
        "odometer_km": row.odometer_km,
        "seller_email": row.seller_email,
        "latest_report_id": row.latest_report_id,
        "last_sync_at": row.last_sync_at,
        "updated_at": row.updated_at,
    }


def report_item(report: Report) -> dict[str, Any]:
    """A report as scripts read it."""
    return {
        "id": report.id,
        "token": report.token,
        "vehicle_id": report.vehicle_id,
        "vin": report.vin,
        "status": report.status,
        "status_raw": report.status_raw,
        "soh_percent": report.soh_percent,
        "soh_low_percent": report.soh_low_percent,
        "soh_high_percent": report.soh_high_percent,
        "generated_at": report.generated_at,
        "valid_until": report.valid_until,
        "content_sha256": report.content_sha256,
    }


def link_item(one: Link) -> dict[str, Any]:
    """A link as scripts read it (cli.md ``link``)."""
    return {
        "vin": one.vin,
        "provider": one.provider,
        "remote_id": one.remote_id,
        "linked_at": one.linked_at,
        "linked_by": one.linked_by,
        "confidence": one.confidence,
        "evidence": list(one.evidence),
    }


def _document(detail: VehicleDetail) -> dict[str, Any]:
    from celliq_desktop.usecases.estimate_health import estimate_json

    estimate = detail.estimate
    return {
        **item(detail.row),
        "readings": {
            "stored": detail.row.readings_stored,
            "offered": detail.readings_offered,
            "newest_at_s": detail.row.newest_reading_s,
        },
        "sessions": [_session(judged) for judged in estimate.sessions] if estimate else [],
        "reports": [report_item(report) for report in detail.reports],
        "links": [link_item(one) for one in detail.links],
        "estimate": estimate_json(estimate) if estimate else None,
        "use": asdict(detail.use),
    }


def _session(judged: JudgedSession) -> dict[str, Any]:
    from celliq_desktop.usecases.estimate_health import session_json

    return dict(session_json(judged))


def _words(detail: VehicleDetail) -> str:
    row, estimate = detail.row, detail.estimate
    lines = [f"{_car(row)}  {row.vin}", f"state of health   {_soh(row)}  {_interval(row)}"]
    if estimate is None:
        lines.append("No telemetry of this car is in the mirror.")
    elif estimate.reason:
        lines.append(estimate.reason)
    else:
        lines.append(
            f"from              {len(estimate.used)} of {len(estimate.sessions)} charges, {estimate.algorithm}"
        )
    lines.append(f"CellIQ's figure   {_percent(row.server_soh_percent)}")
    lines.append(f"odometer          {_km(row)}")
    lines += [
        f"report            {report.id}  {report.status_raw}  {report.generated_at:%Y-%m-%d}"
        for report in detail.reports
    ]
    return "\n".join(lines)


def _fits(row: FleetRow, words: list[str]) -> bool:
    text = f"{row.vin} {_car(row)} {row.seller_email or ''} {row.status_raw}".lower()
    return all(word in text for word in words)


def _car(row: FleetRow) -> str:
    return " ".join(str(part) for part in (row.year, row.make, row.model, row.trim) if part)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} %"


def _soh(row: FleetRow) -> str:
    return _percent(row.soh_percent)


def _interval(row: FleetRow) -> str:
    if row.soh_low_percent is None or row.soh_high_percent is None:
        return ""
    return f"{row.soh_low_percent:.1f} to {row.soh_high_percent:.1f} %"


def _km(row: FleetRow) -> str:
    return "-" if row.odometer_km is None else f"{row.odometer_km:,.0f} km"
