"""Which car at another service is which of ours: confirmed by a person, never guessed into force.

Neither ev.energy nor Cariqa knows a VIN (research/apis.md 0.2), so a link is a row of our own, and precious.
"""

from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.ids import VehicleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """``remote_id`` of ``provider`` (``ev_energy`` or ``cariqa``) belongs to our car. ``confidence`` (0-1) and
    ``evidence`` are what was shown to ``linked_by`` when they confirmed it; None when nothing was compared."""

    provider: str
    remote_id: str
    vehicle_id: VehicleId
    vin: str
    linked_by: str
    linked_at: datetime
    confidence: float | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two sources are where both watched. ``soc_agreeing`` and ``odometer_agreeing`` are shares (0-1) of the
    ``compared`` pairs of samples close in time; ``charges_agreeing`` of ``charges`` that both should have seen.
    ``energy_ratio`` is theirs over ours in the charges both counted; None where there was nothing to compare."""

    compared: int
    soc_agreeing: float | None = None
    odometer_compared: int = 0
    odometer_agreeing: float | None = None
    charges: int = 0
    charges_agreeing: float | None = None
    energy_ratio: float | None = None
    overlap_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A car of ours that a remote one may be; ``evidence`` and ``doubts`` in sentences, best first."""

    provider: str
    remote_id: str
    remote_title: str
    vehicle_id: VehicleId
    vin: str
    vehicle_title: str
    confidence: float
    evidence: tuple[str, ...]
    doubts: tuple[str, ...] = ()
