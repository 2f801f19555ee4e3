"""What becomes of the battery, how it compares, and what the next charge would tell, in words and figures."""

from datetime import datetime

import numpy as np

from celliq_desktop.domain.forecast import Cohort, Forecast, ForecastLine, NextCharge
from celliq_desktop.domain.health import HealthEstimate, HealthPoint, Interval
from celliq_desktop.viewmodels.formats import Formats, count
from celliq_desktop.viewmodels.vehicle.states import AheadState, Fact, HistoryState, WithoutState

_WORTH_IT = 0.2
"""Points an interval must get narrower by before a charge is worth asking for: less is not seen in the figure."""
_YEAR_S = 365.25 * 86_400.0
_SHOWN_YEARS = 10.0
"""How far ahead the plot goes: beyond, the band says nothing any more."""
_STEPS = 41
_BEYOND = "over 30 years"


def coach_words(found: HealthEstimate, charges: tuple[NextCharge, ...], formats: Formats) -> tuple[str, str]:
    """``(advice, every width that was tried)``; both empty where there is nothing to go on."""
    if not charges:
        return "", ""
    best = min(charges, key=lambda one: one.half_width)
    tried = ", ".join(f"{formats.number(_width(one))} points ±{formats.number(one.half_width, 1)}" for one in charges)
    points = formats.number(_width(best))
    soh = found.soh_percent
    if soh is None:
        advice = (
            f"One charge of {points} points or more would give a figure, about ±{formats.number(best.half_width, 1)}."
        )
    elif soh.half_width - best.half_width < _WORTH_IT:
        return "One more charge alone would hardly narrow the interval.", f"With one more charge of {tried}."
    else:
        advice = (
            f"One charge of {points} points or more narrows {formats.half_width(soh)} to "
            f"±{formats.number(best.half_width, 1)}."
        )
    return advice, f"With one more charge of {tried}."


def cohort_words(cohort: Cohort | None, formats: Formats) -> str:
    """How the car stands among others of its model; empty below eight of them."""
    if cohort is None:
        return ""
    return (
        f"Better than {formats.percent(cohort.above_percent, 0)} of {cohort.count} others of this model here; the"
        f" middle half of them lies at {formats.number(cohort.low_quartile, 1)} – "
        f"{formats.number(cohort.high_quartile, 1, '%')}."
    )


def history_state(
    history: tuple[HealthPoint, ...],
    forecast: Forecast | None,
    soh: Interval | None,
    now: datetime,
    formats: Formats,
) -> HistoryState | None:
    """SoH so far and ahead; None below two points of history and without a forecast."""
    ahead = _ahead(forecast, soh, now, formats) if forecast is not None and soh is not None else None
    if len(history) < 2 and ahead is None:
        return None
    words = ""
    if len(history) >= 2:
        first, last = history[0], history[-1]
        words = (
            f"State of health {formats.percent(first.soh_percent.value)} on {formats.epoch_date(first.time_s)}, "
            f"{formats.percent(last.soh_percent.value)} on {formats.epoch_date(last.time_s)}. "
        )
    return HistoryState(
        time_s=np.array([point.time_s for point in history], dtype=np.float64),
        soh=np.array([point.soh_percent.value for point in history], dtype=np.float64),
        low=np.array([point.soh_percent.low for point in history], dtype=np.float64),
        high=np.array([point.soh_percent.high for point in history], dtype=np.float64),
        words=(words + (_rate_words(forecast, formats) if ahead and forecast else "")).strip(),
        ahead=ahead,
    )


def without_state(found: HealthEstimate, index: int, then: HealthEstimate, formats: Formats) -> WithoutState:
    """The figure without session ``index``; what the desk shows elsewhere stays as it is."""
    day = formats.epoch_date(found.sessions[index].session.start_s)
    with_it = _figure(found, formats)
    if then.soh_percent is None:
        words = f"Without the charge of {day}: no figure. {then.reason or ''}".strip()
    else:
        words = f"Without the charge of {day}: {_figure(then, formats)}, with it {with_it}."
    return WithoutState(index, f"{words} This is a trial: the car's estimate stays at {with_it}.")


def _figure(found: HealthEstimate, formats: Formats) -> str:
    soh = found.soh_percent
    return "no figure" if soh is None else f"{formats.percent(soh.value)} {formats.half_width(soh)}"


def _width(charge: NextCharge) -> float:
    return charge.soc_end_percent - charge.soc_start_percent


def _rate_words(forecast: Forecast, formats: Formats) -> str:
    rate = forecast.rate_percent_per_year
    source = "this car's own loss and what fleets lose" if forecast.from_own_history else "what fleets lose"
    return f"Ahead: {formats.number(rate.value, 1)} points a year ({formats.span(rate, 1, '')}), from {source}."


def _ahead(forecast: Forecast, soh: Interval, now: datetime, formats: Formats) -> AheadState:
    """Level and rate are taken as independent, so their half-widths add in quadrature; the band never rises."""
    left = forecast.warranty_years_left
    years = np.linspace(0.0, max(_SHOWN_YEARS, left or 0.0), _STEPS)
    rate = forecast.rate_percent_per_year
    middle = soh.value - rate.value * years
    half = np.hypot(soh.half_width, rate.half_width * years)
    start = now.timestamp()
    return AheadState(
        time_s=start + years * _YEAR_S,
        soh=middle,
        low=np.minimum.accumulate(middle - half),
        high=np.minimum.accumulate(middle + half),
        warranty_end_s=start + left * _YEAR_S if left else None,
        facts=(
            *(Fact(f"To {formats.percent(line.percent, 0)}", *_line(line, formats)) for line in forecast.lines),
            _warranty(forecast, formats),
        ),
    )


def _line(line: ForecastLine, formats: Formats) -> tuple[str, str]:
    if line.years == 0.0:
        return "reached", "or close to it" if line.latest else ""
    return _years(line.years, formats), f"{_bound(line.earliest, formats)} to {_bound(line.latest, formats)} years"


def _years(years: float | None, formats: Formats) -> str:
    return _BEYOND if years is None else f"in {formats.number(years, 1)} years"


def _bound(years: float | None, formats: Formats) -> str:
    return "over 30" if years is None else formats.number(years, 1)


def _warranty(forecast: Forecast, formats: Formats) -> Fact:
    label, at_end, left = "At warranty end", forecast.at_warranty_end_percent, forecast.warranty_years_left
    if at_end is None or left is None:
        return Fact(label, "–", "model year not known")
    if left == 0.0:
        return Fact(label, "over", "usual 8 years, from the model year")
    return Fact(
        label,
        formats.percent(at_end.value, 0),
        f"{formats.span(at_end, 0, '%')}, in {count(round(left), 'year', 'years')}; usual 8 years",
    )
