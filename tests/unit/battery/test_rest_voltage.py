"""Voltage as a second witness of where charges begin and end."""

from array import array
from dataclasses import replace

import numpy as np

from celliq_desktop.battery.health import estimate
from celliq_desktop.battery.sessions import cut
from celliq_desktop.domain.readings import Samples
from tests.support.charges import DAY_S, START_S

_AH = 100.0


def _log(charges: int, drift: float, *, voltage: bool = True) -> Samples:
    """A pack of 100 Ah whose display is off by another few points in each charge, and counts on from there."""
    dice = np.random.default_rng(7)
    rows: list[tuple[float, float, float, float]] = []
    for number in range(charges):
        start, end = dice.uniform(15, 45), dice.uniform(70, 95)
        off = dice.normal(0, drift, 2)
        steps = np.linspace(0.0, 1.0, 120)
        soc = start + (end - start) * steps
        current = np.where(np.arange(120) // 8 % 2 == 0, 24.0, 32.0)
        seconds = (end - start) / 100 * _AH / current.mean() * 3_600
        shown = np.round(soc + off[0] + (off[1] - off[0]) * steps)
        volts = 310.0 + 0.6 * soc + 0.0008 * (soc - 40) ** 2 + 0.08 * current
        begin = START_S + number * 3 * DAY_S
        rows += zip(begin + seconds * steps, shown, current, np.round(volts, 1), strict=True)
    columns = dict(
        zip(
            ("time_s", "soc_percent", "current_a", "voltage_v"),
            (array("d", column) for column in zip(*rows, strict=True)),
            strict=True,
        )
    )
    if not voltage:
        del columns["voltage_v"]
    return Samples.from_columns(columns.pop("time_s"), **columns)


def _capacities(samples: Samples) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([100 * (one.charge_ah or 0.0) / one.delta_soc_percent for one in cut(samples).sessions])


def test_a_drifting_display_is_corrected_by_the_packs_voltage_and_the_estimate_says_so() -> None:
    blind, seeing = _log(14, 3.0, voltage=False), _log(14, 3.0)
    assert _capacities(seeing).std() < 0.5 * _capacities(blind).std()
    before, after = estimate(blind), estimate(seeing)
    assert before.capacity_ah is not None
    assert after.capacity_ah is not None
    assert after.capacity_ah.half_width < before.capacity_ah.half_width
    assert after.capacity_ah.low <= _AH <= after.capacity_ah.high
    assert any("read from the pack's voltage" in flag for flag in after.flags)
    assert before.flags == ()


def test_a_display_that_counts_well_stays_as_it_is() -> None:
    found = cut(_log(14, 0.0))
    assert found.voltage_share == 0.0
    assert all(one.soc_start_percent == round(one.soc_start_percent) for one in found.sessions)


def test_a_few_charges_are_too_few_to_read_the_voltage() -> None:
    assert cut(_log(7, 3.0)).voltage_share == 0.0


def test_a_voltage_that_says_nothing_changes_nothing() -> None:
    samples = _log(14, 3.0)
    flat = replace(samples, voltage_v=array("d", [360.0]) * len(samples))
    assert cut(flat).voltage_share == 0.0
    dice = np.random.default_rng(1)
    noise = replace(samples, voltage_v=array("d", dice.uniform(300, 400, len(samples)).tolist()))
    assert cut(noise).voltage_share == 0.0
