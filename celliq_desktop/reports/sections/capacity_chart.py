"""Energy against charged points: each charge a dot, the capacity the slope of a line through the origin."""

from dataclasses import dataclass

from celliq_desktop.domain.health import HealthEstimate, Interval
from celliq_desktop.domain.sessions import JudgedSession
from celliq_desktop.reports.charts import (
    RIGHT_X,
    Plot,
    alternative,
    draw_axes,
    draw_band,
    draw_curve,
    draw_nothing,
    draw_title,
    nice_axis,
    plot_in,
)
from celliq_desktop.reports.fields import given_estimate
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.evidence_grid import grid_of
from celliq_desktop.reports.sheet import Align
from celliq_desktop.reports.styles import AXIS_STRONG, GREY, TEAL, TEAL_SOFT, WHITE

_DOT = 0.85


@dataclass(frozen=True, slots=True)
class _Dot:
    delta: float
    amount: float
    used: bool


def draw(page: Page) -> None:
    """Upper right of page 2."""
    grid = grid_of(page.content)
    sheet, estimate = page.sheet, page.content.estimate
    by_charge = _by_charge(estimate)
    dots = _dots(estimate, by_charge)
    if not dots:
        draw_title(sheet, RIGHT_X, grid.charts_top, page.say("fit"), "")
        draw_nothing(sheet, RIGHT_X, grid.frame_top - 6.0, grid.frame_height + 4.0, page.say("fit_none"))
        return
    draw_title(sheet, RIGHT_X, grid.charts_top, page.say("fit"), page.say("fit_note"))
    slope = _slope(given_estimate(page.content), by_charge)
    top = max([dot.amount for dot in dots] + ([slope.high] if slope else []))
    plot = plot_in(RIGHT_X, grid.frame_top, grid.frame_height, nice_axis(0, 100, 5), nice_axis(0, top, 4))
    across, up = page.say("axis_delta"), page.say("axis_charge" if by_charge else "axis_energy")
    found = _slope_words(page, slope, "Ah" if by_charge else "kWh")
    with page.part("Figure", alt=alternative(page, "fit", up, across, found)):
        draw_axes(sheet, plot, across, up)
        if slope is not None:
            _line(page, plot, slope, found)
        for dot in sorted(dots, key=lambda one: one.used):
            x, y = plot.at(dot.delta, dot.amount)
            sheet.dot(x, y, _DOT, *((TEAL,) if dot.used else (WHITE, GREY)))


def _slope_words(page: Page, slope: Interval | None, unit: str) -> str:
    return "" if slope is None else page.say("fit_slope", capacity=page.formats.quantity(slope.value, unit))


def _by_charge(estimate: HealthEstimate | None) -> bool:
    """Ah where the estimate has no kWh."""
    return estimate is not None and estimate.capacity_kwh is None and estimate.capacity_ah is not None


def _slope(estimate: HealthEstimate | None, by_charge: bool) -> Interval | None:
    if estimate is None:
        return None
    return estimate.capacity_ah if by_charge else estimate.capacity_kwh


def _dots(estimate: HealthEstimate | None, by_charge: bool) -> list[_Dot]:
    if estimate is None:
        return []
    found = ((judged, _amount(judged, by_charge)) for judged in estimate.sessions)
    return [
        _Dot(judged.session.delta_soc_percent, amount, judged.used)
        for judged, amount in found
        if amount is not None and amount > 0 and 0 < judged.session.delta_soc_percent <= 100
    ]


def _amount(judged: JudgedSession, by_charge: bool) -> float | None:
    """What went into the battery: from the implied capacity, which is already on the battery's side of the charger."""
    capacity = judged.capacity_ah if by_charge else judged.capacity_kwh
    if capacity is not None:
        return capacity * judged.session.delta_soc_percent / 100
    return judged.session.charge_ah if by_charge else judged.session.energy_kwh


def _line(page: Page, plot: Plot, slope: Interval, words: str) -> None:
    ends = (0.0, 100.0)
    low = [(x, slope.low * x / 100) for x in ends]
    high = [(x, slope.high * x / 100) for x in ends]
    draw_band(page.sheet, plot, low, high, TEAL_SOFT)
    draw_curve(page.sheet, plot, [(x, slope.value * x / 100) for x in ends], TEAL, 1.4)
    page.sheet.words(plot.x + plot.width, plot.y - 2.6, words, AXIS_STRONG, Align.RIGHT)
