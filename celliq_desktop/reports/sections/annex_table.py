"""The fields of Annex XIII, each with its value and how it is known, or why it is not."""

from datetime import date

from celliq_desktop.reports.annex import annex_fields
from celliq_desktop.reports.fields import Field
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.evidence_grid import grid_of
from celliq_desktop.reports.sheet import Align, width_of
from celliq_desktop.reports.styles import (
    CELL,
    CELL_ORIGIN,
    CELL_STRONG,
    FAINT,
    MARGIN,
    NOTE,
    RIGHT,
    SUBHEADING,
    WASH,
    WIDTH,
)

_ROW = 4.35
_COLUMN = 85.0
_SECOND_X = RIGHT - _COLUMN
_VALUE_X = 37.0


def draw(page: Page) -> None:
    """Full width of page 2 in two columns."""
    top = grid_of(page.content).annex_top
    sheet, fields = page.sheet, annex_fields(page.content)
    title = page.say("annex")
    sheet.words(MARGIN, top, title, SUBHEADING)
    room = WIDTH - width_of(title, SUBHEADING) - 6.0
    sheet.fitted(RIGHT, top, room, page.say("annex_note"), NOTE, Align.RIGHT)
    half = (len(fields) + 1) // 2
    for x, part in ((MARGIN, fields[:half]), (_SECOND_X, fields[half:])):
        sheet.rule(x, top + 2.2, _COLUMN, FAINT)
        for number, field in enumerate(part, start=1):
            _row(page, x, top + 1.6 + number * _ROW, field)


def _row(page: Page, x: float, y: float, field: Field) -> None:
    sheet = page.sheet
    sheet.fitted(x, y, _VALUE_X - 2.0, page.say(field.key), CELL)
    value, origin = _value(page, field), page.provenance(field)
    if field.source == "desk":
        origin = f"{origin}, {page.say('desk')}"
    if value:
        room = _COLUMN - _VALUE_X - width_of(origin, CELL_ORIGIN) - 2.0
        sheet.fitted(x + _VALUE_X, y, room, value, CELL_STRONG)
    sheet.words(x + _COLUMN, y, origin, CELL_ORIGIN, Align.RIGHT)
    sheet.rule(x, y + 1.35, _COLUMN, WASH, 0.6)


def _value(page: Page, field: Field) -> str:
    if isinstance(field.value, str) and field.unit == "date":
        return page.formats.day(date.fromisoformat(field.value))
    if field.key == "battery_status" and field.value:
        return page.say(f"status_word_{field.value}")
    if field.key == "negative_events" and isinstance(field.value, int):
        return page.say("events_some", count=field.value) if field.value else page.say("events_none")
    return page.value(field)
