"""A car beside the other cars of its model, and slow charges in volts."""

from array import array

import numpy as np
import pytest

from celliq_desktop.battery.curves import model_bands
from celliq_desktop.battery.incremental import incremental_capacity
from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.domain.curves import ChargeCurves, CurveBand
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.comparison import incremental_state, model_words
from tests.support.charges import START_S
from tests.support.real_cars import real_car


def _flat(kw: float, known_to: int = 101) -> "array[float]":
    values = np.full(101, kw)
    values[known_to:] = np.nan
    return array("d", values.tolist())


def _mine(kw: float) -> ChargeCurves:
    soc = array("d", [float(at) for at in range(101)])
    band = CurveBand(
        kind=CurrentKind.DC, soc_percent=soc, low_kw=_flat(kw), median_kw=_flat(kw), high_kw=_flat(kw), sessions=4
    )
    return ChargeCurves(sessions=(), bands=(band,))


def test_the_other_cars_of_a_model_make_a_band_from_three_on() -> None:
    medians = [(CurrentKind.DC, _flat(kw)) for kw in (90.0, 100.0, 140.0)]
    assert model_bands(medians[:2]) == ()
    (band,) = model_bands([*medians, (CurrentKind.AC, _flat(11.0))])
    assert (band.kind, band.cars) == (CurrentKind.DC, 3)
    assert band.median_kw[50] == pytest.approx(100.0)
    assert 90.0 <= band.low_kw[50] < 100.0 < band.high_kw[50] <= 140.0


def test_a_percent_that_only_one_other_car_knows_is_left_open() -> None:
    medians = [(CurrentKind.DC, _flat(kw, known)) for kw, known in ((90.0, 80), (100.0, 80), (140.0, 101))]
    (band,) = model_bands(medians)
    assert np.isnan(band.median_kw[90])


def test_the_difference_is_said_with_how_many_cars_it_rests_on() -> None:
    others = model_bands([(CurrentKind.DC, _flat(100.0))] * 4)
    assert "25 % less power than 4 other MG 4" in _plain(model_words(_mine(75.0), others, "MG 4", Formats()))
    assert "like 4 other MG 4" in _plain(model_words(_mine(102.0), others, "MG 4", Formats()))
    assert "nobody to compare with" in model_words(_mine(75.0), (), "MG 4", Formats())


def _plain(words: str) -> str:
    return words.replace("\u202f", " ").replace("\xa0", " ")


def _slow_charge(hours: float) -> Samples:
    """100 Ah from 10 to 90 % whose charge gathers at 360 V, as a phase change would have it."""
    steps = 600
    share = np.linspace(0.0, 1.0, steps)
    volts = 360.0 + 30.0 * np.sign(share - 0.5) * np.abs(2 * share - 1) ** 3
    return Samples.from_columns(
        array("d", (START_S + hours * 3_600 * share).tolist()),
        soc_percent=array("d", np.round(10 + 80 * share).tolist()),
        current_a=array("d", [80.0 / hours] * steps),
        voltage_v=array("d", volts.tolist()),
    )


def test_a_phase_change_is_a_peak_where_it_happens_and_a_fast_charge_shows_none() -> None:
    samples = _slow_charge(8.0)
    (curve,) = incremental_capacity(samples, cut_sessions(samples))
    volts, charge = np.frombuffer(curve.voltage_v), np.frombuffer(curve.ah_per_v)
    assert volts[np.argmax(charge)] == pytest.approx(360.0, abs=2.0)
    assert charge.max() > 3 * np.median(charge)
    assert (charge * np.median(np.diff(volts))).sum() == pytest.approx(80.0, rel=0.05)
    fast = _slow_charge(1.0)
    assert incremental_capacity(fast, cut_sessions(fast)) == ()
    assert incremental_state((), Formats()) is None


def test_a_real_car_has_curves_of_its_slow_charges() -> None:
    samples = real_car("car3_processed")
    state = incremental_state(incremental_capacity(samples, cut_sessions(samples)), Formats())
    assert state is not None
    assert len(state.lines) >= 15
    assert "slow charges" in state.words
