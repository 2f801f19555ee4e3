"""State of health over time with its interval, next to the line most warranties draw."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.plots.canvas import PlotCanvas
from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.viewmodels.vehicle.states import HistoryState

_WARRANTY_PERCENT = 70.0
"""The usual capacity warranty: 70 % at 8 years or 160,000 km (research/domain.md 1.5)."""


class HealthHistoryPlot(PlotCanvas):
    """Draws a ``HistoryState``."""

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(
            colours, x_label="", y_label="State of health (%)", name="State of health over time", parent=parent
        )
        self.plot.setAxisItems({"bottom": pg.DateAxisItem(utcOffset=0)})
        self._state: HistoryState | None = None
        self.read_out = self._words_at
        self.apply(colours)

    def show_history(self, state: HistoryState) -> None:
        """Draw ``state`` and show all of it."""
        self._state = state
        self.describe(state.words)
        self._draw()
        self.reset()

    def apply(self, colours: PlotColours) -> None:
        """Take over a theme and draw again."""
        super().apply(colours)
        if getattr(self, "_state", None) is not None:
            self._draw()

    def _draw(self) -> None:
        self.clear()
        state = self._state
        if state is None:
            return
        edge = self.pen(self.colours.accent, 1.0, 0)
        upper = pg.PlotCurveItem(state.time_s, state.high, pen=edge)
        lower = pg.PlotCurveItem(state.time_s, state.low, pen=edge)
        fill = QColor(self.colours.accent)
        fill.setAlpha(36)
        self.plot.addItem(upper)
        self.plot.addItem(lower)
        self.plot.addItem(pg.FillBetweenItem(lower, upper, brush=fill))
        self.plot.addItem(
            pg.PlotCurveItem(state.time_s, state.soh, pen=self.pen(self.colours.accent, self.colours.line_width))
        )
        warranty = pg.InfiniteLine(
            _WARRANTY_PERCENT,
            angle=0,
            pen=pg.mkPen(QColor(self.colours.muted), style=Qt.PenStyle.DashLine),
            label="70 % usual warranty line",
            labelOpts={"position": 0.02, "anchors": [(0, 1), (0, 1)], "color": QColor(self.colours.muted)},
        )
        self.plot.addItem(warranty, ignoreBounds=True)
        self.table = (
            ("time_utc_s", "soh_percent", "low_percent", "high_percent"),
            list(zip(state.time_s, state.soh, state.low, state.high, strict=True)),
        )

    def _words_at(self, x: float, _y: float) -> str:
        state = self._state
        if state is None:
            return ""
        at = int(np.argmin(np.abs(state.time_s - x)))
        return f"{state.soh[at]:.1f} %  ({state.low[at]:.1f} – {state.high[at]:.1f})"
