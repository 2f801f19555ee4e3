"""Which car, and how much its battery holds now and held when new, each with its origin."""

from celliq_desktop.domain.health import HealthEstimate, Interval
from celliq_desktop.reports import fonts
from celliq_desktop.reports.fields import (
    Field,
    Provenance,
    capacity_new,
    capacity_now_official,
    given_estimate,
    identity,
    missing,
)
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.rows import BODY_TOP, LEFT, ROW, SECOND_TOP, Row, draw_heading, draw_row
from celliq_desktop.reports.styles import NOTE, Style

_VIN = Style(fonts.MONO, 9.6)


def draw(page: Page) -> None:
    """Left column of page 1."""
    y = draw_heading(page, LEFT, BODY_TOP, page.say("vehicle"))
    with page.part("Table"):
        for row in _identity(page):
            y = draw_row(page, LEFT, y, row)
    y = draw_heading(page, LEFT, SECOND_TOP, page.say("battery"))
    with page.part("Table"):
        for row in _capacities(page):
            y = draw_row(page, LEFT, y, row)
    source = _source(page)
    if source:
        page.sheet.paragraph(LEFT.value_x, y - ROW + 4.0, LEFT.width - LEFT.label, source, NOTE, most=2)


def _identity(page: Page) -> tuple[Row, ...]:
    content, declared = page.content, page.say(Provenance.DECLARED.value)
    odometer = next(field for field in identity(content) if field.key == "odometer")
    car = " ".join(part for part in (content.make, content.model, content.trim) if part)
    return (
        Row(page.say("car"), car, declared),
        Row(page.say("year"), str(content.year), declared),
        Row(page.say("vin"), content.vin, declared, _VIN),
        _row(page, odometer, page.say("odometer")),
    )


def _capacities(page: Page) -> tuple[Row, ...]:
    official, new = capacity_now_official(page.content), capacity_new(page.content)
    return (
        _row(page, official, page.say("capacity_official")),
        _own(page, given_estimate(page.content)),
        _row(page, new, page.say("capacity_new")),
    )


def _own(page: Page, estimate: HealthEstimate | None) -> Row:
    label = page.say("capacity_own")
    found: tuple[Interval | None, str] = (None, "")
    if estimate is not None:
        found = (estimate.capacity_kwh, "kWh") if estimate.capacity_kwh else (estimate.capacity_ah, "Ah")
    interval, unit = found
    if interval is None:
        return Row(label, "", page.say(missing("capacity_own").provenance.value))
    value = page.formats.quantity(interval.value, unit)
    span = page.formats.span(interval.low, interval.high, unit)
    return Row(label, f"{value} ({span})", page.say(Provenance.ESTIMATED.value))


def _row(page: Page, field: Field, label: str) -> Row:
    return Row(label, page.value(field), page.provenance(field))


def _source(page: Page) -> str:
    """Where the capacity when new comes from; empty when there is none."""
    estimate = given_estimate(page.content)
    if estimate is not None and estimate.baseline is not None:
        baseline = estimate.baseline
        source = page.worded(f"source: {baseline.source}", baseline.source)
        if baseline.as_of:
            source = page.say("baseline_as_of", source=source, as_of=baseline.as_of)
    elif capacity_new(page.content).value is not None:
        source = page.say("source_issuer")
    else:
        return ""
    return page.say("source_line", source=source)
