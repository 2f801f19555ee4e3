"""Charge per volt along the pack's voltage, one line a slow charge."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.plots.canvas import PlotCanvas
from celliq_desktop.ui.plots.colours import PlotColours, mixed
from celliq_desktop.viewmodels.vehicle.states import IncrementalState


class IncrementalPlot(PlotCanvas):
    """Draws an ``IncrementalState``; the newest charge on top."""

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(
            colours,
            x_label="Pack voltage (V)",
            y_label="Charge per volt (Ah/V)",
            name="Incremental capacity",
            parent=parent,
        )
        self._state: IncrementalState | None = None
        self.read_out = self._words_at

    def show_curves(self, state: IncrementalState) -> None:
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
        if self._state is None:
            return
        for line in self._state.lines:
            colour = mixed(self.colours.muted, self.colours.accent, line.age)
            self.plot.addItem(pg.PlotCurveItem(line.voltage_v, line.ah_per_v, pen=self.pen(colour), antialias=True))
        self.table = (
            ("session", "voltage_v", "ah_per_v"),
            [
                (line.label, float(volt), float(charge))
                for line in self._state.lines
                for volt, charge in zip(line.voltage_v, line.ah_per_v, strict=True)
            ],
        )
        self.plot.setLimits(yMin=0)

    def _words_at(self, volt: float, charge: float) -> str:
        if self._state is None:
            return ""
        near: list[tuple[float, str]] = []
        for line in self._state.lines:
            at = int(np.argmin(np.abs(line.voltage_v - volt)))
            if abs(float(line.voltage_v[at]) - volt) <= 2.0:
                words = f"{line.label}\n{line.voltage_v[at]:.0f} V  {line.ah_per_v[at]:.2f} Ah/V"
                near.append((abs(float(line.ah_per_v[at]) - charge), words))
        return min(near)[1] if near else ""
