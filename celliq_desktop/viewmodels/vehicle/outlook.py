"""What becomes of the battery, how it compares, and what the next charge would tell, in words and figures."""

from datetime import datetime

import numpy as np

from celliq_desktop.domain.forecast import Cohort, Forecast, ForecastLine, NextCharge
from celliq_desktop.domain.health import HealthEstimate, HealthPoint, Interval
from celliq_desktop.viewmodels.formats import Formats, whole
from celliq_desktop.viewmodels.vehicle.states import AheadState, Fact, HistoryState, WithoutState
from celliq_desktop.viewmodels.words import N_, _, ngettext

_WORTH_IT = 0.2
"""Points an interval must get narrower by before a charge is worth asking for: less is not seen in the figure."""
_YEAR_S = 365.25 * 86_400.0
_SHOWN_YEARS = 10.0
"""How far ahead the plot goes: beyond, the band says nothing any more."""
_STEPS = 41
_BEYOND = N_("over 30 years")


def coach_words(found: HealthEstimate, charges: tuple[NextCharge, ...], formats: Formats) -> tuple[str, str]:
    """``(advice, every width that was tried)``; both empty where there is nothing to go on."""
    if not charges:
        return "", ""
    best = min(charges, key=lambda one: one.half_width)
    tried = ", ".join(
        _("{number} points ±{half_width}").format(
            number=formats.number(_width(one)), half_width=formats.number(one.half_width, 1)
        )
        for one in charges
    )
    points = formats.number(_width(best))
    soh = found.soh_percent
    if soh is None:
        advice = _("One charge of {points} points or more would give a figure, about ±{half_width}.").format(
            points=points, half_width=formats.number(best.half_width, 1)
        )
    elif soh.half_width - best.half_width < _WORTH_IT:
        return _("One more charge alone would hardly narrow the interval."), _(
            "With one more charge of {tried}."
        ).format(tried=tried)
    else:
        advice = _("One charge of {points} points or more narrows {half_width} to ±{half_width2}.").format(
            points=points, half_width=formats.half_width(soh), half_width2=formats.number(best.half_width, 1)
        )
    return advice, _("With one more charge of {tried}.").format(tried=tried)


def cohort_words(cohort: Cohort | None, formats: Formats) -> str:
    """How the car stands among others of its model; empty below eight of them."""
    if cohort is None:
        return ""
    return _(
        "Better than {above_percent} of {count} others of this model here; the middle half of"
        " them lies at {low_quartile} – {high_quartile}."
    ).format(
        above_percent=formats.percent(cohort.above_percent, 0),
        count=cohort.count,
        low_quartile=formats.number(cohort.low_quartile, 1),
        high_quartile=formats.number(cohort.high_quartile, 1, "%"),
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
        words = _("State of health {value} on {time_s}, {value2} on {time_s2}. ").format(
            value=formats.percent(first.soh_percent.value),
            time_s=formats.epoch_date(first.time_s),
            value2=formats.percent(last.soh_percent.value),
            time_s2=formats.epoch_date(last.time_s),
        )
    return HistoryState(
        time_s=np.array([point.time_s for point in history], dtype=np.float64),
        soh=np.array([point.soh_percent.value for point in history], dtype=np.float64),
        low=np.array([point.soh_percent.low for point in history], dtype=np.float64),
        high=np.array([point.soh_percent.high for point in history], dtype=np.float64),
        words=(words + (_ahead_words(forecast, ahead, formats) if ahead and forecast else "")).strip(),
        ahead=ahead,
    )


def without_state(found: HealthEstimate, index: int, then: HealthEstimate, formats: Formats) -> WithoutState:
    """The figure without session ``index``; what the desk shows elsewhere stays as it is."""
    day = formats.epoch_date(found.sessions[index].session.start_s)
    with_it = _figure(found, formats)
    if then.soh_percent is None:
        words = _("Without the charge of {day}: no figure. {value}").format(day=day, value=then.reason or "").strip()
    else:
        words = _("Without the charge of {day}: {figure}, with it {with_it}.").format(
            day=day, figure=_figure(then, formats), with_it=with_it
        )
    return WithoutState(
        index, _("{words} This is a trial: the car's estimate stays at {with_it}.").format(words=words, with_it=with_it)
    )


def _figure(found: HealthEstimate, formats: Formats) -> str:
    soh = found.soh_percent
    return _("no figure") if soh is None else f"{formats.percent(soh.value)} {formats.half_width(soh)}"


def _width(charge: NextCharge) -> float:
    return charge.soc_end_percent - charge.soc_start_percent


def _rate_words(forecast: Forecast, formats: Formats) -> str:
    rate = forecast.rate_percent_per_year
    source = _("this car's own loss and what fleets lose") if forecast.from_own_history else _("what fleets lose")
    return _("Ahead: {value} points a year ({span}), from {source}.").format(
        value=formats.number(rate.value, 1), span=formats.span(rate, 1, ""), source=source
    )


def _ahead_words(forecast: Forecast, ahead: AheadState, formats: Formats) -> str:
    """The rate, and where the drawn line ends."""
    expected = _("Expected {soh} ({low} – {high}) on {day}.").format(
        soh=formats.number(float(ahead.soh[-1]), 0, "%"),
        low=formats.number(float(ahead.low[-1])),
        high=formats.number(float(ahead.high[-1]), 0, "%"),
        day=formats.epoch_date(float(ahead.time_s[-1])),
    )
    return f"{_rate_words(forecast, formats)} {expected}"


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
        return "reached", _("or close to it") if line.latest else ""
    return _years(line.years, formats), _("{bound} to {bound2} years").format(
        bound=_bound(line.earliest, formats), bound2=_bound(line.latest, formats)
    )


def _years(years: float | None, formats: Formats) -> str:
    return _(_BEYOND) if years is None else _("in {years} years").format(years=formats.number(years, 1))


def _bound(years: float | None, formats: Formats) -> str:
    return _("over 30") if years is None else formats.number(years, 1)


def _warranty(forecast: Forecast, formats: Formats) -> Fact:
    label, at_end, left = _("At warranty end"), forecast.at_warranty_end_percent, forecast.warranty_years_left
    if at_end is None or left is None:
        return Fact(label, "–", _("model year not known"))
    if left == 0.0:
        return Fact(label, _("over"), _("usual 8 years, from the model year"))
    return Fact(
        label,
        formats.percent(at_end.value, 0),
        ngettext("{span}, in {n} year; usual 8 years", "{span}, in {n} years; usual 8 years", round(left)).format(
            span=formats.span(at_end, 0, "%"), n=whole(round(left))
        ),
    )
