"""The fields of Annex XIII, each with its value and how it is known, or why it is not."""

from datetime import date

from celliq_desktop.reports.annex import annex_fields
from celliq_desktop.reports.fields import Field
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import Align, width_of
from celliq_desktop.reports.styles import (
    BODY,
    CELL_ORIGIN,
    CELL_QUIET,
    COLUMN_HEAD,
    FAINT,
    MARGIN,
    NOTE,
    RIGHT,
    STRONG,
    SUBHEADING,
    WASH,
    WIDTH,
)

_TOP = 29.0
_ROW = 7.2
_POINT_X, _VALUE_X = 78.0, 98.0
_COLUMNS = (
    ("col_field", MARGIN, Align.LEFT),
    ("col_point", _POINT_X, Align.LEFT),
    ("col_value", _VALUE_X, Align.LEFT),
    ("col_provenance", RIGHT, Align.RIGHT),
)
_POINTS = {
    "battery_category": "1(a)",
    "rated_capacity": "1(g)",
    "capacity_threshold_for_exhaustion": "1(k)",
    "warranty_period_months": "1(m)",
    "capacity_fade": "4(a)",
    "remaining_capacity": "4(a)",
    "remaining_power_capability": "4(a)",
    "power_fade": "4(a)",
    "internal_resistance_increase": "4(a)",
    "round_trip_efficiency_fade": "4(a)",
    "state_of_certified_energy": "4(b)",
    "battery_status": "4(c)",
    "number_of_full_cycles": "4(d)",
    "negative_events": "4(d)",
    "temperature_information": "4(d)",
    "state_of_charge": "4(d)",
}
"""Points of Annex XIII (research/domain.md section 1.2); a field without one is printed beside the list, not of it."""


def draw(page: Page) -> None:
    """Head of page 4, one field a line; then what only the manufacturer can say."""
    sheet = page.sheet
    title = page.say("annex")
    sheet.words(MARGIN, _TOP, title, SUBHEADING)
    room = WIDTH - width_of(title, SUBHEADING) - 6.0
    sheet.fitted(RIGHT, _TOP, room, page.say("annex_note"), NOTE, Align.RIGHT)
    y = _TOP + 6.6
    with page.part("Table"):
        with page.part("TR"):
            for key, x, align in _COLUMNS:
                with page.part("TH", scope="Column"):
                    sheet.words(x, y, page.say(key), COLUMN_HEAD, align)
        sheet.rule(MARGIN, y + 1.8, WIDTH, FAINT)
        for field in annex_fields(page.content):
            y += _ROW
            with page.part("TR"):
                _row(page, y, field)
            sheet.rule(MARGIN, y + 2.2, WIDTH, WASH, 0.6)
    sheet.paragraph(MARGIN, y + 6.4, WIDTH, page.say("annex_rest"), NOTE, most=4)


def _row(page: Page, y: float, field: Field) -> None:
    sheet = page.sheet
    with page.part("TH", scope="Row"):
        sheet.fitted(MARGIN, y, _POINT_X - MARGIN - 2.0, page.say(field.key), BODY)
    with page.part("TD"):
        sheet.words(_POINT_X, y, _POINTS.get(field.key, "–"), CELL_QUIET)
    value, origin = _value(page, field), page.provenance(field)
    if field.source == "desk":
        origin = f"{origin}, {page.say('desk')}"
    with page.part("TD"):
        if value:
            room = RIGHT - _VALUE_X - width_of(origin, CELL_ORIGIN) - 2.0
            sheet.fitted(_VALUE_X, y, room, value, STRONG)
    with page.part("TD"):
        sheet.words(RIGHT, y, origin, CELL_ORIGIN, Align.RIGHT)


def _value(page: Page, field: Field) -> str:
    if isinstance(field.value, str) and field.unit == "date":
        return page.formats.day(date.fromisoformat(field.value))
    if field.key == "battery_status" and field.value:
        return page.say(f"status_word_{field.value}")
    if field.key == "negative_events" and isinstance(field.value, int):
        return page.say_count("events_some", field.value, count=field.value) if field.value else page.say("events_none")
    return page.value(field)
