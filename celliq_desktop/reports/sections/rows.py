"""Rows of label, value and origin, the way both columns of page 1 are set."""

from dataclasses import dataclass

from reportlab.lib.units import mm

from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import Align, width_of
from celliq_desktop.reports.styles import HEADING, ORIGIN, QUIET, STRONG, Style

ROW = 6.4
_LINE = STRONG.line / mm


@dataclass(frozen=True, slots=True)
class Row:
    """``value`` empty means that only the origin (``not available``) is printed, in its place. ``lines``: how many the
    value may take; on a single one it shrinks."""

    label: str
    value: str
    origin: str = ""
    style: Style = STRONG
    lines: int = 2


@dataclass(frozen=True, slots=True)
class Column:
    """Left edge, width of the labels and of the whole column in mm."""

    x: float
    label: float
    width: float

    @property
    def value_x(self) -> float:
        """Where values begin."""
        return self.x + self.label


def draw_heading(page: Page, column: Column, y: float, title: str) -> float:
    """Title with a hairline below; returns the baseline of the first row."""
    page.sheet.fitted(column.x, y, column.width, title, HEADING)
    page.sheet.rule(column.x, y + 2.6, column.width)
    return y + 8.2


def draw_row(page: Page, column: Column, y: float, row: Row) -> float:
    """One row, to be drawn inside a table; returns the baseline of the next."""
    with page.part("TR"):
        with page.part("TH", scope="Row"):
            page.sheet.fitted(column.x, y, column.label - 2.0, row.label, QUIET)
        with page.part("TD"):
            return _draw_value(page, column, y, row)


def _draw_value(page: Page, column: Column, y: float, row: Row) -> float:
    sheet, room = page.sheet, column.width - column.label
    if not row.value:
        sheet.fitted(column.value_x, y, room, row.origin, ORIGIN)
        return y + ROW
    origin = width_of(row.origin, ORIGIN) + 3.0 if row.origin else 0.0
    below = y + _LINE
    if row.lines == 1:
        sheet.fitted(column.value_x, y, room - origin, row.value, row.style)
    else:
        below = sheet.paragraph(column.value_x, y, room - origin, row.value, row.style, most=row.lines)
    if row.origin:
        sheet.words(column.x + column.width, y, row.origin, ORIGIN, Align.RIGHT)
    return below + ROW - _LINE


LEFT = Column(16.0, 40.0, 108.0)
RIGHT = Column(132.0, 21.0, 62.0)
BODY_TOP, SECOND_TOP = 141.0, 183.0
"""Both columns hold two blocks that begin level."""
