"""Pills and badges as pictures: a fleet shows few different ones, so each is drawn once a theme and then copied, which
costs a hundredth of drawing it."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap

from celliq_desktop.ui.theme.fonts import sans
from celliq_desktop.ui.theme.tokens import SIZES, TYPE, Theme
from celliq_desktop.ui.widgets.health_badge import paint_badge
from celliq_desktop.ui.widgets.pill import paint_pill, pill_width

_KEPT = 512
"""Pictures kept; a fleet has some dozens of wordings."""


class Stamps:
    """The pictures of one ``theme`` on a screen of ``ratio`` device pixels a pixel."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.ratio = ratio
        self._theme = theme
        self._loud = sans(theme, TYPE.secondary, TYPE.semibold)
        self._quiet = sans(theme, TYPE.secondary)
        self._metrics = QFontMetrics(self._loud)
        self._body = sans(theme)
        self._height = theme.px(SIZES.badge) + 2 * SIZES.focus_ring
        self._made: dict[tuple[str, str, bool, int], QPixmap] = {}
        self._badges: dict[tuple[str, str], QPixmap] = {}

    @property
    def height(self) -> int:
        """Of every picture, in pixels: a badge and a margin for its outline."""
        return self._height

    def pill(self, text: str, tone: str, *, quiet: bool, room: int) -> QPixmap:
        """``text`` as a pill that is no wider than ``room``; ``quiet`` without its ground."""
        key = (text, tone, quiet, room)
        found = self._made.get(key)
        if found is None:
            width = max(1, min(room, pill_width(text, self._metrics, self._theme)))
            field = QRectF(0, 0, width, self._height)

            def draw(painter: QPainter) -> None:
                paint_pill(painter, field, text, tone, self._theme, ground=not quiet)

            found = self._drawn(width, self._quiet if quiet else self._loud, draw)
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[key] = found
        return found

    def badge(self, mark: str, tone: str) -> QPixmap:
        """The badge of a grade, with the margin around it."""
        found = self._badges.get((mark, tone))
        if found is None:
            side, margin = self._theme.px(SIZES.badge), SIZES.focus_ring

            def draw(painter: QPainter) -> None:
                paint_badge(painter, QRectF(margin, margin, side, side), mark or None, tone, self._theme)

            found = self._badges[mark, tone] = self._drawn(self._height, self._body, draw)
        return found

    def _drawn(self, width: int, font: QFont, draw: Callable[[QPainter], None]) -> QPixmap:
        picture = QPixmap(round(width * self.ratio), round(self._height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setFont(font)
        draw(painter)
        painter.end()
        return picture
