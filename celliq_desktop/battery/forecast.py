"""When the battery reaches a line, with an interval: what is known of fleets, updated by the car's own loss so far."""

from collections.abc import Sequence

import numpy as np

from celliq_desktop.battery.columns import Floats
from celliq_desktop.battery.student import NORMAL
from celliq_desktop.domain.forecast import Forecast, ForecastLine
from celliq_desktop.domain.health import HealthPoint, Interval

LINES = (80.0, 72.0, 70.0)
"""Percent: 80 and 72 are Euro 7's at five and eight years, 70 the usual warranty (research/domain.md section 1.5)."""
_AC_RATE, _DC_RATE, _USUAL_RATE, _HEAT = 1.5, 3.0, 2.2, 0.4
"""Percent a year: 22,700 cars lose 2.3, about 1.5 charged at AC and 3.0 at powerful DC, 0.4 more in hot climates; 1.5
to 3.0 over several studies (research/domain.md sections 2 and 3.1)."""
_RATE_SIGMA = 0.6
"""Cars of one age differ by 4-5 points at eight years: age and mileage explain a third of the variance."""
_HOT_C = 25.0
_EARLY_LOSS, _LEAST_YEARS, _LEAST_SPAN = 1.5, 1.0, 0.5
"""Points that the first year takes beyond the later rate and that a rate from new must not carry on; and the shortest
age and history (years) that say anything of a rate."""
_SLOWEST = 0.2
_HORIZON = 30.0
_YEAR_S = 365.25 * 86_400.0
_SHARES = (np.arange(41) + 0.5) / 41


def forecast(
    soh: Interval,
    *,
    age_years: float | None = None,
    history: Sequence[HealthPoint] = (),
    dc_share_percent: float | None = None,
    mean_temperature_c: float | None = None,
    warranty_years_left: float | None = None,
) -> Forecast:
    """From today's ``soh`` (percent). Years are from today; a bound beyond thirty years is None."""
    rate, sigma = _fleet_rate(dc_share_percent, mean_temperature_c)
    half = soh.half_width / NORMAL
    told = [(rate, sigma), *_own_rate(soh, half, age_years), *_trend(history, half)]
    weight = sum(1 / one**2 for _rate, one in told)
    rate, sigma = sum(value / one**2 for value, one in told) / weight, weight**-0.5
    now, rates = _drawn(soh.value, half), np.maximum(_drawn(rate, sigma), _SLOWEST)
    lines = tuple(ForecastLine(line, *_years_to(now, rates, line)) for line in LINES)
    left = warranty_years_left
    at_end = None if left is None else _quantiles(np.subtract.outer(now, rates * left).ravel())
    return Forecast(
        rate_percent_per_year=Interval(rate, max(_SLOWEST, rate - NORMAL * sigma), rate + NORMAL * sigma),
        lines=lines,
        warranty_years_left=left,
        at_warranty_end_percent=at_end,
        from_own_history=len(told) > 1,
    )


def _fleet_rate(dc_share_percent: float | None, mean_temperature_c: float | None) -> tuple[float, float]:
    rate = _USUAL_RATE
    if dc_share_percent is not None:
        rate = _AC_RATE + (_DC_RATE - _AC_RATE) * min(1.0, max(0.0, dc_share_percent / 100.0))
    hot = mean_temperature_c is not None and mean_temperature_c > _HOT_C
    return rate + (_HEAT if hot else 0.0), _RATE_SIGMA


def _own_rate(soh: Interval, sigma: float, age_years: float | None) -> list[tuple[float, float]]:
    """The mean loss since new, less what the first year takes beyond."""
    if age_years is None or age_years < _LEAST_YEARS:
        return []
    return [((100.0 - soh.value - _EARLY_LOSS) / age_years, (sigma**2 + _EARLY_LOSS**2) ** 0.5 / age_years)]


def _trend(history: Sequence[HealthPoint], sigma: float) -> list[tuple[float, float]]:
    """The slope over the observed months; its points share most of their error, a third is taken as their own."""
    if len(history) < 3:
        return []
    years = np.array([point.time_s for point in history]) / _YEAR_S
    values = np.array([point.soh_percent.value for point in history])
    span = float(years[-1] - years[0])
    if span < _LEAST_SPAN:
        return []
    middle = years - years.mean()
    slope = float(middle @ values / (middle @ middle))
    return [(-slope, max(sigma / 3, 0.5) * 2**0.5 / span)]


def _drawn(value: float, sigma: float) -> Floats:
    """Forty-one equally likely values of a normal distribution."""
    return value + sigma * _normal_quantiles()


def _normal_quantiles() -> Floats:
    """By the rational approximation 26.2.23 of Abramowitz and Stegun (error below 0.0005)."""
    tail = np.minimum(_SHARES, 1 - _SHARES)
    t = np.sqrt(-2 * np.log(tail))
    z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    return np.asarray(np.where(_SHARES < 0.5, -z, z), dtype=np.float64)


def _years_to(now: Floats, rates: Floats, line: float) -> tuple[float | None, float | None, float | None]:
    years = np.maximum(0.0, np.subtract.outer(now, np.full(rates.size, line)) / rates)
    found = _quantiles(years.ravel())
    return _within(found.value), _within(found.low), _within(found.high)


def _within(years: float) -> float | None:
    return None if years > _HORIZON else years


def _quantiles(values: Floats) -> Interval:
    low, middle, high = np.quantile(values, [0.025, 0.5, 0.975])
    return Interval(float(middle), float(low), float(high))
