"""What a plot needs of the theme; made from the tokens by ``ui.theme``."""

from dataclasses import dataclass

from PySide6.QtGui import QColor


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


def mixed(start: str, end: str, share: float) -> str:
    """The colour ``share`` of the way from ``start`` to ``end``."""
    first, last = QColor(start), QColor(end)
    parts = (
        round(a + (b - a) * share)
        for a, b in zip(
            (first.red(), first.green(), first.blue()), (last.red(), last.green(), last.blue()), strict=True
        )
    )
    return "#" + "".join(f"{part:02x}" for part in parts)
