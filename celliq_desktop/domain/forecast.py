"""What becomes of a battery, how it compares, and what the next charge would tell."""

from dataclasses import dataclass

from celliq_desktop.domain.health import EstimateStatus, Interval


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """Years from today until SoH reaches ``percent``: median and 95 % bounds, 0 when it is already there, None beyond
    thirty years."""

    percent: float
    years: float | None
    earliest: float | None
    latest: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Never without its interval. ``from_own_history``: the car's own loss took part, not fleets alone."""

    rate_percent_per_year: Interval
    lines: tuple[ForecastLine, ...]
    warranty_years_left: float | None
    at_warranty_end_percent: Interval | None
    from_own_history: bool


@dataclass(frozen=True, slots=True)
class Cohort:
    """A car among ``count`` others like it: their quartiles in percent, and the share (0-100) of them it is above."""

    count: int
    low_quartile: float
    median: float
    high_quartile: float
    above_percent: float


@dataclass(frozen=True, slots=True)
class NextCharge:
    """What one more charge from ``soc_start_percent`` to ``soc_end_percent`` would make of the estimate: the half-width
    of its 95 % interval in points of SoH (percent of the capacity without a baseline), and its status."""

    soc_start_percent: float
    soc_end_percent: float
    half_width: float
    status: EstimateStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What follows from an estimate: what becomes of the battery, how the car compares with others of its model in the
    fleet, and what the next charge would tell; each None or empty where there is too little to say it."""

    forecast: Forecast | None = None
    cohort: Cohort | None = None
    next_charges: tuple[NextCharge, ...] = ()
