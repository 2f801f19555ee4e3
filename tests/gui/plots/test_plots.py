"""Plots say in words and in CSV what they draw."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.ui.plots.capacity_fit import CapacityFitPlot
from celliq_desktop.ui.plots.charge_curve import ChargeCurvePlot, Colouring
from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.ui.plots.health_history import HealthHistoryPlot
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.build import ready_state
from celliq_desktop.viewmodels.vehicle.states import VehicleState
from tests.support.vehicle_details import NOW, detail, estimate

COLOURS = PlotColours(
    surface="#FFFFFF",
    text="#000000",
    muted="#666666",
    grid="#CCCCCC",
    accent="#0F766E",
    ac="#2563EB",
    dc="#0F766E",
    cold="#2563EB",
    mild="#888888",
    warm="#DC2626",
    rejected="#AAAAAA",
    line_width=2.0,
    font_px=12,
)
STATE = ready_state(VehicleState(), detail(estimate()), NOW, Formats())


def test_the_charge_curve_reads_out_the_nearest_session(qtbot: QtBot) -> None:
    plot = ChargeCurvePlot(COLOURS)
    qtbot.addWidget(plot)
    assert STATE.curves is not None
    plot.show_curves(STATE.curves)
    assert plot.read_out is not None
    assert "40 %  90.0 kW  14 °C" in plot.read_out(40.4, 88.0)
    assert plot.read_out(95.0, 50.0) == ""
    assert "110" in plot.accessibleDescription()


def test_hiding_a_kind_of_charge_hides_its_data(qtbot: QtBot) -> None:
    plot = ChargeCurvePlot(COLOURS)
    qtbot.addWidget(plot)
    assert STATE.curves is not None
    plot.show_curves(STATE.curves)
    assert len(plot.csv().splitlines()) == 4
    plot.set_kinds(frozenset({CurrentKind.AC}))
    assert plot.csv().splitlines() == ["session,kind,soc_percent,power_kw"]


def test_colouring_and_theme_change_the_picture_and_not_the_data(qtbot: QtBot) -> None:
    plot = ChargeCurvePlot(COLOURS)
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    assert STATE.curves is not None
    plot.show_curves(STATE.curves)
    data, before = plot.csv(), plot.grab().toImage()
    plot.set_colouring(Colouring.TEMPERATURE)
    plot.apply(replace(COLOURS, surface="#172024"))
    assert plot.csv() == data
    assert plot.grab().toImage() != before


def test_the_fit_names_a_rejected_session_and_its_reason(qtbot: QtBot) -> None:
    plot = CapacityFitPlot(COLOURS)
    qtbot.addWidget(plot)
    assert STATE.fit is not None
    plot.show_state(STATE.fit)
    assert plot.read_out is not None
    assert "20 are needed" in plot.read_out(12.0, 9.0)
    assert "usable capacity 53.0" in plot.accessibleDescription()


def test_the_history_reads_out_value_and_interval(qtbot: QtBot) -> None:
    plot = HealthHistoryPlot(COLOURS)
    qtbot.addWidget(plot)
    assert STATE.history is not None
    plot.show_state(STATE.history)
    assert plot.read_out is not None
    assert plot.read_out(NOW.timestamp(), 0.0) == "91.4 %  (88.0 – 95.0)"
