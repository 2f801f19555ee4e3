"""A million samples in the charge-curve plot: moved and zoomed, against one plain line of the same plot."""

from array import array
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QApplication

from celliq_desktop.domain.curves import ChargeCurves, SessionCurve
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.ui.plots.canvas import PlotCanvas
from celliq_desktop.ui.plots.charge_curve import ChargeCurvePlot
from celliq_desktop.ui.theme.plots import plot_colours
from celliq_desktop.ui.theme.tokens import Theme
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.evidence import curves_state
from tests.support.ratios import Line, side_by_side, timed

pytestmark = pytest.mark.timeout(600)

_FRAMES, _SIZE = 20, (640, 420)


def _session(number: int, samples: int) -> SessionCurve:
    """A noisy charge; every third is DC."""
    dice = np.random.default_rng(number)
    kind = CurrentKind.DC if number % 3 == 0 else CurrentKind.AC
    soc = np.linspace(dice.uniform(5, 30), dice.uniform(70, 99), samples)
    power = (130 - soc if kind is CurrentKind.DC else np.full(samples, 11.0)) + dice.normal(0, 1, samples)
    columns = {"time_s": np.arange(samples) * 4.0, "soc_percent": soc, "power_kw": power, "energy_kwh": soc * 0.6}
    columns["temperature_c"] = np.full(samples, 20.0)
    packed = {name: array("d", np.ascontiguousarray(values, dtype=float).tobytes()) for name, values in columns.items()}
    return SessionCurve(session=number, kind=kind, start_s=1.7e9 + number * 86_400.0, **packed)


@pytest.mark.parametrize(("sessions", "samples"), [(2_000, 500), (20, 50_000)])
def test_a_million_samples_move_and_zoom(
    qapp: QApplication, tell: Callable[[Line], None], sessions: int, samples: int
) -> None:
    curves = ChargeCurves(sessions=tuple(_session(at, samples) for at in range(sessions)), bands=())
    ours = ChargeCurvePlot(plot_colours(Theme()))
    ours.show_curves(curves_state(curves, None, Formats()))
    plain = PlotCanvas(plot_colours(Theme()), x_label="x", y_label="y", name="one line")
    line = np.random.default_rng(1).normal(30, 9, 2_400)
    plain.plot.addItem(pg.PlotCurveItem(np.linspace(0, 100, line.size), line, pen=plain.pen("#0f766e")))
    for plot in (plain, ours):
        plot.resize(*_SIZE)
        plot.show()
    qapp.processEvents()

    def moved(plot: PlotCanvas) -> Callable[[], None]:
        def frames() -> None:
            for at in range(_FRAMES):
                left, height = 10 + at * 0.5, 60 + at
                plot.plot.vb.setRange(xRange=(left, left + 60), yRange=(0, height), padding=0)
                plot.grab()

        return frames

    pair = side_by_side(timed(moved(plain)), timed(moved(ours)), rounds=3)
    axis = f"plot of {sessions:,} charges x {samples:,}, {_FRAMES} frames of a drag"
    tell(Line(axis=axis, against="one line of 2,400 points", pair=pair, at_most=3.0))
    for plot in (plain, ours):
        plot.close()
        plot.deleteLater()
