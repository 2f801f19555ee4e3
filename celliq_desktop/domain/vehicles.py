"""Cars as the dealer's server describes them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.ids import DealerId, ReportId, VehicleId


class VehicleStatus(Enum):
    """Connection state (celliq.yaml ``Vehicle.status``); UNKNOWN keeps a word we have not heard of in
    ``status_raw``."""

    ACTIVE = "active"
    PENDING = "pending"
    ATTENTION = "attention"
    DISCONNECTED = "disconnected"
    UNKNOWN = "unknown"

    @classmethod
    def read(cls, raw: str) -> "VehicleStatus":
        """Tolerant: any other word is UNKNOWN."""
        try:
            return cls(raw)
        except ValueError:
            return cls.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """One car. ``soh_percent`` is the *server's* figure, not ours; ``nominal_capacity_kwh`` its usable energy when
    new as the server declares it. ``raw`` is the JSON text as received. Times are aware UTC."""

    id: VehicleId
    vin: str
    make: str
    model: str
    year: int
    status: VehicleStatus
    status_raw: str
    trim: str | None = None
    odometer_km: float | None = None
    soc_percent: float | None = None
    soh_percent: float | None = None
    range_km: float | None = None
    nominal_capacity_kwh: float | None = None
    readings_count: int | None = None
    connected_at: datetime | None = None
    last_sync_at: datetime | None = None
    seller_email: str | None = None
    latest_report_id: ReportId | None = None
    dealer_id: DealerId | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    raw: str = "{}"

    @property
    def title(self) -> str:
        """``2021 Volkswagen ID.3 Pro`` - what a person calls the car."""
        return " ".join(str(part) for part in (self.year, self.make, self.model, self.trim) if part)
