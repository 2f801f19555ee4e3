"""A million samples in a plot: few points drawn, no peak lost."""

from array import array
from dataclasses import replace
from time import perf_counter

import numpy as np

from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.evidence import curves_state, thinned
from tests.support.vehicle_details import curves


def test_a_peak_of_one_sample_is_still_drawn() -> None:
    soc = np.linspace(5.0, 95.0, 100_000)
    power = np.full(soc.size, 50.0)
    power[61_803], power[777] = 180.0, 2.0
    x, y = thinned(soc, power)
    assert x.size <= 1_002
    assert (y.max(), y.min()) == (180.0, 2.0)
    assert x[int(np.argmax(y))] == soc[61_803]
    assert (x[0], x[-1]) == (soc[0], soc[-1])
    assert (np.diff(x) > 0).all()


def test_a_short_curve_is_drawn_as_it_is() -> None:
    soc = np.linspace(5.0, 95.0, 900)
    assert thinned(soc, soc)[0] is soc


def test_a_million_samples_are_ready_to_draw_in_a_moment() -> None:
    one = curves().sessions[0]
    many = array("d", np.linspace(10.0, 90.0, 50_000).tobytes())
    session = replace(one, soc_percent=many, power_kw=many, temperature_c=many, time_s=many, energy_kwh=many)
    started = perf_counter()
    state = curves_state(replace(curves(), sessions=(session,) * 20), None, Formats())
    assert perf_counter() - started < 2.0
    assert sum(line.soc_percent.size for line in state.lines) <= 20 * 1_002
