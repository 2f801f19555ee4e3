"""When the battery reaches the lines that matter, always with an interval, or why nobody can say."""

from celliq_desktop.domain.forecast import ForecastLine
from celliq_desktop.reports.charts import CHART_WIDTH, RIGHT_X, draw_nothing, draw_title
from celliq_desktop.reports.formats import EN_DASH
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.evidence_grid import grid_of
from celliq_desktop.reports.sheet import Align
from celliq_desktop.reports.styles import BODY, NOTE, STRONG, WASH

_ROW = 7.2
_LABEL = 40.0


def draw(page: Page) -> None:
    """Lower right of page 2."""
    grid, sheet, outlook = grid_of(page.content), page.sheet, page.content.outlook
    if outlook is None:
        draw_title(sheet, RIGHT_X, grid.second_top, page.say("outlook"), "")
        draw_nothing(sheet, RIGHT_X, grid.second_frame_top - 6.0, 17.0, page.say("outlook_none"))
        return
    draw_title(sheet, RIGHT_X, grid.second_top, page.say("outlook"), "")
    rate = outlook.rate_percent_per_year
    rows = [(page.say("outlook_rate"), page.formats.span(rate.low, rate.high, "%"))]
    rows += [
        (page.say("outlook_line", line=page.formats.percent(one.percent, 0)), _when(page, one)) for one in outlook.lines
    ]
    end = outlook.at_warranty_end_percent
    if end is not None:
        rows.append((page.say("outlook_warranty"), page.formats.span(end.low, end.high, "%")))
    y = grid.second_top + 7.0
    with page.part("Table"):
        for label, words in rows:
            with page.part("TR"):
                with page.part("TH", scope="Row"):
                    sheet.fitted(RIGHT_X, y, _LABEL - 2.0, label, BODY)
                with page.part("TD"):
                    sheet.fitted(RIGHT_X + CHART_WIDTH, y, CHART_WIDTH - _LABEL, words, STRONG, Align.RIGHT)
            sheet.rule(RIGHT_X, y + 2.2, CHART_WIDTH, WASH, 0.6)
            y += _ROW
    sheet.paragraph(RIGHT_X, y, CHART_WIDTH, page.say("outlook_note"), NOTE, most=3)


def _when(page: Page, line: ForecastLine) -> str:
    """The median with its interval; an open end is said as such."""
    if line.years is None:
        return page.say("outlook_beyond")
    if line.years <= 0:
        return page.say("outlook_reached")
    number = page.formats.number
    latest = "30+" if line.latest is None else number(line.latest)
    span = f"{number(line.earliest or 0.0)}{EN_DASH}{latest}"
    return page.say_count("outlook_years", line.years, years=number(line.years), span=span)
