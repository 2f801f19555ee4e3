"""Whether the words of a page keep to their places: measured from what was drawn, for a paper is not looked at by us
before a buyer does."""

from dataclasses import dataclass

from reportlab.lib.units import mm

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.reports.styles import MARGIN, PAGE_HEIGHT, RIGHT, Style

_RISE, _FALL = 0.62, 0.04
"""Where words have their ink, in sizes above and below the baseline: between the lower and the upper edge of most
letters, so that lines which only touch with a descender do not count."""
_TOUCH = 0.25
"""Millimetres that two places may share in each direction: the width of a hairline or two."""
_TOP, _BOTTOM = 6.0, PAGE_HEIGHT - 6.0


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle in mm from the upper left corner, and what stands in it."""

    left: float
    top: float
    right: float
    bottom: float
    words: str

    def meets(self, other: "Place") -> bool:
        """Whether both take the same part of the page, by more than a touch."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > _TOUCH
            and min(self.bottom, other.bottom) - max(self.top, other.top) > _TOUCH
        )


class Layout:
    """The places of one page."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    def line(self, left: float, y: float, width: float, words: str, style: Style) -> None:
        """A line of words by its baseline."""
        size = style.size / mm
        self._places.append(Place(left, y - _RISE * size, left + width, y + _FALL * size, words))

    def reserve(self, left: float, top: float, right: float, bottom: float, name: str) -> None:
        """No words may come here."""
        self._places.append(Place(left, top, right, bottom, name))

    def check(self) -> None:
        """Refused ``page_overflows`` when words run over one another, into a reserved place or off the page."""
        places = sorted((one for one in self._places if one.words.strip()), key=lambda one: one.top)
        for index, one in enumerate(places):
            if one.left < MARGIN - 9.0 or one.right > RIGHT + 3.0 or one.top < _TOP or one.bottom > _BOTTOM:
                raise _overflow(one.words, "the edge of the page")
            for other in places[index + 1 :]:
                if other.top >= one.bottom:
                    break
                if one.meets(other):
                    raise _overflow(one.words, other.words)


def _overflow(one: str, other: str) -> Refused:
    return Refused(
        "page_overflows",
        N_("A page of the report has more words than room."),
        safe=N_("No report was written."),
        next_step=N_(
            "Shorten the name, the address or the foot text of the dealership; if it stays, tell CellIQ support."
        ),
        reasons=(N_("“{one}” runs into “{other}”.").format(one=one, other=other),),
    )
