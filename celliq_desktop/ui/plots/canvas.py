"""The frame every plot shares: look, hover read-out, copy as image, the data behind it as CSV."""

import csv
import io
from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QMouseEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from celliq_desktop.ui.plots.colours import PlotColours

Table = tuple[Sequence[str], Sequence[Sequence[object]]]


class PlotCanvas(QWidget):
    """A themed pyqtgraph plot. Subclasses draw into ``plot`` and set ``self.read_out`` and ``self.table``."""

    def __init__(
        self, colours: PlotColours, *, x_label: str, y_label: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.colours = colours
        self.read_out: Callable[[float, float], str] | None = None
        self.table: Table = ((), ())
        self._labels = (x_label, y_label)
        self._widget = pg.PlotWidget(parent=self)
        self.plot = self._widget.getPlotItem()
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(x=True, y=True)
        self.plot.vb.setMouseMode(pg.ViewBox.RectMode)
        self._note = pg.TextItem(anchor=(0, 1))
        self._note.setZValue(1000)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._widget)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._widget.scene().sigMouseMoved.connect(self._hover)
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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Double click: show everything again."""
        self.reset()
        event.accept()

    def _hover(self, position: QPointF) -> None:
        inside = self.plot.sceneBoundingRect().contains(position)
        words = ""
        if inside and self.read_out is not None:
            point = self.plot.vb.mapSceneToView(position)
            words = self.read_out(point.x(), point.y())
            (left, right), (bottom, top) = self.plot.vb.viewRange()
            self._note.setAnchor(
                (1.0 if point.x() > (left + right) / 2 else 0.0, 0.0 if point.y() > (bottom + top) / 2 else 1.0)
            )
            self._note.setPos(point)
        self._note.setText(words)
        self._note.setVisible(bool(words))
