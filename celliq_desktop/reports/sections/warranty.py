"""Status of the battery in law, first use and warranty, as far as somebody declares them."""

from datetime import UTC, date

from celliq_desktop.reports.annex import annex_fields, declared, put_into_service, warranty_end, warranty_months
from celliq_desktop.reports.fields import Field, Provenance
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.rows import BODY_TOP, RIGHT, ROW, Row, draw_heading, draw_row
from celliq_desktop.reports.styles import NOTE

_USUAL_LIMIT = 70.0
"""Percent of the capacity when new, at 8 years or 160,000 km (research/domain.md section 1.5)."""


def draw(page: Page) -> None:
    """Top of the right column of page 1."""
    said = declared(page.content)
    y = draw_heading(page, RIGHT, BODY_TOP, page.say("warranty"))
    status = next(field for field in annex_fields(page.content) if field.key == "battery_status")
    word = page.say(f"status_word_{status.value}") if status.value else ""
    start = put_into_service(said)
    with page.part("Table"):
        for row in (
            Row(page.say("battery_status_row"), word, page.provenance(status), lines=1),
            Row(page.say("first_use"), day_of(page, start), page.provenance(start), lines=1),
            _warranty(page, warranty_end(said), warranty_months(said)),
        ):
            y = draw_row(page, RIGHT, y, row)
    page.sheet.fitted(RIGHT.value_x, y - ROW + 4.0, RIGHT.width - RIGHT.label, _length(page), NOTE)
    limit, source = _limit(page)
    with page.part("Table"):
        y = draw_row(page, RIGHT, y + 2.6, Row(page.say("headroom"), _headroom(page, limit), lines=1))
    page.sheet.fitted(RIGHT.value_x, y - ROW + 4.0, RIGHT.width - RIGHT.label, page.say(source), NOTE)


def day_of(page: Page, field: Field) -> str:
    """An ISO day in the reader's manner; empty when there is none."""
    return page.formats.day(date.fromisoformat(field.value)) if isinstance(field.value, str) else ""


def _warranty(page: Page, end: date | None, months: Field) -> Row:
    label, origin = page.say("warranty_row"), page.say(Provenance.DECLARED.value)
    if end is not None:
        over = end <= page.content.prepared_at.astimezone(UTC).date()
        words = page.say("warranty_over" if over else "warranty_until", day=page.formats.day(end))
        return Row(label, words, origin, lines=1)
    if isinstance(months.value, int):
        return Row(label, page.value(months), origin, lines=1)
    return Row(label, "", page.provenance(months))


def _length(page: Page) -> str:
    months = warranty_months(declared(page.content)).value
    return (
        page.say_count("warranty_length", months, months=months)
        if isinstance(months, int)
        else page.say("warranty_ask")
    )


def _limit(page: Page) -> tuple[float, str]:
    """Below what a battery is usually repaired or replaced, in percent, and the words for whence it is known."""
    field = next(one for one in annex_fields(page.content) if one.key == "capacity_threshold_for_exhaustion")
    if isinstance(field.value, int | float) and field.unit == "%":
        return float(field.value), "headroom_declared"
    return _USUAL_LIMIT, "headroom_usual"


def _headroom(page: Page, limit: float) -> str:
    points = page.content.report.soh_percent - limit
    words = "headroom_above" if points >= 0 else "headroom_below"
    return page.say(words, points=page.formats.number(abs(points)), limit=page.formats.percent(limit, 0))
