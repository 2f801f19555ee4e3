"""A page to draw on: millimetres from the upper left corner, words that fit, hairlines."""

from dataclasses import replace
from enum import Enum

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from celliq_desktop.domain.paper import Placing
from celliq_desktop.reports import fonts
from celliq_desktop.reports.layout import Layout
from celliq_desktop.reports.structure import Structure
from celliq_desktop.reports.styles import FAINT, HAIRLINE, PAGE_HEIGHT, Style

_ELLIPSIS = "…"
_NO_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")
"""What people and servers leave in names, such as line ends, has no glyph."""
_OUTLINE = ("H1", "H2")
"""Headings, by their depth in the reader's list of bookmarks."""
_SMALLEST = 0.72
"""How far words may shrink before they are cut: share of their style's size."""

Point = tuple[float, float]


class Align(Enum):
    """Where ``x`` is in a line of words."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


def width_of(text: str, style: Style) -> float:
    """Millimetres that ``text`` takes on one line."""
    return float(stringWidth(text, style.font, style.size)) / mm


class Sheet:
    """Draws on the current page of a canvas; ``x`` and ``y`` in mm from the upper left corner, text by its baseline.
    Words become part of the ``structure`` by the role of their style, unless an element is open there."""

    def __init__(self, canvas: Canvas, placing: Placing) -> None:
        """``canvas`` has the fonts of ``fonts`` registered; ``placing`` says where on it the page lies."""
        self.canvas = canvas
        self._placing = placing
        self.structure = Structure(canvas)
        self.layout = Layout()
        self._bookmarks = 0

    def begin_page(self) -> None:
        """From here on millimetres are those of the page, whatever the paper."""
        if self._placing.scale != 1.0:
            self.canvas.translate(self._placing.left * mm, self._placing.bottom * mm)
            self.canvas.scale(self._placing.scale, self._placing.scale)

    def picture(self, x: float, y: float, width: float, height: float, drawn: ImageReader) -> None:
        """A picture in a box from its upper left corner; no words may come there."""
        self.structure.graphic()
        self.layout.reserve(x, y, x + width, y + height, "picture")
        self.canvas.drawImage(drawn, x * mm, _up(y + height), width * mm, height * mm)

    def end_page(self) -> None:
        """Show the page; Refused ``page_overflows`` when its words have no room."""
        self.layout.check()
        self.layout = Layout()
        self.structure.end_page()
        self.canvas.showPage()

    def words(self, x: float, y: float, text: str, style: Style, align: Align = Align.LEFT) -> None:
        """One line, as wide as it is."""
        text = fonts.printable(text.translate(_NO_CONTROLS), style.font)
        width = width_of(text, style)
        left = x - align.value * width
        self.layout.line(left, y, width, text, style)
        with self.structure.text(style.role) as again:
            if again:  # a blank before it, or the words of one cell or paragraph would run together for a listener
                left -= width_of(" ", style)
                text = f" {text}"
            self._draw_words(left, y, text, style)
        if style.role in _OUTLINE:
            self._bookmark(text, y, _OUTLINE.index(style.role))

    def _draw_words(self, left: float, y: float, text: str, style: Style) -> None:
        drawn = self.canvas.beginText(left * mm, _up(y))
        drawn.setFont(style.font, style.size)
        drawn.setFillColor(style.colour)
        if style.font == fonts.MONO:
            self.canvas.setStrokeColor(style.colour)
            self.canvas.setLineWidth(style.size * fonts.MONO_STROKE_EM)
            self.canvas.setLineJoin(1)
            drawn.setTextRenderMode(2)
        drawn.textOut(text)
        if style.font == fonts.MONO:
            drawn.setTextRenderMode(0)
        self.canvas.drawText(drawn)

    def _bookmark(self, title: str, y: float, level: int) -> None:
        self._bookmarks += 1
        key = f"heading-{self._bookmarks}"
        self.canvas.bookmarkHorizontal(key, 0, _up(y - 6.0))
        self.canvas.addOutlineEntry(title, key, level)

    def fitted(self, x: float, y: float, width: float, text: str, style: Style, align: Align = Align.LEFT) -> None:
        """One line in ``width`` mm: smaller when it must be, cut with an ellipsis when even that is too wide."""
        needed = width_of(text, style)
        if needed > width:
            scale = max(_SMALLEST, width / needed)
            style = replace(style, size=style.size * scale)
            text = cut(text, style, width)
        self.words(x, y, text, style, align)

    def paragraph(self, x: float, y: float, width: float, text: str, style: Style, most: int = 99) -> float:
        """Lines broken at blanks, at most ``most`` of them; returns the baseline a following line would have."""
        lines = broken(text, style, width)
        if len(lines) > most:
            lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), style, width)]
        with self.structure.lines(style.role):
            for line in lines:
                self.words(x, y, line, style)
                y += style.line / mm
        return y

    def rule(self, x: float, y: float, width: float, colour: Color = FAINT, points: float = HAIRLINE) -> None:
        """A horizontal line."""
        self.line([(x, y), (x + width, y)], colour, points)

    def line(self, points: list[Point], colour: Color, width: float, dash: tuple[float, float] | None = None) -> None:
        """A polyline; ``width`` and ``dash`` in points."""
        self.structure.graphic()
        path = self.canvas.beginPath()
        path.moveTo(points[0][0] * mm, _up(points[0][1]))
        for x, y in points[1:]:
            path.lineTo(x * mm, _up(y))
        self.canvas.saveState()
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.setLineJoin(1)
        self.canvas.setLineCap(0 if dash else 1)
        if dash:
            self.canvas.setDash(*dash)
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.restoreState()

    def area(self, points: list[Point], fill: Color | None, stroke: Color | None = None, width: float = 0.8) -> None:
        """A closed polygon."""
        self.structure.graphic()
        path = self.canvas.beginPath()
        path.moveTo(points[0][0] * mm, _up(points[0][1]))
        for x, y in points[1:]:
            path.lineTo(x * mm, _up(y))
        path.close()
        self._ink(fill, stroke, width)
        self.canvas.drawPath(path, stroke=int(stroke is not None), fill=int(fill is not None))

    def box(self, x: float, y: float, width: float, height: float, fill: Color, radius: float = 0.0) -> None:
        """A filled rectangle from its upper left corner."""
        self.structure.graphic()
        self._ink(fill, None, 0)
        self.canvas.roundRect(x * mm, _up(y + height), width * mm, height * mm, radius * mm, stroke=0, fill=1)

    def dot(self, x: float, y: float, radius: float, fill: Color | None, stroke: Color | None = None) -> None:
        """A circle around its centre."""
        self.structure.graphic()
        self._ink(fill, stroke, 0.8)
        self.canvas.circle(x * mm, _up(y), radius * mm, stroke=int(stroke is not None), fill=int(fill is not None))

    def _ink(self, fill: Color | None, stroke: Color | None, width: float) -> None:
        if fill is not None:
            self.canvas.setFillColor(fill)
        if stroke is not None:
            self.canvas.setStrokeColor(stroke)
            self.canvas.setLineWidth(width)
            self.canvas.setLineJoin(1)


def broken(text: str, style: Style, width: float) -> list[str]:
    """Lines of at most ``width`` mm, broken at blanks; a word that is wider is broken inside."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        wider = f"{line} {word}" if line else word
        if width_of(wider, style) <= width:
            line = wider
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, style, width)
        lines += full
    return [*lines, line] if line else lines


def balanced(text: str, style: Style, width: float) -> float:
    """The narrowest width that needs no more lines than ``width``: lines of a like length, no lonely last word."""
    lines = len(broken(text, style, width))
    narrower = width
    while narrower > 10.0 and len(broken(text, style, narrower - 1.0)) == lines:
        narrower -= 1.0
    return narrower


def _pieces(word: str, style: Style, width: float) -> list[str]:
    pieces = []
    while width_of(word, style) > width and len(word) > 1:
        taken = _most_that_fits(word, style, width)
        pieces.append(word[:taken])
        word = word[taken:]
    return [*pieces, word]


def cut(text: str, style: Style, width: float) -> str:
    """``text`` or as much of it as fits, ending in an ellipsis."""
    if width_of(text, style) <= width:
        return text
    return text[: _most_that_fits(text, style, width - width_of(_ELLIPSIS, style))].rstrip() + _ELLIPSIS


def _most_that_fits(text: str, style: Style, width: float) -> int:
    return max((end for end in range(1, len(text) + 1) if width_of(text[:end], style) <= width), default=1)


def _up(y: float) -> float:
    """Points from the lower edge, as PDF counts."""
    return (PAGE_HEIGHT - y) * mm
