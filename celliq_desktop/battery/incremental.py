"""Incremental capacity: how much charge the pack takes per volt, along its voltage.

Peaks of dQ/dV stand where electrodes change phase; as a pack ages they sink and move (Dubarry and Liaw 2009, J. Power
Sources 194, 541; Weng et al. 2013, J. Power Sources 235, 36). Shown beside the capacity and never counted in it: where
the peaks of a car lie is not known in absolute terms, only how they move.
"""

from array import array
from collections.abc import Sequence

import numpy as np

from celliq_desktop.battery.columns import Floats, columns_of
from celliq_desktop.battery.sessions import in_time_order
from celliq_desktop.domain.curves import IncrementalCurve
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession

_SLOWEST_H = 2.0
"""Hours a full charge would take at this rate: above half of the capacity an hour, overvoltage smears the peaks
(Dubarry and Liaw use C/25 to C/2)."""
_LEAST_POINTS, _LEAST_SAMPLES = 20.0, 40
_STEP = 0.0025
"""Width of a voltage step, as a share of the voltage: 10 mV a cell, the resolution of pack voltages in the cloud."""
_STEADY = 0.7
"""Share of the usual current below which a charge begins or tapers off: there voltage stands and dQ/dV says nothing."""
_SETTLES_S = 600.0
"""At first voltage rises because the pack polarises, not because it fills; on car3 of data/ev-charging that lasts some
minutes."""
_SMOOTH_STEPS = 2.0
_MOST_CURVES = 40
"""Newest charges that are drawn."""


def incremental_capacity(samples: Samples, sessions: Sequence[ChargeSession]) -> tuple[IncrementalCurve, ...]:
    """Curves of those ``sessions`` (cut from ``samples``) that are slow and long enough and carry voltage and current,
    oldest first; at most the newest forty."""
    if not len(samples):
        return ()
    columns = in_time_order(columns_of(samples))
    if np.isnan(columns["voltage_v"]).all() or np.isnan(columns["current_a"]).all():
        return ()
    found = [
        curve
        for number, one in enumerate(sessions)
        if _suits(one) and (curve := _curve(columns, number, one)) is not None
    ]
    return tuple(found[-_MOST_CURVES:])


def _suits(one: ChargeSession) -> bool:
    hours = (one.end_s - one.start_s) / 3600.0
    if not one.charge_ah or one.delta_soc_percent < _LEAST_POINTS or one.unphysical or one.clock_backwards:
        return False
    return hours * 100.0 / one.delta_soc_percent >= _SLOWEST_H


def _curve(columns: dict[str, Floats], number: int, one: ChargeSession) -> IncrementalCurve | None:
    part = slice(one.first_index, one.last_index + 1)
    voltage, current, time_s = (columns[name][part] for name in ("voltage_v", "current_a", "time_s"))
    there = (
        ~np.isnan(voltage) & (time_s >= time_s[0] + _SETTLES_S) & (current >= _STEADY * float(np.nanmedian(current)))
    )
    if there.sum() < _LEAST_SAMPLES:
        return None
    voltage, current, time_s = voltage[there], current[there], time_s[there]
    charge = np.concatenate(([0.0], np.cumsum((current[1:] + current[:-1]) / 2 * np.diff(time_s)) / 3600.0))
    highest = np.maximum.accumulate(voltage)  # a dip is a dip of the current; charge over voltage must be one-valued
    step = _STEP * float(np.median(voltage))
    edges = np.arange(highest[0], highest[-1], step)
    if edges.size < 5:
        return None
    rising = np.flatnonzero(np.diff(highest, prepend=-np.inf) > 0)
    at_edge = np.interp(edges, highest[rising], charge[rising])
    return IncrementalCurve(
        session=number,
        start_s=one.start_s,
        voltage_v=_packed((edges[1:] + edges[:-1]) / 2),
        ah_per_v=_packed(_smoothed(np.diff(at_edge) / step)),
    )


def _smoothed(values: Floats) -> Floats:
    """A Gaussian of two steps; at the ends over what is there."""
    reach = np.arange(-3 * int(_SMOOTH_STEPS), 3 * int(_SMOOTH_STEPS) + 1)
    kernel = np.exp(-((reach / _SMOOTH_STEPS) ** 2) / 2)
    if values.size < kernel.size:
        return values
    return np.asarray(
        np.convolve(values, kernel, "same") / np.convolve(np.ones(values.size), kernel, "same"), dtype=np.float64
    )


def _packed(values: Floats) -> "array[float]":
    return array("d", np.ascontiguousarray(values, dtype=np.float64).tobytes())
