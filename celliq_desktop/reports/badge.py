"""The health badge: a letter in a shape in a colour, three ways to say the same (look.md)."""

import math

from celliq_desktop.reports import fonts
from celliq_desktop.reports.judgement import Tone
from celliq_desktop.reports.sheet import Align, Sheet
from celliq_desktop.reports.styles import FAINT, GREY, TONE_COLOURS, WHITE, Style

_LETTER = {Tone.FAIR: 2.9, Tone.POOR: 2.6}
"""Points of letter a millimetre of radius; a circle has room for more."""
_TRIANGLE_DROP = 0.30
"""A letter sits lower in a triangle, where there is room for it: this share of the radius."""


def draw_badge(sheet: Sheet, x: float, y: float, radius: float, grade: str | None, tone: Tone) -> None:
    """Centred on ``x, y`` in mm: circle for good, diamond for fair, triangle for poor; a hollow circle without
    grade."""
    colour = TONE_COLOURS[tone]
    drop = 0.0
    match tone:
        case Tone.GOOD:
            sheet.dot(x, y, radius, colour)
        case Tone.FAIR:
            sheet.area(_corners(x, y, radius * 0.97, (90, 0, 270, 180)), colour, colour, 2.0)
        case Tone.POOR:
            drop = _TRIANGLE_DROP * radius
            sheet.area(_corners(x, y + 0.2 * radius, radius * 1.08, (90, 330, 210)), colour, colour, 2.4)
        case Tone.NONE:
            sheet.dot(x, y, radius * 0.94, None, FAINT if grade is None else GREY)
    size = radius * _LETTER.get(tone, 3.4)
    style = Style(fonts.BOLD, size, GREY if tone is Tone.NONE else WHITE)
    sheet.words(x, y + drop + 0.115 * size, grade or "–", style, Align.CENTRE)


def _corners(x: float, y: float, radius: float, degrees: tuple[int, ...]) -> list[tuple[float, float]]:
    return [(x + radius * math.cos(math.radians(d)), y - radius * math.sin(math.radians(d))) for d in degrees]
