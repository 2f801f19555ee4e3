"""Charges cut out of one long log are what each of them is on its own."""

from array import array
from dataclasses import replace
from math import nan

import numpy as np
import pytest

from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession

_DAY_S = 86_400.0


def _charge(number: int, dice: np.random.Generator) -> dict[str, list[float]]:
    """One charge of one log in many shapes: with a counter, with power or with current only, with and without holes."""
    size = int(dice.integers(20, 1_500))
    time_s = 1.75e9 + number * _DAY_S + np.cumsum(dice.choice([4.0, 10.0, 60.0], size))
    soc = np.linspace(dice.uniform(0, 40), dice.uniform(60, 100), size)
    current, voltage = dice.uniform(10, 90, size), 340 + soc / 2
    power = voltage * current / 1000
    counter = np.cumsum(power * np.diff(time_s, prepend=time_s[:1])) / 3600
    made = {
        "time_s": time_s,
        "soc_percent": np.round(soc) if number % 2 else soc,
        "charging": np.ones(size),
        "energy_kwh": counter if number % 3 == 0 else np.full(size, nan),
        "power_kw": power if number % 3 == 1 else np.full(size, nan),
        "voltage_v": voltage if number % 4 else np.full(size, nan),
        "current_a": current,
        "temperature_c": dice.uniform(5, 30, size),
    }
    if number % 5 == 0:
        made["current_a"][dice.random(size) < 0.05] = nan
    return {name: values.tolist() for name, values in made.items()}


def _samples(charges: list[dict[str, list[float]]]) -> Samples:
    packed = {name: array("d", (x for one in charges for x in one[name])) for name in charges[0]}
    return Samples.from_columns(packed.pop("time_s"), **packed)


def _rounded(session: ChargeSession) -> ChargeSession:
    shown = {
        name: round(value, 6)
        for name in ("energy_kwh", "charge_ah", "mean_power_kw", "mean_temperature_c", "soc_jump_percent")
        if (value := getattr(session, name)) is not None
    }
    return replace(session, counter_ratio=None, first_index=0, last_index=0, **shown)


def test_a_charge_is_the_same_in_a_long_log_as_alone() -> None:
    dice = np.random.default_rng(5)
    charges = [_charge(number, dice) for number in range(120)]
    together = cut_sessions(_samples(charges))
    alone = [cut_sessions(_samples([one])) for one in charges]
    assert [_rounded(one) for one in together] == [_rounded(one) for (one,) in alone]
    sizes = [len(one["time_s"]) for one in charges]
    assert [one.samples for one in together] == sizes
    assert [one.first_index for one in together] == [sum(sizes[:number]) for number in range(len(sizes))]


def test_a_charge_without_a_second_state_of_charge_is_none() -> None:
    dice = np.random.default_rng(6)
    charges = [_charge(number, dice) for number in range(3)]
    charges[1]["soc_percent"] = [50.0] + [nan] * (len(charges[1]["soc_percent"]) - 1)
    first, third = cut_sessions(_samples(charges))
    assert third.start_s - first.start_s == pytest.approx(2 * _DAY_S, abs=3_600)
