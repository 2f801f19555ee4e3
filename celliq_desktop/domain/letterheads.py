"""How a desk's reports are dressed: size of the paper, the buyers' region, the dealer's logo and colour. All of it
stands in the report's twin, so that the same pages can be drawn again from it."""

from dataclasses import dataclass
from typing import Protocol

from celliq_desktop.domain.text import N_

PAPERS = ("a4", "letter")
REGIONS = ("AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "LU", "NL", "PL", "US")
"""Where buyers live (ISO 3166): decides how dates and numbers are written, and whether distances are in miles."""
ACCENT = "#0F766E"
"""The colour of a letterhead whose dealer has chosen none (look.md)."""
MOST_LOGO_PX = (640, 240)
"""Width and height a logo is kept in at most: 300 dots an inch on the paper."""
MOST_LOGO_PIECES, LOGO_PIECE = 20, 8_000
"""A logo's packed pixels are kept as at most so many pieces of at most so many characters."""
_LEAST_CONTRAST = 4.5


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture without transparency: rows of red, green and blue octets from the top, packed with zlib and written in
    base64, in ``pieces``. ``sha256`` of the unpacked octets, lower-case hexadecimal."""

    width_px: int
    height_px: int
    sha256: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """``paper`` is one of ``PAPERS``; ``region`` one of ``REGIONS``, or None for the usual one of the language;
    ``accent`` a colour as ``#RRGGBB``, dark enough to be read on white."""

    paper: str = "a4"
    region: str | None = None
    accent: str | None = None
    logo: Logo | None = None


class Letterheads(Protocol):
    """Where the desk keeps its letterhead; local to this computer."""

    def load(self) -> Letterhead:
        """The plain one when none was chosen."""
        ...

    def save(self, letterhead: Letterhead) -> None:
        """BadSurroundings when the disk says no."""
        ...


class PlainLetterheads:
    """Implements ``Letterheads`` for a desk without a place of its own: kept while the program runs."""

    def __init__(self) -> None:
        self._kept = Letterhead()

    def load(self) -> Letterhead:
        """As last saved."""
        return self._kept

    def save(self, letterhead: Letterhead) -> None:
        """Until the end of the program."""
        self._kept = letterhead


def legible(colour: str) -> str:
    """``colour`` (``#RRGGBB``), darkened as far as words in it need on white paper (WCAG 2: 4.5 to 1). ValueError for
    what is no such colour."""
    digits = colour.removeprefix("#")
    if len(digits) != 6 or not colour.startswith("#") or set(digits) - set("0123456789abcdefABCDEF"):
        raise ValueError(N_("not a colour"))
    parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    while contrast(parts) < _LEAST_CONTRAST:
        parts = [part * 19 // 20 for part in parts]
    return "#" + "".join(f"{part:02X}" for part in parts)


def contrast(parts: list[int]) -> float:
    """Of red, green and blue (0 to 255) against white, by WCAG 2's relative luminance."""
    shares = [part / 255 for part in parts]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
