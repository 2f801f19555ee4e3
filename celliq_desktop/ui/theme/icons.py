"""Icons by name: glyphs of the Phosphor font, drawn sharp at any scale in a colour of the theme."""

from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from celliq_desktop.ui.theme.fonts import ICONS
from celliq_desktop.ui.theme.tokens import SIZES

_RATIOS = (1.0, 1.5, 2.0, 3.0)


class Glyph(Enum):
    """The icons the window uses; values are code points of Phosphor 1.3.0 (names as in its charmap)."""

    ACTIVITY = "\uf371"
    ARROW_DOWN = "\uf022"
    ARROW_LEFT = "\uf03b"
    ARROW_UP = "\uf061"
    BARCODE = "\uf075"
    BATTERY_CHARGING = "\uf078"
    BELL = "\uf082"
    BOOKMARK = "\uf095"
    CAR = "\uf0c6"
    CARET_DOWN = "\uf0c2"
    CARET_RIGHT = "\uf0c4"
    CARET_UP = "\uf0c5"
    CHART = "\uf0d4"
    CHECK = "\uf0e7"
    CHECK_CIRCLE = "\uf0e8"
    CLOCK = "\uf0f9"
    COLUMNS = "\uf10e"
    COPY = "\uf114"
    CREDITS = "\uf11a"
    DESKTOP = "\uf12e"
    DOTS = "\uf145"
    DOWNLOAD = "\uf14c"
    ENVELOPE = "\uf154"
    EXPORT = "\uf15a"
    EYE = "\uf15b"
    EYE_SLASH = "\uf15e"
    FILE = "\uf170"
    FUNNEL = "\uf197"
    GEAR = "\uf19b"
    IMAGE = "\uf1dd"
    INFO = "\uf1e0"
    LIGHTNING = "\uf1ef"
    LINK = "\uf1f3"
    LIST = "\uf1fa"
    LOCK = "\uf1ff"
    MOON = "\uf21f"
    OFFLINE = "\uf106"
    OPEN_OUT = "\uf058"
    PDF = "\uf16c"
    PRINTER = "\uf288"
    QR = "\uf292"
    RECENT = "\uf0fc"
    ROWS = "\uf2a6"
    SEARCH = "\uf20a"
    SHIELD = "\uf2b8"
    SIGN_OUT = "\uf2c7"
    SLIDERS = "\uf2d0"
    STOP = "\uf2f8"
    SUN = "\uf2fe"
    SYNC = "\uf045"
    SYNCED = "\uf101"
    TEXT_SIZE = "\uf310"
    USER = "\uf347"
    WARNING = "\uf35c"
    X = "\uf36d"
    X_CIRCLE = "\uf36e"


def paint_glyph(painter: QPainter, rect: QRect | QRectF, glyph: Glyph, colour: str, size: int) -> None:
    """Draw ``glyph`` centred in ``rect``, ``size`` pixels high."""
    font = QFont(ICONS)
    font.setPixelSize(size)
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, glyph.value)
    painter.restore()


@lru_cache(maxsize=256)
def icon(glyph: Glyph, colour: str, size: int = SIZES.icon, *, disabled: str | None = None, air: int = 0) -> QIcon:
    """An icon in one colour (and another when disabled); asked for anew when the theme changes. ``air`` pixels at its
    right keep it off the words that follow. Kept: a window asks for most of its icons several times while it is
    built."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(_pixmap(glyph, colour, size, air, ratio))
        if disabled is not None:
            made.addPixmap(_pixmap(glyph, disabled, size, air, ratio), QIcon.Mode.Disabled)
    return made


def _pixmap(glyph: Glyph, colour: str, size: int, air: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round((size + air) * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_glyph(painter, QRectF(0, 0, size, size), glyph, colour, size)
    painter.end()
    return pixmap
