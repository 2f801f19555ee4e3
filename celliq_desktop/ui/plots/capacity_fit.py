"""Energy against SoC points: the slope is the capacity; rejected sessions stay visible, in grey, with their reason."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.ui.plots.state_plot import StatePlot
from celliq_desktop.viewmodels.vehicle.states import FitState, Floats
from celliq_desktop.viewmodels.words import _


class CapacityFitPlot(StatePlot[FitState]):
    """Draws a ``FitState``."""

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(
            colours,
            self._draw,
            self._read_at,
            x_label=_("Charged (points of SoC)"),
            y_label=_("Energy (kWh)"),
            name=_("Capacity fit"),
            parent=parent,
        )

    def _draw(self, state: FitState) -> None:
        reach = np.array([0.0, max(100.0, float(state.delta_soc.max()))])
        if not np.isnan(state.slope):
            edge = self.pen(self.colours.accent, 1.0, 0)
            upper = pg.PlotCurveItem(reach, reach * state.slope_high, pen=edge)
            lower = pg.PlotCurveItem(reach, reach * state.slope_low, pen=edge)
            fill = QColor(self.colours.accent)
            fill.setAlpha(34)
            self.plot.addItem(upper)
            self.plot.addItem(lower)
            self.plot.addItem(pg.FillBetweenItem(lower, upper, brush=fill))
            self.plot.addItem(
                pg.PlotCurveItem(reach, reach * state.slope, pen=self.pen(self.colours.accent, self.colours.line_width))
            )
        out = ~state.used
        self._points(state.delta_soc[out], state.energy_kwh[out], "x", self.colours.rejected)
        self._points(state.delta_soc[state.used], state.energy_kwh[state.used], "o", self.colours.accent)
        self.plot.setLimits(xMin=-3, yMin=-2)
        self.table = (
            ("delta_soc_points", "energy_kwh", "used", "session"),
            [
                (float(x), float(y), bool(used), label)
                for x, y, used, label in zip(state.delta_soc, state.energy_kwh, state.used, state.labels, strict=True)
            ],
        )

    def _points(self, x: Floats, y: Floats, symbol: str, colour: str) -> None:
        self.plot.addItem(
            pg.ScatterPlotItem(
                x=x,
                y=y,
                symbol=symbol,
                size=9,
                pen=self.pen(colour if symbol == "x" else self.colours.surface),
                brush=pg.mkBrush(QColor(colour)),
            )
        )

    def _read_at(self, state: FitState, x: float, y: float) -> str:
        if not state.delta_soc.size:
            return ""
        (left, right), (bottom, top) = self.plot.vb.viewRange()
        distance = np.hypot((state.delta_soc - x) / (right - left), (state.energy_kwh - y) / (top - bottom))
        at = int(np.argmin(distance))
        if distance[at] > 0.05:
            return ""
        return _("{labels}\n{delta_soc:.0f} points  {energy_kwh:.1f} kWh").format(
            labels=state.labels[at], delta_soc=state.delta_soc[at], energy_kwh=state.energy_kwh[at]
        )
