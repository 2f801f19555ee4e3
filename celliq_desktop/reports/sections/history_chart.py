"""Our own estimates over time with their intervals, and the official figure as a diamond on its day."""

from datetime import UTC, datetime

from celliq_desktop.domain.health import HealthPoint
from celliq_desktop.reports.charts import (
    LEFT_X,
    Axis,
    Plot,
    alternative,
    draw_axes,
    draw_band,
    draw_curve,
    draw_nothing,
    draw_official,
    draw_title,
    nice_axis,
    plot_in,
)
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.evidence_grid import grid_of
from celliq_desktop.reports.styles import TEAL, TEAL_SOFT

_DAY_S = 86_400.0
_MONTHS_FROM = 150 * _DAY_S
_MOST_DOTS = 14
_TICKS = 4


def draw(page: Page) -> None:
    """Middle left of page 2."""
    grid = grid_of(page.content)
    sheet, points = page.sheet, sorted(page.content.history, key=lambda point: point.time_s)
    if len(points) < 2 or points[-1].time_s - points[0].time_s < _DAY_S:
        draw_title(sheet, LEFT_X, grid.second_top, page.say("history"), "")
        draw_nothing(sheet, LEFT_X, grid.second_frame_top - 6.0, grid.second_height + 4.0, page.say("history_none"))
        return
    draw_title(sheet, LEFT_X, grid.second_top, page.say("history"), page.say("history_note"))
    official = (page.content.report.generated_at.timestamp(), page.content.report.soh_percent)
    plot = plot_in(
        LEFT_X,
        grid.second_frame_top,
        grid.second_height,
        _days(page, points, official[0]),
        _percents(points, official[1]),
    )
    last = points[-1].soh_percent
    latest = f"{page.formats.day_of(points[-1].time_s)}: {page.formats.span(last.low, last.high, '%')}"
    with page.part("Figure", alt=alternative(page, "history", page.say("axis_percent"), latest)):
        _draw_figure(page, plot, points, official)


def _draw_figure(page: Page, plot: Plot, points: list[HealthPoint], official: tuple[float, float]) -> None:
    sheet = page.sheet
    draw_axes(sheet, plot, "", page.say("axis_percent"))
    low = [(point.time_s, point.soh_percent.low) for point in points]
    high = [(point.time_s, point.soh_percent.high) for point in points]
    draw_band(sheet, plot, low, high, TEAL_SOFT)
    middle = [(point.time_s, point.soh_percent.value) for point in points]
    draw_curve(sheet, plot, middle, TEAL, 1.4)
    for place in middle if len(middle) <= _MOST_DOTS else ():
        sheet.dot(*plot.at(*place), 0.7, TEAL)
    draw_official(sheet, *plot.at(*official))


def _percents(points: list[HealthPoint], official: float) -> Axis:
    values = [edge for point in points for edge in (point.soh_percent.low, point.soh_percent.high)]
    return nice_axis(min(*values, official) - 1, max(*values, official) + 1, 3)


def _days(page: Page, points: list[HealthPoint], official_s: float) -> Axis:
    """From the first to the last day with a small margin; first days of months where single days would not fit."""
    first, last = min(points[0].time_s, official_s), max(points[-1].time_s, official_s)
    span = last - first
    low, high = first - span * 0.03, last + span * 0.03
    if span >= _MONTHS_FROM:
        return Axis(low, high, tuple((start, page.formats.month_of(start)) for start in month_starts(low, high)))
    moments = (first + span * (0.06 + 0.88 * number / (_TICKS - 1)) for number in range(_TICKS))
    return Axis(low, high, tuple((moment, page.formats.day_of(moment)) for moment in moments))


def month_starts(low_s: float, high_s: float) -> list[float]:
    """Two to five first days of months (UTC, seconds since 1970) at even steps of months."""
    day = datetime.fromtimestamp(low_s, UTC)
    number, starts = day.year * 12 + day.month, []
    while (start := datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC).timestamp()) <= high_s:
        starts.append(start)
        number += 1
    step = next((step for step in (1, 2, 3, 6, 12, 24) if len(starts) / step <= _TICKS + 1), 60)
    return starts[::step]
