"""What one report is made of: everything the paper and the twin say comes from here and from nowhere else."""

from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.vehicle_detail import VehicleDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """An issued report, the evidence we hold, and who hands it out. ``verify_url`` is built by ``domain.urls`` and goes
    into the QR code as it is; ``language`` is one of ``pdf.LANGUAGES``; ``prepared_at`` is aware UTC. ``sample`` marks
    a report that no real car stands behind."""

    report: Report
    detail: VehicleDetail
    dealer_name: str
    dealer_address: str | None
    footer: str | None
    issuer: str
    verify_url: str
    language: str
    sample: bool
    prepared_at: datetime

    @property
    def vin(self) -> str:
        """The whole VIN: the paper belongs to the buyer, only the public record masks it."""
        return self.report.vin or self.detail.vehicle.vin

    @property
    def make(self) -> str:
        """Maker as the report names it."""
        return self.report.make or self.detail.vehicle.make

    @property
    def model(self) -> str:
        """Model as the report names it, without trim."""
        return self.report.model or self.detail.vehicle.model

    @property
    def year(self) -> int:
        """Model year."""
        return self.report.year or self.detail.vehicle.year

    @property
    def trim(self) -> str | None:
        """Trim; only the vehicle record knows it."""
        return self.detail.vehicle.trim or self.detail.row.trim

    @property
    def odometer_km(self) -> float | None:
        """Distance driven: the figure of the report, else the newest one of the car."""
        for known in (self.report.odometer_km, self.detail.row.odometer_km, self.detail.vehicle.odometer_km):
            if known is not None:
                return known
        return None

    @property
    def car(self) -> str:
        """``2021 Volkswagen ID.3 Pro``."""
        return " ".join(str(part) for part in (self.year, self.make, self.model, self.trim) if part)
