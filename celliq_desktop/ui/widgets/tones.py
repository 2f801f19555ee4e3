"""Tones: good, fair, poor, info, none; each with its ink, its soft background and its shape, so that no meaning hangs
on colour alone."""

from enum import Enum

from celliq_desktop.ui.theme.colours import Colours


class Shape(Enum):
    """The silhouette that goes with a tone."""

    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    SQUARE = "square"
    DASH = "dash"


_SHAPES = {
    "good": Shape.CIRCLE,
    "fair": Shape.DIAMOND,
    "poor": Shape.TRIANGLE,
    "info": Shape.SQUARE,
    "none": Shape.DASH,
}


def ink_of(colours: Colours, tone: str) -> tuple[str, str]:
    """``(ink, soft background)`` of a tone; an unknown tone is ``none``."""
    return {
        "good": (colours.good, colours.good_soft),
        "fair": (colours.fair, colours.fair_soft),
        "poor": (colours.poor, colours.poor_soft),
        "info": (colours.info, colours.info_soft),
    }.get(tone, (colours.none, colours.none_soft))


def shape_of(tone: str) -> Shape:
    """The shape of a tone; an unknown tone is a dash."""
    return _SHAPES.get(tone, Shape.DASH)
