"""State of health over time and ahead with its interval, next to the lines that matter."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.ui.plots.state_plot import StatePlot
from celliq_desktop.viewmodels.vehicle.states import AheadState, Floats, HistoryState
from celliq_desktop.viewmodels.words import N_, _

_LINES = (
    (80.0, N_("80 % Euro 7, 5 years")),
    (72.0, N_("72 % Euro 7, 8 years")),
    (70.0, N_("70 % usual warranty line")),
)
"""Percent: Euro 7's two lines and the usual capacity warranty (research/domain.md 1.5)."""
_FOOT = 67.0
"""Percent: room below the lowest line for its name."""
_LEAST_SHOWN = 60.0
"""Percent: the forecast's lower bound goes on below, but nothing is decided there."""


class HealthHistoryPlot(StatePlot[HistoryState]):
    """Draws a ``HistoryState``."""

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(
            colours,
            self._draw,
            self._read_at,
            x_label="",
            y_label=_("State of health (%)"),
            name=_("State of health over time"),
            parent=parent,
        )
        self.plot.setAxisItems({"bottom": pg.DateAxisItem(utcOffset=0)})
        self.apply(colours)

    def _draw(self, state: HistoryState) -> None:
        if state.time_s.size:
            self._band(state.time_s, state.low, state.soh, state.high, Qt.PenStyle.SolidLine)
        if state.ahead is not None:
            self._draw_ahead(state.ahead)
            self.plot.addItem(pg.PlotCurveItem(state.ahead.time_s[:1], [_FOOT], pen=None))
        for percent, words in _LINES if state.ahead is not None else _LINES[-1:]:
            self._level(percent, words, above=percent != 70.0)
        self.table = (
            ("time_utc_s", "soh_percent", "low_percent", "high_percent"),
            [
                row
                for part in (state, state.ahead)
                if part is not None
                for row in zip(part.time_s, part.soh, part.low, part.high, strict=True)
            ],
        )

    def _draw_ahead(self, ahead: AheadState) -> None:
        self._band(ahead.time_s, ahead.low, ahead.soh, ahead.high, Qt.PenStyle.DotLine)
        if ahead.warranty_end_s is not None:
            end = pg.InfiniteLine(
                ahead.warranty_end_s,
                angle=90,
                pen=pg.mkPen(QColor(self.colours.muted), style=Qt.PenStyle.DashLine),
                label=_("warranty end"),
                labelOpts={"position": 0.95, "anchors": [(0, 0), (1, 0)], "color": QColor(self.colours.muted)},
            )
            self.plot.addItem(end, ignoreBounds=True)

    def _band(self, time_s: Floats, low: Floats, middle: Floats, high: Floats, style: Qt.PenStyle) -> None:
        edge = self.pen(self.colours.accent, 1.0, 0)
        upper = pg.PlotCurveItem(time_s, np.maximum(high, _LEAST_SHOWN), pen=edge)
        lower = pg.PlotCurveItem(time_s, np.maximum(low, _LEAST_SHOWN), pen=edge)
        fill = QColor(self.colours.accent)
        fill.setAlpha(36)
        self.plot.addItem(upper)
        self.plot.addItem(lower)
        self.plot.addItem(pg.FillBetweenItem(lower, upper, brush=fill))
        pen = self.pen(self.colours.accent, self.colours.line_width)
        pen.setStyle(style)
        shown = middle >= _LEAST_SHOWN
        self.plot.addItem(pg.PlotCurveItem(time_s[shown], middle[shown], pen=pen))

    def _level(self, percent: float, words: str, *, above: bool) -> None:
        line = pg.InfiniteLine(
            percent,
            angle=0,
            pen=pg.mkPen(QColor(self.colours.muted), style=Qt.PenStyle.DashLine),
            label=words,
            labelOpts={
                "position": 0.02,
                "anchors": [(0, 1), (0, 1)] if above else [(0, 0), (0, 0)],
                "color": QColor(self.colours.muted),
            },
        )
        self.plot.addItem(line, ignoreBounds=True)

    def _read_at(self, state: HistoryState, x: float, _y: float) -> str:
        ahead = state.ahead
        if ahead is not None and x > ahead.time_s[0]:
            at = int(np.argmin(np.abs(ahead.time_s - x)))
            return _("expected {soh:.0f} %  ({low:.0f} – {high:.0f})").format(
                soh=ahead.soh[at], low=ahead.low[at], high=ahead.high[at]
            )
        if not state.time_s.size:
            return ""
        at = int(np.argmin(np.abs(state.time_s - x)))
        return f"{state.soh[at]:.1f} %  ({state.low[at]:.1f} – {state.high[at]:.1f})"
