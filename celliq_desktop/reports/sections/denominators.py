"""The same charges against every capacity when new that is known: one battery, several percentages."""

from celliq_desktop.reports.charts import CHART_WIDTH, RIGHT_X, draw_title
from celliq_desktop.reports.fields import given_estimate
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import Align
from celliq_desktop.reports.styles import CELL, CELL_STRONG, NOTE, WASH

_TOP = 86.0
_ROW = 9.6
_VALUE = 36.0
_MOST = 6


def draw(page: Page) -> None:
    """Right column of page 3, below the error budget; nothing where there is only the one that page 1 uses."""
    estimate, sheet = given_estimate(page.content), page.sheet
    found = estimate.denominators[:_MOST] if estimate is not None else ()
    if len(found) < 2:
        return
    draw_title(sheet, RIGHT_X, _TOP, page.say("denominators"), page.say("denominators_note"))
    y = _TOP + 11.0
    with page.part("Table"):
        for one in found:
            base, soh = one.baseline, one.soh_percent
            source = page.worded(f"source: {base.source}", base.source)
            value = f"{page.formats.percent(soh.value)} ({page.formats.span(soh.low, soh.high, '%')})"
            with page.part("TR"):
                with page.part("TH", scope="Row"):
                    sheet.words(RIGHT_X, y, page.formats.quantity(base.value, base.unit), CELL)
                    sheet.fitted(RIGHT_X, y + 3.4, CHART_WIDTH, source, NOTE)
                with page.part("TD"):
                    sheet.fitted(RIGHT_X + CHART_WIDTH, y, _VALUE, value, CELL_STRONG, Align.RIGHT)
            sheet.rule(RIGHT_X, y + 5.2, CHART_WIDTH, WASH, 0.6)
            y += _ROW
