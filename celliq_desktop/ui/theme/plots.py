"""The colours plots draw with, taken from the tokens."""

from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.ui.theme.tokens import SIZES, TYPE, Theme


def plot_colours(theme: Theme) -> PlotColours:
    """What a plot needs of ``theme``."""
    c = theme.colours
    return PlotColours(
        surface=c.surface,
        text=c.text,
        muted=c.muted,
        grid=c.border_strong,
        accent=c.accent,
        ac=c.ac,
        dc=c.dc,
        cold=c.cold,
        mild=c.mild,
        warm=c.warm,
        rejected=c.faint,
        line_width=float(SIZES.focus_ring),
        font_px=theme.px(TYPE.secondary),
    )
