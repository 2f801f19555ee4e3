"""For whoever reads such a report for the first time: what a grade means, and what the report is and is not."""

from celliq_desktop.reports.badge import draw_badge
from celliq_desktop.reports.judgement import GRADES, tone_of
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.styles import BODY, MARGIN, NOTE, SUBHEADING, WIDTH, Style

_GRADES_TOP, _READING_TOP = 202.0, 234.0
_BADGE = 4.2
_CELL = WIDTH / len(GRADES)
_TEXT = Style(BODY.font, BODY.size, BODY.colour, leading=1.42)


def draw_grades(page: Page) -> None:
    """Page 3, below the method: the scale from left to right."""
    sheet = page.sheet
    sheet.words(MARGIN, _GRADES_TOP, page.say("grades"), SUBHEADING)
    y = _GRADES_TOP + 9.2
    for number, (grade, least) in enumerate(GRADES):
        x = MARGIN + number * _CELL
        percent = page.formats.percent(least or GRADES[number - 1][1] or 0.0, 0)
        with page.part("P"):
            draw_badge(sheet, x + _BADGE, y, _BADGE, grade, tone_of(grade))
            words = page.say("grade_below" if least is None else "grade_least", percent=percent)
            sheet.fitted(x + 2 * _BADGE + 2.4, y + 1.1, _CELL - 2 * _BADGE - 4.0, words, BODY)
    sheet.paragraph(MARGIN, y + 9.6, WIDTH, page.say("grades_note"), NOTE, most=2)


def draw_reading(page: Page) -> None:
    """Foot of page 3."""
    page.sheet.words(MARGIN, _READING_TOP, page.say("reading"), SUBHEADING)
    page.sheet.paragraph(MARGIN, _READING_TOP + 6.0, WIDTH, page.say("reading_text"), _TEXT, most=8)
