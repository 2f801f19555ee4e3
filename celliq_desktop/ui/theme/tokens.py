"""Space, radius and type: every number of the look, once (look.md); its colours are in ``colours.py``."""

from dataclasses import dataclass

from celliq_desktop.ui.theme.colours import LIGHT, Colours


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Pixels at a text scale of 1, on a 4 px grid (``gap3`` is 3 x 4); ``line`` is a
    hairline."""

    line: int = 1
    gap_half: int = 2
    gap1: int = 4
    gap2: int = 8
    gap3: int = 12
    gap4: int = 16
    gap6: int = 24
    gap8: int = 32
    radius_s: int = 4
    radius_m: int = 6
    radius_l: int = 12
    focus_ring: int = 2
    icon: int = 16
    icon_l: int = 20
    icon_xl: int = 40
    control: int = 32
    header: int = 56
    rail: int = 208
    rail_collapsed: int = 56
    rail_item: int = 36
    row: int = 36
    row_compact: int = 28
    badge: int = 20
    dialog: int = 600
    form: int = 380
    toast: int = 360
    search: int = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """Type sizes in pixels at a scale of 1, and weights on the CSS scale."""

    body: int = 13
    secondary: int = 12
    heading: int = 15
    title: int = 20
    figure: int = 28
    display: int = 56
    regular: int = 400
    semibold: int = 600
    bold: int = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Sizes of the window in pixels. Below ``wide`` times the text scale the rail shows icons only."""

    least_width: int = 1024
    least_height: int = 640
    width: int = 1366
    height: int = 820
    wide: int = 1160


SIZES = Sizes()
TYPE = Type()
WINDOW = Window()
MOTION_MS = 150
"""The longest an animation may take (look.md)."""
SCALES = (1.0, 1.25, 1.5, 2.0)
"""Text scales on offer; 200 % is the most WCAG 2.2 (1.4.4) asks for."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A scheme at a text scale: what palette, style sheet and painters are made from."""

    colours: Colours = LIGHT
    scale: float = 1.0

    def px(self, size: int) -> int:
        """``size`` scaled to whole pixels; hairlines stay hairlines."""
        return size if size <= SIZES.line else round(size * self.scale)
