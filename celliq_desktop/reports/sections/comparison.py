"""How the car compares with others of its model, where there are enough of them."""

from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.rows import LEFT, Row, draw_row
from celliq_desktop.reports.styles import NOTE

_TOP = 214.5


def draw(page: Page) -> None:
    """Foot of the left column of page 1. Both sides of the comparison are our own estimates."""
    cohort = page.content.cohort
    if cohort is None:
        return
    share = page.formats.percent(cohort.above_percent, 0)
    words = page.say_count("compare_words", cohort.count, share=share, count=cohort.count)
    with page.part("Table"):
        below = draw_row(page, LEFT, _TOP, Row(page.say("compare"), words))
    note = page.say("compare_note", span=page.formats.span(cohort.low_quartile, cohort.high_quartile, "%"))
    page.sheet.paragraph(LEFT.value_x, below - 2.9, LEFT.width - LEFT.label, note, NOTE, most=2)
