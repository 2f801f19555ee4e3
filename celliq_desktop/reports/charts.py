"""Small vector plots: a frame with labelled axes, and marks that also read in black and white."""

import math
from dataclasses import dataclass

from reportlab.lib.colors import Color

from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import Align, Point, Sheet
from celliq_desktop.reports.styles import AXIS, CELL_QUIET, FAINT, INK, NOTE, SUBHEADING, WASH

LEFT_X, RIGHT_X, CHART_WIDTH = 16.0, 109.0, 85.0
"""Left edges of the two columns of charts and their width in mm."""
_GUTTER = 7.5
"""Room for the numbers left of a frame."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What one direction shows: data limits, tick positions and their words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A frame in mm (upper left corner, width, height) with its two axes."""

    x: float
    y: float
    width: float
    height: float
    across: Axis
    up: Axis

    def at(self, across: float, up: float) -> Point:
        """Where a pair of data values lies on the page."""
        return (
            self.x + (across - self.across.low) / (self.across.high - self.across.low) * self.width,
            self.y + self.height - (up - self.up.low) / (self.up.high - self.up.low) * self.height,
        )

    def holds(self, across: float, up: float) -> bool:
        """True for finite values inside the frame."""
        return (
            math.isfinite(across)
            and math.isfinite(up)
            and self.across.low <= across <= self.across.high
            and self.up.low <= up <= self.up.high
        )


def nice_step(span: float, most: int) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts ``span`` in at most ``most`` parts."""
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


def nice_axis(low: float, high: float, most: int, digits: int = 0) -> Axis:
    """An axis that begins and ends on a tick; ticks are whole numbers unless ``digits`` says otherwise."""
    step = nice_step(max(high - low, 1e-9), most)
    if digits == 0:
        step = max(1.0, step)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    ticks = tuple((number * step, f"{number * step:.{digits}f}") for number in range(first, last + 1))
    return Axis(first * step, last * step, ticks)


def draw_title(sheet: Sheet, x: float, y: float, title: str, note: str) -> None:
    """Heading of a chart with one quiet line below."""
    sheet.fitted(x, y, CHART_WIDTH, title, SUBHEADING)
    sheet.fitted(x, y + 4.0, CHART_WIDTH, note, NOTE)


def plot_in(x: float, y: float, height: float, across: Axis, up: Axis) -> Plot:
    """A plot that fills a chart column, ``x`` its left edge and ``y`` the top of the frame."""
    return Plot(x + _GUTTER, y, CHART_WIDTH - _GUTTER, height, across, up)


def draw_axes(sheet: Sheet, plot: Plot, across_title: str, up_title: str) -> None:
    """Grid lines, numbers, and both titles: the upright one stands above its numbers, to be read without turning."""
    bottom = plot.y + plot.height
    for value, words in plot.up.ticks:
        _, y = plot.at(plot.across.low, value)
        sheet.rule(plot.x, y, plot.width, FAINT if value == plot.up.low else WASH, 0.6)
        sheet.words(plot.x - 1.6, y + 0.9, words, AXIS, Align.RIGHT)
    for value, words in plot.across.ticks:
        x, _ = plot.at(value, plot.up.low)
        sheet.line([(x, bottom), (x, bottom + 0.9)], FAINT, 0.6)
        sheet.words(x, bottom + 3.7, words, AXIS, Align.CENTRE)
    sheet.words(plot.x - _GUTTER, plot.y - 2.6, up_title, AXIS)
    if across_title:
        sheet.words(plot.x + plot.width, bottom + 7.0, across_title, AXIS, Align.RIGHT)


def alternative(page: Page, heading: str, *more: str) -> str:
    """What a figure says to those who do not see it: its heading, what its axes count, and its result."""
    return " ".join(f"{words.rstrip('.')}." for words in (page.say(heading), *more) if words)


def draw_curve(
    sheet: Sheet, plot: Plot, points: list[Point], colour: Color, width: float, dash: tuple[float, float] | None = None
) -> None:
    """A line through the data; a point outside or not a number parts it."""
    run: list[Point] = []
    for across, up in [*points, (math.nan, math.nan)]:
        if plot.holds(across, up):
            run.append(plot.at(across, up))
            continue
        if len(run) > 1:
            sheet.line(run, colour, width, dash)
        run = []


def draw_band(sheet: Sheet, plot: Plot, low: list[Point], high: list[Point], fill: Color) -> None:
    """The area between two lines over the same places; where one of them is not a number there is no area."""
    run: list[tuple[Point, Point]] = []
    for below, above in [*zip(low, high, strict=True), ((math.nan, math.nan), (math.nan, math.nan))]:
        if plot.holds(*below) and plot.holds(*above):
            run.append((plot.at(*below), plot.at(*above)))
            continue
        if len(run) > 1:
            sheet.area([point for point, _ in run] + [point for _, point in reversed(run)], fill)
        run = []


def draw_nothing(sheet: Sheet, x: float, y: float, height: float, sentence: str) -> None:
    """What stands in place of a chart: an empty frame line above and below, and why there is none."""
    for edge in (y, y + height):
        sheet.line([(x, edge), (x + CHART_WIDTH, edge)], FAINT, 0.6, (1.5, 1.5))
    sheet.words(x + CHART_WIDTH / 2, y + height / 2 + 1.0, sentence, CELL_QUIET, Align.CENTRE)


def draw_official(sheet: Sheet, x: float, y: float, radius: float = 1.3) -> None:
    """The diamond that stands for the official figure."""
    sheet.area([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], INK)
