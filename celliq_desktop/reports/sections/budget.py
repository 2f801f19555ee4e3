"""What the uncertainty of our own estimate is made of."""

import math
from dataclasses import astuple, fields

from celliq_desktop.domain.health import ErrorBudget
from celliq_desktop.reports.charts import CHART_WIDTH, RIGHT_X, draw_nothing, draw_title
from celliq_desktop.reports.fields import given_estimate
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import Align
from celliq_desktop.reports.styles import CELL, CELL_STRONG, FAINT, TEAL, WASH, Style

TOP = 29.0
"""Baseline of the headings at the head of page 3."""
_ROW = 6.0
_BAR_X = RIGHT_X + 37.0
_BAR_WIDTH = 34.0
_BAR_HEIGHT = 2.0


def draw(page: Page) -> None:
    """Upper right of page 3."""
    sheet, estimate = page.sheet, given_estimate(page.content)
    budget = None if estimate is None else estimate.error_budget
    if budget is None:
        draw_title(sheet, RIGHT_X, TOP, page.say("budget"), "")
        draw_nothing(sheet, RIGHT_X, TOP + 5.0, 17.0, page.say("budget_none"))
        return
    draw_title(sheet, RIGHT_X, TOP, page.say("budget"), page.say("budget_note"))
    total = total_of(budget)
    y = TOP + 11.0
    weight = page.formats.percent(100.0 * estimate.prior.weight if estimate and estimate.prior else 0.0, 0)
    with page.part("Table"):
        for term, percent in zip(fields(budget), astuple(budget), strict=True):
            sheet.box(_BAR_X, y - 2.1, _BAR_WIDTH, _BAR_HEIGHT, WASH)
            if total > 0 and percent > 0:
                sheet.box(_BAR_X, y - 2.1, _BAR_WIDTH * percent / total, _BAR_HEIGHT, TEAL)
            _row(page, y, page.say(term.name, weight=weight), percent, CELL)
            y += _ROW
        sheet.rule(RIGHT_X, y - 3.2, CHART_WIDTH, FAINT)
        _row(page, y + 0.6, page.say("budget_total"), total, CELL_STRONG)


def _row(page: Page, y: float, label: str, percent: float, style: Style) -> None:
    with page.part("TR"):
        with page.part("TH", scope="Row"):
            page.sheet.fitted(RIGHT_X, y, _BAR_X - RIGHT_X - 2.0, label, style)
        with page.part("TD"):
            page.sheet.words(RIGHT_X + CHART_WIDTH, y, page.formats.percent(percent), style, Align.RIGHT)


def total_of(budget: ErrorBudget) -> float:
    """1-sigma in percent of the estimate: the terms add in quadrature."""
    return math.hypot(*astuple(budget))
