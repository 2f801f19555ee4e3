"""Power against state of charge: every session as a thin line, the median as the one that counts."""

from collections.abc import Sequence
from enum import Enum

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from celliq_desktop.domain.curves import CurveBand, ModelBand
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.ui.plots.canvas import PlotCanvas
from celliq_desktop.ui.plots.colours import PlotColours, mixed
from celliq_desktop.viewmodels.vehicle.evidence import column
from celliq_desktop.viewmodels.vehicle.states import CurveLine, CurvesState
from celliq_desktop.viewmodels.words import N_, _

_COLD_C, _WARM_C = 0.0, 35.0
"""Ends of the temperature scale in degC: below, charging power is held back; above, the pack is cooled
(research/domain.md 3.2 takes 5-35 degC as the undisturbed range)."""
_SMOOTH_POINTS = 20_000
"""Points up to which lines are drawn with soft edges; beyond, a frame would take longer than the eye allows."""
_BREAK = np.array([np.nan])
_SHADES = 12
"""Colours of a scale: more cannot be told apart, and lines of one colour are drawn at once."""
_DASH, _DOTS = [6.0, 4.0], [1.0, 4.0]
_SEEN_AS_LINE = 5
"""Band edges are drawn only when this many sessions stand behind them."""


class Colouring(Enum):
    """What the colour of a session's line means."""

    KIND = N_("AC and DC")
    TEMPERATURE = N_("Temperature")
    AGE = N_("Age")


class ChargeCurvePlot(PlotCanvas):
    """Draws a ``CurvesState``; AC and DC can be hidden apart."""

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(
            colours, x_label=_("State of charge (%)"), y_label=_("Power (kW)"), name=_("Charge curve"), parent=parent
        )
        self._state: CurvesState | None = None
        self._colouring = Colouring.KIND
        self._kinds = frozenset(CurrentKind)
        self._compared = True
        self.read_out = self._words_at

    def show_curves(self, state: CurvesState) -> None:
        """Draw ``state`` and show all of it."""
        self._state = state
        self.describe(f"{state.words} {state.model_words}".strip())
        self._draw()
        self.reset()

    def apply(self, colours: PlotColours) -> None:
        """Take over a theme and draw again."""
        super().apply(colours)
        if getattr(self, "_state", None) is not None:
            self._draw()

    def set_colouring(self, colouring: Colouring) -> None:
        """Colour the lines by kind, temperature or age."""
        self._colouring = colouring
        self._draw()

    def set_compared(self, compared: bool) -> None:
        """Draw the other cars of this model, too."""
        self._compared = compared
        self._draw()

    def set_kinds(self, kinds: frozenset[CurrentKind]) -> None:
        """Show these kinds of charge only."""
        self._kinds = kinds
        self._draw()

    def _draw(self) -> None:
        self.clear()
        if self._state is None:
            return
        lines = [line for line in self._state.lines if line.kind in self._kinds]
        self._draw_lines(lines)
        for other in self._state.model if self._compared else ():
            if other.kind in self._kinds:
                self._draw_model(other)
        for band in self._state.bands:
            if band.kind in self._kinds:
                self._draw_band(band)
        self.table = (
            ("session", "kind", "soc_percent", "power_kw"),
            [
                (line.label, line.kind.value, float(soc), float(power))
                for line in lines
                for soc, power in zip(line.soc_percent, line.power_kw, strict=True)
            ],
        )
        self.plot.setLimits(xMin=-3, xMax=103, yMin=-2)

    def _draw_lines(self, lines: Sequence[CurveLine]) -> None:
        """Lines of one look as one item: a thousand items would each be painted on every frame of a drag."""
        looks: dict[tuple[str, bool], list[CurveLine]] = {}
        for line in lines:
            looks.setdefault((self._colour(line), line.used), []).append(line)
        few = sum(line.soc_percent.size for line in lines) <= _SMOOTH_POINTS
        for (colour, used), alike in looks.items():
            soc = np.concatenate([part for line in alike for part in (line.soc_percent, _BREAK)])
            power = np.concatenate([part for line in alike for part in (line.power_kw, _BREAK)])
            pen = self.pen(colour, 1.0, 150 if used else 70)
            self.plot.addItem(pg.PlotCurveItem(soc, power, pen=pen, connect="finite", antialias=few))

    def _draw_model(self, band: ModelBand) -> None:
        """The other cars of this model: the median dashed, between the lines of the tenth and the ninetieth."""
        colour = self.colours.dc if band.kind is CurrentKind.DC else self.colours.ac
        soc = np.arange(101.0)
        for values, width, dash in (
            (band.low_kw, 1.0, _DOTS),
            (band.high_kw, 1.0, _DOTS),
            (band.median_kw, self.colours.line_width, _DASH),
        ):
            pen = self.pen(colour, width, 200)
            pen.setDashPattern(dash)
            self.plot.addItem(pg.PlotCurveItem(soc, column(values), pen=pen, connect="finite"))

    def _draw_band(self, band: CurveBand) -> None:
        soc, low, median, high = (
            column(values) for values in (band.soc_percent, band.low_kw, band.median_kw, band.high_kw)
        )
        colour = self.colours.dc if band.kind is CurrentKind.DC else self.colours.ac
        known = ~(np.isnan(low) | np.isnan(high))
        if band.sessions >= _SEEN_AS_LINE and known.any():
            edge = self.pen(colour, 1.0, 0)
            upper = pg.PlotCurveItem(soc[known], high[known], pen=edge)
            lower = pg.PlotCurveItem(soc[known], low[known], pen=edge)
            fill = QColor(colour)
            fill.setAlpha(36)
            self.plot.addItem(upper)
            self.plot.addItem(lower)
            self.plot.addItem(pg.FillBetweenItem(lower, upper, brush=fill))
        there = ~np.isnan(median)
        if not there.any():
            return
        self.plot.addItem(
            pg.PlotCurveItem(soc[there], median[there], pen=self.pen(colour, self.colours.line_width), antialias=True)
        )
        label = pg.TextItem(
            _("{upper} median").format(upper=band.kind.value.upper()), color=QColor(colour), anchor=(0, 1)
        )
        peak = int(np.nanargmax(np.where(there, median, -np.inf)))
        label.setPos(float(soc[peak]), float(median[peak]))
        self.plot.addItem(label)

    def _colour(self, line: CurveLine) -> str:
        if self._colouring is Colouring.KIND:
            return self.colours.dc if line.kind is CurrentKind.DC else self.colours.ac
        if self._colouring is Colouring.AGE:
            return mixed(self.colours.muted, self.colours.accent, _stepped(line.age))
        if np.isnan(line.temperature_c):
            return self.colours.muted
        share = _stepped(float(np.clip((line.temperature_c - _COLD_C) / (_WARM_C - _COLD_C), 0.0, 1.0)))
        if share < 0.5:
            return mixed(self.colours.cold, self.colours.mild, share * 2)
        return mixed(self.colours.mild, self.colours.warm, share * 2 - 1)

    def _words_at(self, soc: float, power: float) -> str:
        if self._state is None:
            return ""
        nearest = min(
            (found for line in self._state.lines if line.kind in self._kinds and (found := _near(line, soc, power))),
            default=None,
            key=lambda found: found[0],
        )
        return nearest[1] if nearest else ""


def _stepped(share: float) -> float:
    return round(share * _SHADES) / _SHADES


def _near(line: CurveLine, soc: float, power: float) -> tuple[float, str] | None:
    known = np.flatnonzero(~np.isnan(line.power_kw))
    if not known.size:
        return None
    at = int(known[np.argmin(np.abs(line.soc_percent[known] - soc))])
    if abs(float(line.soc_percent[at]) - soc) > 2.0:
        return None
    words = _("{label}\n{soc_percent:.0f} %  {power_kw:.1f} kW").format(
        label=line.label, soc_percent=line.soc_percent[at], power_kw=line.power_kw[at]
    )
    if not np.isnan(line.temperature_c):
        words += f"  {line.temperature_c:.0f} °C"
    return abs(float(line.power_kw[at]) - power), words
