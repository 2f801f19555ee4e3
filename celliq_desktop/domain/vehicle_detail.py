"""Everything the vehicle screen and the report draw from, in one frozen record."""

from dataclasses import dataclass, field
from datetime import datetime

from celliq_desktop.domain.curves import BatteryUse, ChargeCurves, IncrementalCurve, ModelBand
from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.forecast import Outlook
from celliq_desktop.domain.health import HealthEstimate, HealthPoint
from celliq_desktop.domain.links import Link
from celliq_desktop.domain.manual_logs import ManualShare
from celliq_desktop.domain.outbox import Operation
from celliq_desktop.domain.reports import Report, SealedExport
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.domain.workshop_results import WorkshopResult


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleDetail:
    """One car, its evidence and its reports. ``estimate`` None when the server offers no readings or none arrived
    yet. ``manual``: logs added by hand, and which of the estimate's sessions come from them.
    ``model_bands``: charging power of the other cars of this model here."""

    row: FleetRow
    vehicle: Vehicle
    estimate: HealthEstimate | None
    curves: ChargeCurves
    use: BatteryUse
    history: tuple[HealthPoint, ...]
    reports: tuple[Report, ...]
    links: tuple[Link, ...]
    exports: tuple[SealedExport, ...]
    operation: Operation | None
    readings_offered: bool
    as_of: datetime | None
    workshop_results: tuple[WorkshopResult, ...] = ()
    model_bands: tuple[ModelBand, ...] = ()
    incremental: tuple[IncrementalCurve, ...] = ()
    manual: tuple[ManualShare, ...] = ()
    outlook: Outlook = field(default_factory=Outlook)
