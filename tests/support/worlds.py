"""Worlds whose truth is known: cars whose SoC is off in different ways, charging over real windows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from celliq_desktop.domain.sessions import ChargeSession
from tests.support.shared_data import shared

Floats = NDArray[np.float64]
Dice = np.random.Generator

DAY_S = 86_400.0
START_S = 1_750_000_000.0
NEW_KWH, VOLTS = 60.0, 360.0
_GRID = np.linspace(0.0, 1.0, 101)


def _table(name: str) -> Any:
    return np.genfromtxt(shared(f"data/300-ev-figures/{name}"), delimiter=",", skip_header=1)


def real_windows() -> Floats:
    """Start and end SoC of 79,101 charges of 300 cars, shape (n, 2)."""
    return np.asarray(_table("fig2/Figure 2(e~f).csv")[:, 1:], dtype=np.float64)


def real_health() -> Floats:
    """2,610 states of health of 300 cars, as fractions."""
    return np.asarray(_table("fig2/Figure 2(h).csv")[:, 2], dtype=np.float64)


def _drawn(dice: Dice, covariance: Floats) -> Floats:
    root = np.linalg.cholesky(covariance + 1e-9 * np.eye(len(covariance)))
    return np.asarray(root @ dice.standard_normal(len(covariance)), dtype=np.float64)


def _bridge(dice: Dice) -> Floats:
    """What the estimator itself believes, at its own size."""
    return 6.5 * _drawn(dice, np.minimum.outer(_GRID, _GRID) - np.outer(_GRID, _GRID))


def _short_ranged(dice: Dice) -> Floats:
    """Errors that forget one another within 20 points, none at the ends."""
    plain = np.exp(-np.abs(np.subtract.outer(_GRID, _GRID)) / 0.2)
    ends = plain[:, [0, 100]]
    given = plain - ends @ np.linalg.solve(plain[np.ix_([0, 100], [0, 100])], ends.T)
    return 2.6 * _drawn(dice, given)


def _smooth(dice: Dice) -> Floats:
    """One wave and a half: charges agree with one another and are all wrong."""
    return np.asarray(
        dice.normal(0, 3.1) * np.sin(np.pi * _GRID) + dice.normal(0, 1.5) * np.sin(2 * np.pi * _GRID), dtype=np.float64
    )


def _low_reading(dice: Dice) -> Floats:
    """The 79 pairs of the 300 cars: SoC that reads lower the emptier the pack, by 5 points on average."""
    return np.asarray(-dice.normal(5, 5) * (1 - _GRID) ** 2, dtype=np.float64)


def _slope(dice: Dice) -> Floats:
    """A car that counts with a capacity 2.5 % off, in every window alike."""
    return 100.0 * dice.normal(0, 0.025) * _GRID


def _none(_dice: Dice) -> Floats:
    return np.zeros(101)


@dataclass(frozen=True, slots=True)
class World:
    """How SoC is off along the scale (points), and per session (points): ``drift`` at its start, ``noise`` anywhere;
    ``heat`` is how much a session's capacity moves with temperature (relative 1-sigma); ``rise`` by how much
    more energy a point holds for each point it lies higher, told without charge."""

    name: str
    error: Callable[[Dice], Floats]
    drift: float = 0.0
    noise: float = 0.5
    heat: float = 0.006
    rise: float = 0.0


WORLDS = (
    World("bridge", _bridge),
    World("short-ranged", _short_ranged),
    World("smooth", _smooth),
    World("wrong capacity inside", _slope),
    World("drift between charges", _none, drift=3.0),
    World("rough sensors, heat", _short_ranged, noise=1.2, heat=0.02),
    World("true display", _none),
    World("reads low when empty", _low_reading),
    World("energy alone, bridge", _bridge, rise=0.0022),
    World("energy alone, true", _none, rise=0.0022),
)
_SCALE_SIGMA = 0.007
_ODD_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Car:
    """``kwh`` and ``ah``: the capacity a test bench would find."""

    sessions: tuple[ChargeSession, ...]
    kwh: float
    ah: float


def car(world: World, dice: Dice, windows: Floats, charges: int, health: float) -> Car:
    """A car of ``health`` (fraction) that charges over ``charges`` of ``windows`` (as its display shows them); in one
    charge of thirty the energy is simply wrong."""
    kwh = NEW_KWH * health
    off = world.error(dice)
    scale = dice.normal(1.0, _SCALE_SIGMA)
    sessions = []
    for number, (start, end) in enumerate(windows[dice.integers(len(windows), size=charges)]):
        true = [
            shown - np.interp(shown / 100, _GRID, off) + dice.normal(0, world.noise) + dice.uniform(-0.5, 0.5)
            for shown in (start, end)
        ]
        moved = true[1] - true[0] + dice.normal(0, world.drift)
        energy = kwh * moved / 100 * scale * dice.normal(1, world.heat)
        if dice.random() < _ODD_SHARE:
            energy *= dice.uniform(0.75, 1.2)
        energy *= 1 + world.rise * ((start + end) / 2 - 50)
        if energy > 0:
            made = _session(number, float(start), float(end), float(energy))
            sessions.append(replace(made, charge_ah=None) if world.rise else made)
    return Car(tuple(sessions), kwh, kwh * 1000 / VOLTS)


def _session(number: int, start: float, end: float, kwh: float) -> ChargeSession:
    begin = START_S + number * 3 * DAY_S
    return ChargeSession(
        start_s=begin,
        end_s=begin + kwh / 11.0 * 3600,
        soc_start_percent=start,
        soc_end_percent=end,
        energy_kwh=kwh,
        charge_ah=kwh * 1000 / VOLTS,
        mean_power_kw=11.0,
        peak_power_kw=11.0,
    )
