"""Colours, type and grid of the paper in one place (look.md): millimetres, points, and colours for white paper."""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor

from celliq_desktop.domain.paper import PAGE_MM
from celliq_desktop.reports import fonts
from celliq_desktop.reports.judgement import Tone

PAGE_WIDTH, PAGE_HEIGHT = PAGE_MM
MARGIN = 16.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
RIGHT = PAGE_WIDTH - MARGIN
HEADLINE_BOX_MM = (MARGIN - 4.0, 55.0, 88.0, 76.0)
"""Left, top, right, bottom in mm from the upper left corner of page 1: the state of health stands here, alone."""

INK = HexColor("#0C1F24")
GREY = HexColor("#5B6B70")
FAINT = HexColor("#C9D2D5")
THIN = HexColor("#93A2A7")
WASH = HexColor("#EEF3F4")
TEAL = HexColor("#0F766E")
TEAL_SOFT = HexColor("#BFE3DE")
WHITE = HexColor("#FFFFFF")
WATERMARK = HexColor("#B9C4C7")

TONE_COLOURS: dict[Tone, Color] = {
    Tone.GOOD: HexColor("#15703A"),
    Tone.FAIR: HexColor("#92580A"),
    Tone.POOR: HexColor("#B3261E"),
    Tone.NONE: GREY,
}
"""All darker than 4.5:1 on white."""

HAIRLINE = 0.4
"""Points."""


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size, with the distance of its lines, in points; ``role`` is what words in it are in the tree of the
    document, where they stand alone: a paragraph or a heading."""

    font: str
    size: float
    colour: Color = INK
    leading: float = 1.32
    role: str = "P"

    @property
    def line(self) -> float:
        """Points from baseline to baseline."""
        return self.size * self.leading


TITLE = Style(fonts.SEMIBOLD, 24.0, leading=1.1, role="H1")
SUBTITLE = Style(fonts.REGULAR, 9.6, GREY)
HEADING = Style(fonts.SEMIBOLD, 11.0, role="H2")
SUBHEADING = Style(fonts.SEMIBOLD, 10.0, role="H2")
EYEBROW = Style(fonts.SEMIBOLD, 8.6, TEAL, role="H2")
KEY_FIGURE = Style(fonts.SEMIBOLD, 62.0, leading=1.0)
KEY_UNIT = Style(fonts.REGULAR, 28.0, GREY)
LEAD = Style(fonts.SEMIBOLD, 13.4, leading=1.28)
BODY = Style(fonts.REGULAR, 9.2, leading=1.38)
STRONG = Style(fonts.SEMIBOLD, 9.2)
QUIET = Style(fonts.REGULAR, 9.2, GREY, leading=1.36)
NOTE = Style(fonts.REGULAR, 7.6, GREY, leading=1.36)
ORIGIN = Style(fonts.ITALIC, 8.2, GREY)
CELL = Style(fonts.REGULAR, 7.9)
CELL_QUIET = Style(fonts.REGULAR, 7.9, GREY)
CELL_STRONG = Style(fonts.SEMIBOLD, 7.9)
CELL_ORIGIN = Style(fonts.ITALIC, 7.4, GREY)
AXIS = Style(fonts.REGULAR, 6.9, GREY)
COLUMN_HEAD = Style(fonts.SEMIBOLD, 7.2, GREY)
AXIS_STRONG = Style(fonts.SEMIBOLD, 7.6, TEAL)
