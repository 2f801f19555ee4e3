"""The official figure and our own estimate on one scale, one under the other: compared at a glance, never blended."""

import math
from dataclasses import dataclass

from celliq_desktop.domain.health import Interval
from celliq_desktop.reports.charts import nice_step
from celliq_desktop.reports.fields import given_estimate
from celliq_desktop.reports.judgement import official_interval, own_soh
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import Align, Sheet
from celliq_desktop.reports.styles import (
    AXIS,
    FAINT,
    INK,
    MARGIN,
    NOTE,
    RIGHT,
    STRONG,
    TEAL,
    TEAL_SOFT,
    WASH,
)

_LEFT, _END = 62.0, 140.0
_VALUES_X = 147.0
_ROW = 11.4
_BAND = 3.4


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def x(self, percent: float) -> float:
        return _LEFT + (percent - self.low) / (self.high - self.low) * (_END - _LEFT)


def draw_interval_bar(page: Page, top: float) -> None:
    """Two rows and a scale, ``top`` mm from the page's upper edge, 30 mm high."""
    own, stated, figure = own_soh(page.content), official_interval(page.content), page.content.report.soh_percent
    scale = _scale([figure, *(stated or ()), *((own.low, own.high) if own else ())])
    with page.sheet.structure.artifact():  # the scale; what the marks on it show stands beside them in words
        _axis(page, scale, top + 2 * _ROW + 1.0, top)
    with page.part("Table"):
        with page.part("TR"):
            _official(page, scale, top + 0.5 * _ROW, figure, stated)
        with page.part("TR"):
            _own(page, scale, top + 1.5 * _ROW, own)


def _scale(values: list[float]) -> _Scale:
    low = min(60.0, math.floor(min(values) / 10) * 10)
    high = max(100.0, math.ceil(max(values) / 10) * 10)
    return _Scale(low, high)


def _axis(page: Page, scale: _Scale, y: float, top: float) -> None:
    sheet = page.sheet
    step = max(10, round(nice_step(scale.high - scale.low, 6)))
    for percent in range(int(scale.low), int(scale.high) + 1, step):
        sheet.line([(scale.x(percent), top), (scale.x(percent), y)], WASH if percent < 100 else FAINT, 0.6)
        sheet.words(scale.x(percent), y + 3.2, page.formats.number(percent, 0), AXIS, Align.CENTRE)
    sheet.words(_VALUES_X, y + 3.2, page.say("axis_soh"), AXIS)


def _official(page: Page, scale: _Scale, y: float, figure: float, stated: tuple[float, float] | None) -> None:
    sheet = page.sheet
    with page.part("TH", scope="Row"):
        sheet.fitted(MARGIN, y - 0.4, _LEFT - MARGIN - 5, page.say("official"), STRONG)
        sheet.fitted(MARGIN, y + 3.4, _LEFT - MARGIN - 5, page.say("official_source"), NOTE)
    sheet.line([(_LEFT, y), (_END, y)], FAINT, 0.6)
    if stated:
        sheet.line([(scale.x(stated[0]), y), (scale.x(stated[1]), y)], INK, 2.0)
        for end in stated:
            sheet.line([(scale.x(end), y - 1.5), (scale.x(end), y + 1.5)], INK, 1.2)
    draw_diamond(sheet, scale.x(figure), y, 2.0)
    words = page.formats.span(*stated, "%") if stated else page.say("interval_unstated")
    with page.part("TD"):
        sheet.words(_VALUES_X, y - 0.4, page.formats.percent(figure), STRONG)
        sheet.fitted(_VALUES_X, y + 3.4, RIGHT - _VALUES_X, words, NOTE)


def _own(page: Page, scale: _Scale, y: float, own: Interval | None) -> None:
    sheet, estimate = page.sheet, given_estimate(page.content)
    with page.part("TH", scope="Row"):
        sheet.fitted(MARGIN, y - 0.4, _LEFT - MARGIN - 5, page.say("own"), STRONG)
        if own is not None and estimate is not None:
            source = page.say_count(
                "own_from", len(estimate.sessions), used=len(estimate.used), found=len(estimate.sessions)
            )
            sheet.fitted(MARGIN, y + 3.4, _LEFT - MARGIN - 5, source, NOTE)
    sheet.line([(_LEFT, y), (_END, y)], FAINT, 0.6, (1.5, 1.5) if own is None else None)
    if own is None or estimate is None:
        with page.part("TD"):
            sheet.words(_VALUES_X, y + 1.0, page.say("no_own"), NOTE)
        return
    left, right = scale.x(own.low), scale.x(own.high)
    sheet.box(left, y - _BAND / 2, right - left, _BAND, TEAL_SOFT)
    for end in (left, right):
        sheet.line([(end, y - _BAND / 2), (end, y + _BAND / 2)], TEAL, 0.8)
    sheet.line([(scale.x(own.value), y - 2.4), (scale.x(own.value), y + 2.4)], TEAL, 2.0)
    confidence = page.formats.number(100 * estimate.confidence, 0)
    words = page.say("interval_95", span=page.formats.span(own.low, own.high, "%"), confidence=confidence)
    with page.part("TD"):
        sheet.words(_VALUES_X, y - 0.4, page.formats.percent(own.value), STRONG)
        sheet.fitted(_VALUES_X, y + 3.4, RIGHT - _VALUES_X, words, NOTE)


def draw_diamond(sheet: Sheet, x: float, y: float, radius: float) -> None:
    """The mark of the official figure, wherever it stands."""
    sheet.area([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], INK)
