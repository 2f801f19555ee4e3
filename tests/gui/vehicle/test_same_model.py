"""The curves tab beside the other cars of a model, and slow charges in volts."""

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from celliq_desktop.battery.curves import model_bands
from celliq_desktop.domain.curves import CurveBand, IncrementalCurve, ModelBand
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.usecases import vehicles
from tests.support.vehicle_details import detail, estimate
from tests.support.window import Opened

GRID = array("d", [float(at) for at in range(101)])


def _power(kw: float) -> "array[float]":
    return array("d", [kw] * 101)


def _opened(
    desk: Opened,
    monkeypatch: pytest.MonkeyPatch,
    others: tuple[ModelBand, ...],
    volts: tuple[IncrementalCurve, ...] = (),
) -> VehicleScreen:
    mine = CurveBand(
        kind=CurrentKind.DC,
        soc_percent=GRID,
        low_kw=_power(90),
        median_kw=_power(90),
        high_kw=_power(90),
        sessions=3,
    )
    plain = replace(detail(estimate()), row=desk.dealership.snapshot.rows[0])
    car = replace(plain, curves=replace(plain.curves, bands=(mine,)), model_bands=others, incremental=volts)
    monkeypatch.setattr(vehicles, "vehicle_detail", lambda _desk, _id: car)
    assert desk.window.desk is not None
    desk.window.desk.open_vehicle(desk.dealership.snapshot.rows[0].id)
    screen = desk.window.desk.screen
    assert isinstance(screen, VehicleScreen)
    return screen


def test_other_cars_of_the_model_are_drawn_named_and_can_be_hidden(
    desk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = model_bands([(CurrentKind.DC, _power(kw)) for kw in (110.0, 120.0, 130.0)])
    screen = _opened(desk, monkeypatch, others)
    tab = screen.tabs.curves
    assert "25" in tab.others.text()
    assert "less power than 3 other" in tab.others.text()
    drawn = len(tab.plot.plot.items)
    QTest.mouseClick(tab.compared, Qt.MouseButton.LeftButton, pos=tab.compared.rect().center() / 2)
    assert not tab.compared.isChecked()
    assert len(tab.plot.plot.items) == drawn - 3


def test_without_three_others_nothing_is_compared_and_that_is_said(
    desk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = _opened(desk, monkeypatch, ()).tabs.curves
    assert not tab.compared.isEnabled()
    assert "nobody to compare with" in tab.others.text()


def test_slow_charges_are_drawn_in_volts(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    volts = tuple(
        IncrementalCurve(
            session=at,
            start_s=1.77e9 + at * 86_400,
            voltage_v=array("d", [330.0, 340.0, 350.0]),
            ah_per_v=array("d", [1.0, 2.0, 1.0]),
        )
        for at in range(2)
    )
    screen = _opened(desk, monkeypatch, (), volts)
    plot = screen.tabs.incremental
    assert "2 slow charges" in plot.accessibleDescription()
    assert plot.csv().splitlines()[0] == "session,voltage_v,ah_per_v"
    assert len(plot.csv().splitlines()) == 7
    assert plot.read_out is not None
    assert "340 V" in plot.read_out(340.0, 2.0)
