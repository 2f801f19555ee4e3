"""Status of the battery in law, first use and warranty, as far as somebody declares them."""

from datetime import UTC, date

from celliq_desktop.reports.annex import annex_fields, declared, put_into_service, warranty_end, warranty_months
from celliq_desktop.reports.fields import Field, Provenance
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.rows import BODY_TOP, RIGHT, ROW, Row, draw_heading, draw_row
from celliq_desktop.reports.styles import NOTE


def draw(page: Page) -> None:
    """Top of the right column of page 1."""
    said = declared(page.content)
    y = draw_heading(page, RIGHT, BODY_TOP, page.say("warranty"))
    status = next(field for field in annex_fields(page.content) if field.key == "battery_status")
    word = page.say(f"status_word_{status.value}") if status.value else ""
    start = put_into_service(said)
    with page.part("Table"):
        for row in (
            Row(page.say("battery_status_row"), word, page.provenance(status)),
            Row(page.say("first_use"), day_of(page, start), page.provenance(start)),
            _warranty(page, warranty_end(said), warranty_months(said)),
        ):
            y = draw_row(page, RIGHT, y, row)
    page.sheet.fitted(RIGHT.value_x, y - ROW + 4.0, RIGHT.width - RIGHT.label, _note(page), NOTE)


def day_of(page: Page, field: Field) -> str:
    """An ISO day in the reader's manner; empty when there is none."""
    return page.formats.day(date.fromisoformat(field.value)) if isinstance(field.value, str) else ""


def _warranty(page: Page, end: date | None, months: Field) -> Row:
    label, declared_word = page.say("warranty_row"), page.say(Provenance.DECLARED.value)
    if end is not None:
        over = end <= page.content.prepared_at.astimezone(UTC).date()
        return Row(
            label, page.say("warranty_over" if over else "warranty_until", day=page.formats.day(end)), declared_word
        )
    if isinstance(months.value, int):
        return Row(label, page.value(months), declared_word)
    return Row(label, "", page.provenance(months))


def _note(page: Page) -> str:
    fields = {field.key: field for field in annex_fields(page.content)}
    months, limit = fields["warranty_period_months"], fields["capacity_threshold_for_exhaustion"]
    parts = []
    if isinstance(months.value, int):
        parts.append(page.say("warranty_length", months=months.value))
    else:
        parts.append(page.say("warranty_ask"))
    if page.value(limit):
        parts.append(page.say("warranty_threshold", value=page.value(limit)))
    return ", ".join(parts)
