"""What one report is made of: everything the paper and the twin say comes from here and from nowhere else."""

from array import array
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from celliq_desktop.domain.curves import BatteryUse, ChargeCurves, SessionCurve
from celliq_desktop.domain.forecast import Cohort, Forecast
from celliq_desktop.domain.health import HealthEstimate, HealthPoint
from celliq_desktop.domain.letterheads import Letterhead
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.domain.vehicle_detail import VehicleDetail

_MOST_POINTS = 240
_MOST_CURVES = 40
_DIGITS = 2
"""Of a curve's percents and kW: a hundredth is less than the width of its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """What the vehicle record says of the car and the report may not; units are in the names."""

    vin: str
    make: str
    model: str
    year: int
    trim: str | None = None
    odometer_km: float | None = None
    soc_percent: float | None = None
    nominal_capacity_kwh: float | None = None
    connected_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """An issued report, the evidence we hold, and who hands it out: all of it stands in the twin, from which the same
    paper can be drawn again, so nothing belongs here that a buyer may not see. ``verify_url`` is built by
    ``domain.urls`` and goes into the QR code as it is; ``language`` is one of ``pdf.LANGUAGES``; ``prepared_at`` is
    aware UTC. ``sample`` marks a report that no real car stands behind."""

    report: Report
    car_record: Car
    estimate: HealthEstimate | None
    curves: ChargeCurves
    use: BatteryUse
    history: tuple[HealthPoint, ...]
    dealer_name: str
    dealer_address: str | None
    footer: str | None
    issuer: str
    verify_url: str
    language: str
    sample: bool
    prepared_at: datetime
    outlook: Forecast | None = None
    cohort: Cohort | None = None
    letterhead: Letterhead = field(default_factory=Letterhead)

    @property
    def vin(self) -> str:
        """The whole VIN: the paper belongs to the buyer, only the public record masks it."""
        return self.report.vin or self.car_record.vin

    @property
    def make(self) -> str:
        """Maker as the report names it."""
        return self.report.make or self.car_record.make

    @property
    def model(self) -> str:
        """Model as the report names it, without trim."""
        return self.report.model or self.car_record.model

    @property
    def year(self) -> int:
        """Model year."""
        return self.report.year or self.car_record.year

    @property
    def trim(self) -> str | None:
        """Trim; only the vehicle record knows it."""
        return self.car_record.trim

    @property
    def odometer_km(self) -> float | None:
        """Distance driven: the figure of the report, else the newest one of the car."""
        return self.car_record.odometer_km if self.report.odometer_km is None else self.report.odometer_km

    @property
    def car(self) -> str:
        """``2021 Volkswagen ID.3 Pro``."""
        return " ".join(str(part) for part in (self.year, self.make, self.model, self.trim) if part)


def content_of(report: Report, detail: VehicleDetail, **handed_out: Any) -> ReportContent:
    """The content of ``report`` with the evidence of ``detail``, less what is neither drawn nor a buyer's business.
    ``handed_out`` are the other fields of ``ReportContent``."""
    vehicle, row = detail.vehicle, detail.row
    return ReportContent(
        report=replace(report, raw="{}", verify_url=None, credits_charged=None, updated_at=None),
        car_record=Car(
            vin=vehicle.vin,
            make=vehicle.make,
            model=vehicle.model,
            year=vehicle.year,
            trim=vehicle.trim or row.trim,
            odometer_km=_first(row.odometer_km, vehicle.odometer_km),
            soc_percent=row.soc_percent,
            connected_at=vehicle.connected_at,
            nominal_capacity_kwh=_first(vehicle.nominal_capacity_kwh, row.nominal_capacity_kwh),
        ),
        estimate=detail.estimate,
        curves=_drawn(detail.curves),
        use=detail.use,
        history=detail.history,
        outlook=detail.outlook.forecast,
        cohort=detail.outlook.cohort,
        **handed_out,
    )


def drawn_kind(curves: ChargeCurves) -> CurrentKind:
    """DC where there is any: that is the curve a buyer asks for."""
    kinds = {curve.kind for curve in curves.sessions} | {band.kind for band in curves.bands}
    return next((kind for kind in (CurrentKind.DC, CurrentKind.AC) if kind in kinds), CurrentKind.UNKNOWN)


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _drawn(curves: ChargeCurves) -> ChargeCurves:
    """The newest curves of one kind, as many points as a line of that length shows; columns that are not drawn are
    empty."""
    kind = drawn_kind(curves)
    shown = [curve for curve in curves.sessions if curve.kind is kind][-_MOST_CURVES:]
    bands = tuple(
        replace(band, low_kw=_rounded(band.low_kw), median_kw=_rounded(band.median_kw), high_kw=_rounded(band.high_kw))
        for band in curves.bands
        if band.kind is kind
    )
    return replace(curves, sessions=tuple(map(_thinned, shown)), bands=bands)


def _thinned(curve: SessionCurve) -> SessionCurve:
    step = max(1, len(curve.soc_percent) // _MOST_POINTS)
    nothing = array("d")
    return replace(
        curve,
        time_s=nothing,
        soc_percent=_rounded(curve.soc_percent[::step]),
        power_kw=_rounded(curve.power_kw[::step]),
        energy_kwh=nothing,
        temperature_c=nothing,
    )


def _rounded(values: "array[float]") -> "array[float]":
    return array("d", [round(value, _DIGITS) for value in values])
