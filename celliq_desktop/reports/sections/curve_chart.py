"""Power against state of charge: every charge as a thin line, the median of all with its band."""

import itertools
import math
from array import array

from celliq_desktop.domain.curves import ChargeCurves, CurveBand, SessionCurve
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.reports.charts import (
    CHART_WIDTH,
    LEFT_X,
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
from celliq_desktop.reports.content import drawn_kind
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.evidence_grid import grid_of
from celliq_desktop.reports.sheet import Align, Point
from celliq_desktop.reports.styles import AXIS_STRONG, TEAL, TEAL_SOFT, THIN


def draw(page: Page) -> None:
    """Upper left of page 2."""
    grid = grid_of(page.content)
    curves = page.content.curves
    kind, shown = drawn_kind(curves), curves.sessions
    band = next((one for one in curves.bands if _drawable(one)), None)
    top = max([*_finite(shown), *(_numbers(band.median_kw) if band else ()), 0.0])
    if top <= 0.0:
        draw_title(page.sheet, LEFT_X, grid.charts_top, page.say("curve"), "")
        draw_nothing(page.sheet, LEFT_X, grid.frame_top - 6.0, grid.frame_height + 4.0, page.say("curve_none"))
        return
    draw_title(page.sheet, LEFT_X, grid.charts_top, page.say("curve"), _note(page, band, kind))
    plot = plot_in(LEFT_X, grid.frame_top, grid.frame_height, nice_axis(0, 100, 5), nice_axis(0, top, 4))
    alt = alternative(page, "curve", page.say("axis_power"), page.say("axis_soc"), _time(page, curves))
    with page.part("Figure", alt=alt):
        _draw_figure(page, plot, band)


def _draw_figure(page: Page, plot: Plot, band: CurveBand | None) -> None:
    curves = page.content.curves
    draw_axes(page.sheet, plot, page.say("axis_soc"), page.say("axis_power"))
    if band is not None:
        draw_band(page.sheet, plot, _pairs(band, band.low_kw), _pairs(band, band.high_kw), TEAL_SOFT)
    for curve in curves.sessions:
        draw_curve(
            page.sheet,
            plot,
            list(zip(curve.soc_percent, curve.power_kw, strict=True)),
            THIN if band else TEAL,
            0.4 if band else 0.8,
        )
    if band is not None:
        draw_curve(page.sheet, plot, _pairs(band, band.median_kw), TEAL, 1.8)
    time = _time(page, curves)
    if time:
        page.sheet.words(LEFT_X + CHART_WIDTH, plot.y - 2.6, time, AXIS_STRONG, Align.RIGHT)


def _drawable(band: CurveBand) -> bool:
    """Single places without neighbours make no line."""
    known = [math.isfinite(value) for value in band.median_kw]
    return any(first and second for first, second in itertools.pairwise(known))


def _note(page: Page, band: CurveBand | None, kind: CurrentKind) -> str:
    word = page.say(f"kind_{kind.value}")
    if band is None:
        return page.say("curve_note_single", kind=word)
    return page.say("curve_note", sessions=band.sessions, kind=word)


def _time(page: Page, curves: ChargeCurves) -> str:
    """Empty where no charge says it."""
    if curves.ten_to_eighty_s is None or not math.isfinite(curves.ten_to_eighty_s):
        return ""
    return page.say("curve_time", minutes=page.formats.number(curves.ten_to_eighty_s / 60, 0))


def _pairs(band: CurveBand, values: "array[float]") -> list[Point]:
    return list(zip(band.soc_percent, values, strict=True))


def _finite(curves: tuple[SessionCurve, ...]) -> list[float]:
    return [value for curve in curves for value in _numbers(curve.power_kw)]


def _numbers(values: "array[float]") -> list[float]:
    return [value for value in values if math.isfinite(value)]
