"""Charge curves: power against SoC, by session and as a band over sessions."""

from array import array
from dataclasses import dataclass
from math import isnan

from celliq_desktop.domain.sessions import CurrentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCurve:
    """One session: columns of equal length along the charge. ``energy_kwh`` counts from the session's start;
    ``session`` is the index into ``HealthEstimate.sessions``. NaN where a sample lacks the value."""

    session: int
    kind: CurrentKind
    start_s: float
    time_s: "array[float]"
    soc_percent: "array[float]"
    power_kw: "array[float]"
    energy_kwh: "array[float]"
    temperature_c: "array[float]"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncrementalCurve:
    """One slow charge: ampere-hours per volt along the pack's voltage, columns of equal length; ``session`` as in
    ``SessionCurve``."""

    session: int
    start_s: float
    voltage_v: "array[float]"
    ah_per_v: "array[float]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelBand:
    """What the other cars of this model in one fleet do: quantiles over their own median power on the grid 0, 1, ...,
    100 % SoC; NaN where fewer than two of the ``cars`` contribute."""

    kind: CurrentKind
    low_kw: "array[float]"
    median_kw: "array[float]"
    high_kw: "array[float]"
    cars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveBand:
    """Quantiles of power over sessions of one kind on the grid 0, 1, ..., 100 % SoC; NaN where fewer than
    ``sessions`` >= 2 contribute."""

    kind: CurrentKind
    soc_percent: "array[float]"
    low_kw: "array[float]"
    median_kw: "array[float]"
    high_kw: "array[float]"
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeCurves:
    """All curves of a car. ``ten_to_eighty_s``: median seconds from 10 to 80 % over DC sessions that cover it, else
    over the band, else None; ``peak_kw`` the highest median power; ``dc_share_percent`` DC share of the energy
    charged."""

    sessions: tuple[SessionCurve, ...]
    bands: tuple[CurveBand, ...]
    peak_kw: float | None = None
    ten_to_eighty_s: float | None = None
    dc_share_percent: float | None = None


@dataclass(frozen=True, slots=True)
class HalfPower:
    """``soc_percent``: from here on the power stays below half of its peak; or, where it is not ``reached``, up to here
    it does not."""

    soc_percent: float
    reached: bool


def half_power(band: CurveBand) -> HalfPower | None:
    """Where the median power of ``band`` halves for good; None for a band without power."""
    known = [(soc, power) for soc, power in zip(band.soc_percent, band.median_kw, strict=True) if not isnan(power)]
    if not known:
        return None
    peak = max(power for _soc, power in known)
    strong = max(index for index, (_soc, power) in enumerate(known) if power >= peak / 2)
    reached = strong + 1 < len(known)
    return HalfPower(known[strong + 1][0] if reached else known[strong][0], reached)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryUse:
    """Use over the observed window, measured from the samples: energies in kWh, ``full_equivalent_cycles`` = energy
    charged / usable capacity; ``idle_loss_percent_per_day``: points of SoC a parked car loses a day, over rests of six
    hours or more; temperatures in degC with the share of samples that carry one. None = not available."""

    first_s: float | None = None
    last_s: float | None = None
    energy_charged_kwh: float | None = None
    full_equivalent_cycles: float | None = None
    dc_share_percent: float | None = None
    time_above_90_percent: float | None = None
    time_below_10_percent: float | None = None
    deep_discharges: int | None = None
    temperature_min_c: float | None = None
    temperature_mean_c: float | None = None
    temperature_max_c: float | None = None
    temperature_coverage_percent: float | None = None
    charged_ah: float | None = None
    ac_share_percent: float | None = None
    idle_loss_percent_per_day: float | None = None
