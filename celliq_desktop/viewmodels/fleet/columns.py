"""The fleet's columns, declared: a new column is one entry in ``COLUMNS``."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from celliq_desktop.domain import vin
from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.viewmodels.fleet.cells import (
    ABSENT,
    Cell,
    Moment,
    age_cell,
    car_sort_key,
    car_title,
    health_cell,
    number_cell,
    readiness_cell,
    report_cell,
    sessions_cell,
    status_cell,
)
from celliq_desktop.viewmodels.fleet.readiness import Readiness, readiness_of
from celliq_desktop.viewmodels.words import N_, _


class CellKind(Enum):
    """How a column is drawn."""

    TEXT = "text"
    NUMBER = "number"
    VIN = "vin"
    HEALTH = "health"
    PILL = "pill"


class Shown(Enum):
    """When a column is there, as long as nobody chose columns."""

    ALWAYS = "always"
    WIDE = N_("where there is room")
    ASKED = N_("when asked for")


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

    @property
    def letters(self) -> int:
        """``width``, or more where the title is longer in the language of the window."""
        return max(self.width, len(_(self.title)) + 2)


_STATUS_ORDER = {status: float(at) for at, status in enumerate(VehicleStatus)}
_READY_ORDER = {state: float(at) for at, state in enumerate(Readiness)}


def _ready_order(row: FleetRow) -> float:
    state = readiness_of(row).state
    return _READY_ORDER[state] - min(row.sessions_used or 0, 99) / 100


COLUMNS: tuple[Column, ...] = (
    Column(
        key="status",
        title=N_("Connection"),
        tip=N_("Connection of the car to CellIQ"),
        kind=CellKind.PILL,
        width=14,
        cell=status_cell,
        sort=lambda row: _STATUS_ORDER[row.status],
    ),
    Column(
        key="vin",
        title=N_("VIN"),
        tip=N_("Vehicle identification number"),
        kind=CellKind.VIN,
        width=23,
        cell=lambda row, _at: Cell(vin.grouped(row.vin)),
        sort=lambda row: row.vin,
    ),
    Column(
        key="car",
        title=N_("Car"),
        tip=N_("Make, model and trim"),
        kind=CellKind.TEXT,
        width=22,
        cell=lambda row, _at: Cell(car_title(row)),
        sort=car_sort_key,
    ),
    Column(
        key="year",
        title=N_("Year"),
        tip=N_("Model year"),
        kind=CellKind.NUMBER,
        width=6,
        cell=lambda row, _at: Cell(str(row.year)),
        sort=lambda row: float(row.year),
    ),
    Column(
        key="soh",
        title=N_("State of health"),
        tip=N_("Estimated by this desk from charges, with the 95 % interval"),
        kind=CellKind.HEALTH,
        width=18,
        cell=health_cell,
        sort=lambda row: row.soh_percent,
    ),
    Column(
        key="server_soh",
        title=N_("CellIQ"),
        tip=N_("State of health as CellIQ reports it; never blended with this desk's estimate"),
        kind=CellKind.NUMBER,
        width=9,
        cell=number_cell(lambda row: row.server_soh_percent, "%", 1),
        sort=lambda row: row.server_soh_percent,
    ),
    Column(
        key="ready",
        title=N_("Readiness"),
        tip=N_("Whether a report can be issued"),
        kind=CellKind.PILL,
        width=18,
        cell=readiness_cell,
        sort=_ready_order,
    ),
    Column(
        key="report",
        title=N_("Report"),
        tip=N_("Newest report and how long it is valid"),
        kind=CellKind.PILL,
        width=22,
        cell=report_cell,
        sort=lambda row: row.report_valid_until.timestamp() if row.report_valid_until else None,
    ),
    Column(
        key="age",
        title=N_("Data"),
        tip=N_("Age of the newest reading"),
        kind=CellKind.NUMBER,
        width=12,
        cell=age_cell,
        sort=lambda row: -row.newest_reading_s if row.newest_reading_s is not None else None,
    ),
    Column(
        key="odometer",
        title=N_("Odometer"),
        tip=N_("As reported by the car"),
        kind=CellKind.NUMBER,
        width=12,
        cell=number_cell(lambda row: row.odometer_km, "km"),
        sort=lambda row: row.odometer_km,
    ),
    Column(
        key="soc",
        title=N_("SoC"),
        tip=N_("State of charge at the newest reading"),
        kind=CellKind.NUMBER,
        width=8,
        cell=number_cell(lambda row: row.soc_percent, "%"),
        sort=lambda row: row.soc_percent,
        shown=Shown.WIDE,
    ),
    Column(
        key="dc_share",
        title=N_("DC share"),
        tip=N_("Share of the charged energy that came from DC chargers"),
        kind=CellKind.NUMBER,
        width=10,
        cell=number_cell(lambda row: row.dc_share_percent, "%"),
        sort=lambda row: row.dc_share_percent,
        shown=Shown.WIDE,
    ),
    Column(
        key="sessions",
        title=N_("Charges"),
        tip=N_("Charges used for the estimate, of those found"),
        kind=CellKind.NUMBER,
        width=10,
        cell=sessions_cell,
        sort=lambda row: row.sessions_used,
        shown=Shown.WIDE,
    ),
    Column(
        key="range",
        title=N_("Range"),
        tip=N_("As reported by the car"),
        kind=CellKind.NUMBER,
        width=9,
        cell=number_cell(lambda row: row.range_km, "km"),
        sort=lambda row: row.range_km,
        shown=Shown.ASKED,
    ),
    Column(
        key="capacity",
        title=N_("Capacity new"),
        tip=N_("Usable energy when new, as declared"),
        kind=CellKind.NUMBER,
        width=12,
        cell=number_cell(lambda row: row.nominal_capacity_kwh, "kWh", 1),
        sort=lambda row: row.nominal_capacity_kwh,
        shown=Shown.ASKED,
    ),
    Column(
        key="seller",
        title=N_("Seller"),
        tip=N_("E-mail of the seller"),
        kind=CellKind.TEXT,
        width=26,
        cell=lambda row, _at: Cell(row.seller_email) if row.seller_email else ABSENT,
        sort=lambda row: row.seller_email,
        shown=Shown.ASKED,
    ),
)
