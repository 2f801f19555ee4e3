"""The fleet's columns, declared: a new column is one entry in ``COLUMNS``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from celliq_desktop.domain import vin
from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.viewmodels.fleet.readiness import Readiness, readiness_of
from celliq_desktop.viewmodels.formats import NOTHING, Formats
from celliq_desktop.viewmodels.tones import tone_of_grade


class CellKind(Enum):
    """How a column is drawn."""

    TEXT = "text"
    NUMBER = "number"
    VIN = "vin"
    HEALTH = "health"
    PILL = "pill"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows. ``extra`` is a second, quieter text (an interval); ``tone`` colours a pill or a badge whose
    letter is ``mark``; ``muted`` greys a value without evidence, ``quiet`` draws a pill without its ground; ``tip``
    says why."""

    text: str
    extra: str = ""
    tone: str = ""
    mark: str = ""
    muted: bool = False
    quiet: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """What wording a cell needs beside the row: formats and the present time."""

    formats: Formats
    now: datetime


class Shown(Enum):
    """When a column is there, as long as nobody chose columns."""

    ALWAYS = "always"
    WIDE = "where there is room"
    ASKED = "when asked for"


SortValue = float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``width`` in average characters. ``sort`` None puts a car last, whichever way the column is sorted."""

    key: str
    title: str
    tip: str
    kind: CellKind
    width: int
    cell: Callable[[FleetRow, Moment], Cell]
    sort: Callable[[FleetRow], SortValue]
    shown: Shown = Shown.ALWAYS


STATUS_WORDS = {
    VehicleStatus.ACTIVE: ("Connected", "good"),
    VehicleStatus.PENDING: ("Pending", "info"),
    VehicleStatus.ATTENTION: ("Attention", "fair"),
    VehicleStatus.DISCONNECTED: ("Disconnected", "poor"),
}
_STATUS_ORDER = {status: float(at) for at, status in enumerate(VehicleStatus)}
_REPORT_WORDS = {
    ReportStatus.VALID: ("Valid", "good"),
    ReportStatus.SUPERSEDED: ("Superseded", "fair"),
    ReportStatus.EXPIRED: ("Expired", "fair"),
    ReportStatus.REVOKED: ("Revoked", "poor"),
}
_READY_ORDER = {state: float(at) for at, state in enumerate(Readiness)}
_ABSENT = Cell(NOTHING, muted=True)


def car_title(row: FleetRow) -> str:
    """``Volkswagen ID.3 Pro``."""
    return " ".join(part for part in (row.make, row.model, row.trim) if part)


def expired(row: FleetRow, now: datetime) -> bool:
    """True when the newest report's validity is over, whatever its status was when it was fetched."""
    return row.report_valid_until is not None and row.report_valid_until < now


def _status(row: FleetRow, _at: Moment) -> Cell:
    words, tone = STATUS_WORDS.get(row.status, (row.status_raw, "none"))
    return Cell(words, tone=tone, quiet=True)


def _health(row: FleetRow, at: Moment) -> Cell:
    if row.soh_percent is None:
        return Cell(NOTHING, tone="none", muted=True, tip=row.estimate_reason or readiness_of(row).detail)
    interval = ""
    if row.soh_low_percent is not None and row.soh_high_percent is not None:
        interval = "±" + at.formats.number((row.soh_high_percent - row.soh_low_percent) / 2, 1)
    evidence = f"From {row.sessions_used} of {row.sessions_found} charges" if row.sessions_used is not None else ""
    tone = tone_of_grade(row.grade)
    return Cell(at.formats.percent(row.soh_percent), interval, tone, row.grade or "", tip=evidence)


def _report(row: FleetRow, at: Moment) -> Cell:
    if row.report_status is None:
        return Cell("None", tone="none", quiet=True)
    if row.report_status is ReportStatus.VALID and expired(row, at.now):
        return Cell("Expired", at.formats.date(row.report_valid_until), "fair")
    words, tone = _REPORT_WORDS.get(row.report_status, ("Unknown", "none"))
    until = row.report_valid_until if row.report_status is ReportStatus.VALID else None
    return Cell(words, f"to {at.formats.date(until)}" if until is not None else "", tone)


def _ready(row: FleetRow, _at: Moment) -> Cell:
    words = readiness_of(row)
    return Cell(words.words, tone=words.tone, tip=words.detail)


def _age(row: FleetRow, at: Moment) -> Cell:
    if row.newest_reading_s is None:
        return Cell("never", muted=True)
    return Cell(at.formats.epoch_age(row.newest_reading_s, at.now))


def _sessions(row: FleetRow, _at: Moment) -> Cell:
    if row.sessions_found is None:
        return _ABSENT
    return Cell(f"{row.sessions_used or 0} of {row.sessions_found}")


def _number(read: Callable[[FleetRow], float | None], unit: str, digits: int = 0) -> Callable[[FleetRow, Moment], Cell]:
    def cell(row: FleetRow, at: Moment) -> Cell:
        value = read(row)
        return _ABSENT if value is None else Cell(at.formats.number(value, digits, unit))

    return cell


def _ready_order(row: FleetRow) -> float:
    state = readiness_of(row).state
    return _READY_ORDER[state] - min(row.sessions_used or 0, 99) / 100


COLUMNS: tuple[Column, ...] = (
    Column(
        key="status",
        title="Connection",
        tip="Connection of the car to CellIQ",
        kind=CellKind.PILL,
        width=14,
        cell=_status,
        sort=lambda row: _STATUS_ORDER[row.status],
    ),
    Column(
        key="vin",
        title="VIN",
        tip="Vehicle identification number",
        kind=CellKind.VIN,
        width=23,
        cell=lambda row, _at: Cell(vin.grouped(row.vin)),
        sort=lambda row: row.vin,
    ),
    Column(
        key="car",
        title="Car",
        tip="Make, model and trim",
        kind=CellKind.TEXT,
        width=22,
        cell=lambda row, _at: Cell(car_title(row)),
        sort=lambda row: car_title(row).lower(),
    ),
    Column(
        key="year",
        title="Year",
        tip="Model year",
        kind=CellKind.NUMBER,
        width=6,
        cell=lambda row, _at: Cell(str(row.year)),
        sort=lambda row: float(row.year),
    ),
    Column(
        key="soh",
        title="State of health",
        tip="Estimated by this desk from charges, with the 95 % interval",
        kind=CellKind.HEALTH,
        width=18,
        cell=_health,
        sort=lambda row: row.soh_percent,
    ),
    Column(
        key="server_soh",
        title="CellIQ",
        tip="State of health as CellIQ reports it; never blended with this desk's estimate",
        kind=CellKind.NUMBER,
        width=9,
        cell=_number(lambda row: row.server_soh_percent, "%", 1),
        sort=lambda row: row.server_soh_percent,
    ),
    Column(
        key="ready",
        title="Readiness",
        tip="Whether a report can be issued",
        kind=CellKind.PILL,
        width=18,
        cell=_ready,
        sort=_ready_order,
    ),
    Column(
        key="report",
        title="Report",
        tip="Newest report and how long it is valid",
        kind=CellKind.PILL,
        width=22,
        cell=_report,
        sort=lambda row: row.report_valid_until.timestamp() if row.report_valid_until else None,
    ),
    Column(
        key="age",
        title="Data",
        tip="Age of the newest reading",
        kind=CellKind.NUMBER,
        width=12,
        cell=_age,
        sort=lambda row: -row.newest_reading_s if row.newest_reading_s is not None else None,
    ),
    Column(
        key="odometer",
        title="Odometer",
        tip="As reported by the car",
        kind=CellKind.NUMBER,
        width=12,
        cell=_number(lambda row: row.odometer_km, "km"),
        sort=lambda row: row.odometer_km,
    ),
    Column(
        key="soc",
        title="SoC",
        tip="State of charge at the newest reading",
        kind=CellKind.NUMBER,
        width=8,
        cell=_number(lambda row: row.soc_percent, "%"),
        sort=lambda row: row.soc_percent,
        shown=Shown.WIDE,
    ),
    Column(
        key="dc_share",
        title="DC share",
        tip="Share of the charged energy that came from DC chargers",
        kind=CellKind.NUMBER,
        width=10,
        cell=_number(lambda row: row.dc_share_percent, "%"),
        sort=lambda row: row.dc_share_percent,
        shown=Shown.WIDE,
    ),
    Column(
        key="sessions",
        title="Charges",
        tip="Charges used for the estimate, of those found",
        kind=CellKind.NUMBER,
        width=10,
        cell=_sessions,
        sort=lambda row: row.sessions_used,
        shown=Shown.WIDE,
    ),
    Column(
        key="range",
        title="Range",
        tip="As reported by the car",
        kind=CellKind.NUMBER,
        width=9,
        cell=_number(lambda row: row.range_km, "km"),
        sort=lambda row: row.range_km,
        shown=Shown.ASKED,
    ),
    Column(
        key="capacity",
        title="Capacity new",
        tip="Usable energy when new, as declared",
        kind=CellKind.NUMBER,
        width=12,
        cell=_number(lambda row: row.nominal_capacity_kwh, "kWh", 1),
        sort=lambda row: row.nominal_capacity_kwh,
        shown=Shown.ASKED,
    ),
    Column(
        key="seller",
        title="Seller",
        tip="E-mail of the seller",
        kind=CellKind.TEXT,
        width=26,
        cell=lambda row, _at: Cell(row.seller_email) if row.seller_email else _ABSENT,
        sort=lambda row: row.seller_email,
        shown=Shown.ASKED,
    ),
)
