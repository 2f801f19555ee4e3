"""State of health with its interval, and everything needed to doubt it (report.md section 1)."""

from dataclasses import dataclass
from enum import Enum

from celliq_desktop.domain.sessions import JudgedSession, MeasuringPoint


class EstimateStatus(Enum):
    """STANDARD may be issued; PROVISIONAL has a wide interval and says so; REFUSED has a reason instead of a number."""

    STANDARD = "standard"
    PROVISIONAL = "provisional"
    REFUSED = "refused"


class Chemistry(Enum):
    """Cell chemistry as far as it changes how SoC can be trusted."""

    NMC = "nmc"
    LFP = "lfp"
    UNKNOWN = "unknown"


class SocScale(Enum):
    """Whether SoC is the BMS's own or the displayed one; mixing the two is a gross error."""

    BMS = "bms"
    DISPLAYED = "displayed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval, in the unit its owner names."""

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half of ``high - low``."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Baseline:
    """Capacity when new: ``value`` in ``unit`` ("kWh" or "Ah"), where it comes from, and its relative 1-sigma
    uncertainty. ``reason``: why somebody replaced the declared one, None when nobody did."""

    value: float
    unit: str
    source: str
    relative_sigma: float
    as_of: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorBudget:
    """1-sigma terms in percent of the estimate; they add in quadrature."""

    random_percent: float
    soc_window_percent: float
    baseline_percent: float
    measurement_point_percent: float
    prior_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a state of health before any charge is looked at: mean and 1-sigma in percent of the capacity
    when new, and ``source``. ``weight`` (0-1) is its share of an estimate."""

    mean_percent: float
    sigma_percent: float
    source: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Denominator:
    """SoH against one capacity when new; several are shown where they differ, because they tell different stories."""

    baseline: Baseline
    soh_percent: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthEstimate:
    """The local estimate. ``soh_percent`` is None without a baseline; all numbers are None when REFUSED, and
    ``reason`` says why in one sentence. ``sessions`` lists every session found, used or not. ``algorithm`` is
    ``name/version`` and is frozen into reports. ``prior`` is there, with its weight, where charges were too few to
    speak alone."""

    status: EstimateStatus
    algorithm: str
    sessions: tuple[JudgedSession, ...]
    reason: str | None = None
    reason_code: str | None = None
    soh_percent: Interval | None = None
    capacity_kwh: Interval | None = None
    capacity_ah: Interval | None = None
    baseline: Baseline | None = None
    grade: str | None = None
    error_budget: ErrorBudget | None = None
    measured_at: MeasuringPoint = MeasuringPoint.BATTERY
    chemistry: Chemistry = Chemistry.UNKNOWN
    soc_scale: SocScale = SocScale.UNKNOWN
    flags: tuple[str, ...] = ()
    soh_by_charge_percent: Interval | None = None
    confidence: float = 0.95
    prior: Prior | None = None
    denominators: tuple[Denominator, ...] = ()

    @property
    def used(self) -> tuple[JudgedSession, ...]:
        """Sessions that entered the estimate."""
        return tuple(judged for judged in self.sessions if judged.used)


@dataclass(frozen=True, slots=True)
class HealthPoint:
    """One point of the SoH history: an estimate from the sessions up to ``time_s`` (seconds since 1970 UTC)."""

    time_s: float
    soh_percent: Interval
    sessions: int
