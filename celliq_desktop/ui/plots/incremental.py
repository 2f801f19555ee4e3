"""Charge per volt along the pack's voltage, one line a slow charge."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.plots.colours import PlotColours, mixed
from celliq_desktop.ui.plots.state_plot import StatePlot
from celliq_desktop.viewmodels.vehicle.states import IncrementalState
from celliq_desktop.viewmodels.words import _


class IncrementalPlot(StatePlot[IncrementalState]):
    """Draws an ``IncrementalState``; the newest charge on top."""

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(
            colours,
            self._draw,
            self._read_at,
            x_label=_("Pack voltage (V)"),
            y_label=_("Charge per volt (Ah/V)"),
            name=_("Incremental capacity"),
            parent=parent,
        )

    def _draw(self, state: IncrementalState) -> None:
        for line in state.lines:
            colour = mixed(self.colours.muted, self.colours.accent, line.age)
            self.plot.addItem(pg.PlotCurveItem(line.voltage_v, line.ah_per_v, pen=self.pen(colour), antialias=True))
        self.table = (
            ("session", "voltage_v", "ah_per_v"),
            [
                (line.label, float(volt), float(charge))
                for line in state.lines
                for volt, charge in zip(line.voltage_v, line.ah_per_v, strict=True)
            ],
        )
        self.plot.setLimits(yMin=0)

    def _read_at(self, state: IncrementalState, volt: float, charge: float) -> str:
        near: list[tuple[float, str]] = []
        for line in state.lines:
            at = int(np.argmin(np.abs(line.voltage_v - volt)))
            if abs(float(line.voltage_v[at]) - volt) <= 2.0:
                words = _("{label}\n{voltage_v:.0f} V  {ah_per_v:.2f} Ah/V").format(
                    label=line.label, voltage_v=line.voltage_v[at], ah_per_v=line.ah_per_v[at]
                )
                near.append((abs(float(line.ah_per_v[at]) - charge), words))
        return min(near)[1] if near else ""
