"""Charging logs a person added to a car by hand: evidence of this desk alone, never sent anywhere."""

from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.ids import VehicleId


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualLog:
    """One file. ``sha256`` of its bytes (hex) proves which one it was; ``kind`` is the format it was read as; ``rows``
    samples or listed charges between ``first_s`` and ``last_s`` (seconds since 1970 UTC)."""

    vehicle_id: VehicleId
    sha256: str
    file_name: str
    kind: str
    rows: int
    first_s: float
    last_s: float
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ManualShare:
    """A log and the charges that were taken from it: indices into ``HealthEstimate.sessions``. A charge another source
    saw as densely is not among them."""

    log: ManualLog
    sessions: tuple[int, ...]
