"""The frame every plot shares: look, hover read-out, copy as image, the data behind it as CSV."""

import csv
import io
from collections.abc import Callable, Sequence

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from celliq_desktop.ui.plots.colours import PlotColours

_HINT = (320, 240)
"""Pixels a plot asks for."""
_RING = 2
"""Pixels of the focus ring."""
_MIDDLE, _STEP = 0.5, 0.02
"""Where reading by keyboard begins, and how far one key goes, as shares of what is shown."""
Table = tuple[Sequence[str], Sequence[Sequence[object]]]


class PlotCanvas(QWidget):
    """A themed pyqtgraph plot. Subclasses draw into ``plot`` and set ``self.read_out`` and ``self.table``.

    With the keyboard, Left and Right read along the plot and Home shows all of it again. ``zoomed`` tells whether a
    part is shown.
    """

    zoomed = Signal(bool)

    def __init__(
        self, colours: PlotColours, *, x_label: str, y_label: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.colours = colours
        self.read_out: Callable[[float, float], str] | None = None
        self.table: Table = ((), ())
        self._labels = (x_label, y_label)
        self._widget = pg.PlotWidget(parent=self, enableMenu=False)
        self.plot = self._widget.getPlotItem()
        self.plot.setMenuEnabled(False)
        # Never shown, but made without a parent: it would live as a window of its own until it is collected
        self.plot.ctrlMenu.setParent(self)
        self.plot.ctrlMenu.hide()
        self.plot.hideButtons()
        self.plot.setMouseEnabled(x=True, y=True)
        self.plot.vb.setMouseMode(pg.ViewBox.RectMode)
        self._widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._widget.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self._reading = _MIDDLE
        self._note = pg.TextItem(anchor=(0, 1))
        self._note.setZValue(1000)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_RING, _RING, _RING, _RING)
        layout.addWidget(self._widget)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._widget.scene().sigMouseMoved.connect(self._hover)
        self._widget.scene().sigMouseClicked.connect(self._clicked)
        self.plot.vb.sigRangeChangedManually.connect(lambda _mask: self.zoomed.emit(True))
        self.apply(colours)

    def apply(self, colours: PlotColours) -> None:
        """Take over a theme; subclasses redraw their items afterwards."""
        self.colours = colours
        self._widget.setBackground(QColor(colours.surface))
        font = QFont(self.font())
        font.setPixelSize(colours.font_px)
        for side, label in zip(("bottom", "left"), self._labels, strict=True):
            axis = self.plot.getAxis(side)
            axis.setPen(self.pen(colours.grid))
            axis.setTextPen(self.pen(colours.muted))
            axis.setTickFont(font)
            axis.setLabel(label, color=colours.muted, **{"font-size": f"{colours.font_px}px"})
        self.plot.showGrid(x=True, y=True, alpha=0.18)
        self._note.setColor(QColor(colours.text))
        self._note.fill = pg.mkBrush(QColor(colours.surface))
        self._note.border = self.pen(colours.grid)

    def pen(self, colour: str, width: float = 1.0, alpha: int = 255) -> QPen:
        """A cosmetic pen; widths up to 1 stay on Qt's fast path."""
        tone = QColor(colour)
        tone.setAlpha(alpha)
        pen: QPen = pg.mkPen(tone, width=width)
        return pen

    def clear(self) -> None:
        """Remove every item and keep the frame."""
        self.plot.clear()
        self.plot.addItem(self._note, ignoreBounds=True)
        self._note.hide()

    def describe(self, words: str) -> None:
        """The plot's text for screen readers, and its tool tip."""
        self.setAccessibleDescription(words)

    def reset(self) -> None:
        """Show everything again."""
        self.plot.enableAutoRange()
        self.zoomed.emit(False)

    def sizeHint(self) -> QSize:
        """As much as there is, and this much where that is little."""
        return QSize(*_HINT)

    def copy_image(self) -> None:
        """Put the plot on the clipboard as it is seen."""
        QGuiApplication.clipboard().setPixmap(self.grab())

    def csv(self) -> str:
        """The data behind the plot, with a header that names units."""
        header, rows = self.table
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows(rows)
        return text.getvalue()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read along the plot, or show all of it."""
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        key = Qt.Key(event.key())
        if key in steps:
            self._reading = min(1.0, max(0.0, self._reading + steps[key]))
            (left, right), (bottom, top) = self.plot.vb.viewRange()
            self._read(QPointF(left + (right - left) * self._reading, (bottom + top) / 2))
        elif key is Qt.Key.Key_Home:
            self.reset()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes, and what was read out."""
        super().focusOutEvent(event)
        self._note.hide()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The focus ring around the plot."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(self.pen(self.colours.accent, _RING))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _clicked(self, event: MouseClickEvent) -> None:
        if event.double():
            self.reset()

    def _hover(self, position: QPointF) -> None:
        if self.plot.sceneBoundingRect().contains(position):
            self._read(self.plot.vb.mapSceneToView(position))
        else:
            self._note.hide()

    def _read(self, point: QPointF) -> None:
        words = self.read_out(point.x(), point.y()) if self.read_out is not None else ""
        (left, right), (bottom, top) = self.plot.vb.viewRange()
        self._note.setAnchor(
            (1.0 if point.x() > (left + right) / 2 else 0.0, 0.0 if point.y() > (bottom + top) / 2 else 1.0)
        )
        self._note.setPos(point)
        self._note.setText(words)
        self._note.setVisible(bool(words))
