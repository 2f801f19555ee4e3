"""What a plot needs of the theme; made from the tokens by ``ui.theme``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotColours:
    """Colours as ``#RRGGBB``. ``warm``/``cold`` are the ends of the temperature scale, ``ac``/``dc`` the kinds of
    charge."""

    surface: str
    text: str
    muted: str
    grid: str
    accent: str
    ac: str
    dc: str
    cold: str
    mild: str
    warm: str
    rejected: str
    line_width: float
    font_px: int
