"""The program's own sign, drawn: a battery that is charged and has been checked. One drawing for the window, the
desktop's menus and the installers (``packaging/icons.py``)."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from celliq_desktop.ui.theme.colours import DARK, LIGHT

SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""What desktops and installers ask for."""
_GRID = 64.0
"""The drawing's own units, whatever size it is painted at."""


def app_icon() -> QIcon:
    """The icon of the window; needs the Qt application."""
    icon = QIcon()
    for size in SIZES_PX[:-1]:
        icon.addPixmap(QPixmap.fromImage(draw(size)))
    return icon


def draw(size: int) -> QImage:
    """The sign as an image of ``size`` by ``size`` pixels with clear corners."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _GRID, size / _GRID)
    _ground(painter)
    _battery(painter)
    _tick(painter)
    painter.end()
    return image


def _ground(painter: QPainter) -> None:
    shade = QLinearGradient(QPointF(0, 2), QPointF(0, 62))
    shade.setColorAt(0.0, QColor(LIGHT.accent))
    shade.setColorAt(1.0, QColor(LIGHT.rail))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 14, 14)


def _battery(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(LIGHT.surface), 4))
    painter.drawRoundedRect(QRectF(10, 19, 40, 26), 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.surface))
    painter.drawRoundedRect(QRectF(53, 27, 4, 10), 2, 2)
    painter.setBrush(QColor(DARK.accent))
    painter.drawRoundedRect(QRectF(14.5, 23.5, 31, 17), 2.5, 2.5)


def _tick(painter: QPainter) -> None:
    path = QPainterPath(QPointF(22, 32))
    path.lineTo(28, 37.5)
    path.lineTo(38, 26.5)
    pen = QPen(QColor(LIGHT.rail), 4.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)
