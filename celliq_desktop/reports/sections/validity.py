"""Who issued this report, when, for how long, and from which data."""

from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.reports.judgement import Tone
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.rows import RIGHT, SECOND_TOP, Row, draw_heading, draw_row
from celliq_desktop.reports.styles import BODY, STRONG, TONE_COLOURS, Style

_NOT_VALID = Style(STRONG.font, STRONG.size, TONE_COLOURS[Tone.POOR])


def draw(page: Page) -> None:
    """Lower part of the right column of page 1."""
    y = draw_heading(page, RIGHT, SECOND_TOP, page.say("validity"))
    with page.part("Table"):
        for row in _rows(page):
            y = draw_row(page, RIGHT, y, row)


def _rows(page: Page) -> tuple[Row, ...]:
    content, report, formats = page.content, page.content.report, page.formats
    until = formats.day(report.valid_until) or page.say("no_end")
    status = page.say(f"status_{report.status.value}")
    if report.status is ReportStatus.UNKNOWN:
        status = report.status_raw or status
    return (
        Row(page.say("issuer"), content.issuer, lines=1),
        Row(page.say("issued"), formats.day(report.generated_at)),
        Row(page.say("valid_until"), until),
        Row(
            page.say("status_row"),
            page.say("status", status=status, day=formats.day(content.prepared_at)),
            style=STRONG if report.status is ReportStatus.VALID else _NOT_VALID,
        ),
        Row(page.say("report_id"), report.id, style=BODY, lines=1),
        Row(page.say("data_window"), _window(page), "" if _window(page) else page.say("not_available"), BODY, 1),
    )


def _window(page: Page) -> str:
    report = page.content.report
    if report.data_from is None or report.data_to is None:
        return ""
    return page.say("data_span", start=page.formats.day(report.data_from), end=page.formats.day(report.data_to))
