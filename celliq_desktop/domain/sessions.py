"""Charge sessions: the evidence behind a state of health."""

from dataclasses import dataclass
from enum import Enum


class MeasuringPoint(Enum):
    """Where the energy was counted. EVSE-side energy is not battery energy (report.md section 1)."""

    BATTERY = "battery"
    VEHICLE = "vehicle"
    EVSE_AC = "evse-ac"
    EVSE_DC = "evse-dc"


class CurrentKind(Enum):
    """AC or DC charging; UNKNOWN when neither the source nor the power says."""

    AC = "ac"
    DC = "dc"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeSession:
    """One uninterrupted charge. Times in seconds since 1970 UTC; energies and charges at the battery unless the
    estimate says otherwise; NaN-free: what is not known is None. ``computed_energy`` marks energy that is an exact
    multiple of the SoC change (computed by the source, not measured), ``computed_charge`` the same of charge;
    ``soc_jump_percent`` is the largest move of SoC that the energy of that moment does not explain; ``counter_ratio``
    the energy over the integral of voltage times current where both exist; ``unphysical``: voltage moves
    against current or against charge."""

    start_s: float
    end_s: float
    soc_start_percent: float
    soc_end_percent: float
    energy_kwh: float | None = None
    charge_ah: float | None = None
    peak_power_kw: float | None = None
    mean_power_kw: float | None = None
    mean_temperature_c: float | None = None
    odometer_km: float | None = None
    current_kind: CurrentKind = CurrentKind.UNKNOWN
    samples: int = 0
    longest_gap_s: float = 0.0
    max_speed_kmh: float | None = None
    computed_energy: bool = False
    computed_charge: bool = False
    soc_jump_percent: float = 0.0
    clock_backwards: bool = False
    counter_ratio: float | None = None
    unphysical: bool = False
    first_index: int = 0
    last_index: int = 0

    @property
    def delta_soc_percent(self) -> float:
        """SoC points charged."""
        return self.soc_end_percent - self.soc_start_percent


@dataclass(frozen=True, slots=True)
class JudgedSession:
    """A session and what became of it: ``used`` in the estimate, or the ``reason`` (a code of ``battery.quality``)
    and its sentence. ``capacity_*`` is energy or charge per 100 % SoC,
    energy as at the middle of the scale (``battery.tilt``); ``weight`` its share (0-1) of the estimate."""

    session: ChargeSession
    used: bool
    reason: str | None = None
    sentence: str | None = None
    capacity_kwh: float | None = None
    capacity_ah: float | None = None
    weight: float = 0.0
