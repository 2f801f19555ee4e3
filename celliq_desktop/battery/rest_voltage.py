"""The pack's own voltage as a second witness of where a charge began and ended.

A display drifts between charges and is read late by slow polls; open-circuit voltage does neither. What is compared is
the car with itself: over all its charges, state of charge is fitted to the voltage left when the drop over the pack's
resistance is taken off (V - I R, with R from the car's own steps of current), and each end is moved towards that line
by as much as voltage has proved to predict the charge that flowed better than the display does.

Measured on car3 of data/ev-charging: its display counts so well (single charges scatter by 0.2 % by display and by 3 %
by voltage) that it stays as it is; with two points of noise laid over both ends of its charges the error of the
capacity falls from 2.8 to 1.5 % and the interval score from 24.0 to 20.4 (tests/benchmarks/test_estimator.py).

An absolute curve of some cell chemistry is not used: published curves of one chemistry differ by 20-30 mV, which is
three points over the flat middle, as much as the display's own error, and what the maker calls full and empty is not
known (car3 shows 99 % at 4.13 V a cell).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from celliq_desktop.battery.charges import Charges
from celliq_desktop.battery.columns import Floats
from celliq_desktop.battery.kinds import mixed_kinds, step_of
from celliq_desktop.domain.sessions import ChargeSession, JudgedSession

_LEAST_CHARGES, _LEAST_POINTS = 8, 15.0
_DEGREES = ((16, 5), (8, 3))
"""Polynomials of SoC over voltage: a cubic has four parameters, sixteen ends leave twelve to judge it by; the knee of a
nickel pack near half charge needs the fifth degree (car3: 3.0 instead of 4.4 %), where charges are many."""
_FAR = 4.0
_GAIN = 0.8
"""Scatter must fall below so much of the display's; with eight charges chance alone seldom brings 0.85."""
_STEP_A, _STEP_S, _STEPS = 4.0, 60.0, 10
"""Steps of current that say something of resistance: a few amperes within a minute, ten of them."""
_QUIET = 1.0
"""Points by which whole percents and polls alone let windows differ from the charge that flowed; nothing to correct."""
_ROUND = 2


def resistance_of(part: Charges) -> float:
    """Ohms, from the steps of current within ``part``; 0 where there are too few or they say nothing."""
    seen = part.known("voltage_v", "current_a")
    if not seen.of.size:
        return 0.0
    more, higher = seen.step(seen.columns["current_a"]), seen.step(seen.columns["voltage_v"])
    sudden = (np.abs(more) > _STEP_A) & (seen.step(seen.columns["time_s"]) <= _STEP_S)
    if sudden.sum() < _STEPS:
        return 0.0
    return max(0.0, float((more * higher)[sudden].sum() / (more**2)[sudden].sum()))


def with_voltage(sessions: Sequence[ChargeSession], ends_v: Floats) -> tuple[tuple[ChargeSession, ...], float]:
    """``sessions`` with their ends where display and voltage together see them, and the voltage's share (0-1) in that.
    ``ends_v`` (n, 2): open-circuit voltage at either end, NaN where unknown. Unchanged, with a share of 0, where
    voltage is not known in eight charges, or tells no more than the display."""
    told = [place for place, one in enumerate(sessions) if _tells(one) and not np.isnan(ends_v[place]).any()]
    if len(told) < _LEAST_CHARGES:
        return tuple(sessions), 0.0
    chosen = [sessions[place] for place in told]
    if _moved(chosen):
        return tuple(sessions), 0.0
    shown = np.array([(one.soc_start_percent, one.soc_end_percent) for one in chosen])
    volts = ends_v[told]
    flowed = np.array([one.charge_ah for one in chosen], dtype=np.float64)
    by_voltage = _line(shown, volts)
    share = None if by_voltage is None else _share(shown, by_voltage, flowed)
    if by_voltage is None or share is None:
        return tuple(sessions), 0.0
    ends = np.clip(shown + share * (by_voltage - shown), 0.0, 100.0).round(_ROUND)
    answer = list(sessions)
    for place, (start, end) in zip(told, ends.tolist(), strict=True):
        answer[place] = replace(sessions[place], soc_start_percent=start, soc_end_percent=end)
    return tuple(answer), share


def _tells(one: ChargeSession) -> bool:
    return bool(one.charge_ah) and one.delta_soc_percent >= _LEAST_POINTS and not one.unphysical


def _moved(sessions: Sequence[ChargeSession]) -> bool:
    """True where the display itself has changed for good, or two of them are mixed: that is for ``kinds`` to say, and a
    line through both would hide it."""
    judged = [
        JudgedSession(one, used=True, capacity_ah=100.0 * (one.charge_ah or 0.0) / one.delta_soc_percent)
        for one in sessions
    ]
    return step_of(judged) is not None or mixed_kinds(judged) is not None


def _line(shown: Floats, volts: Floats) -> Floats | None:
    """SoC by voltage at each end, shape (n, 2); None where it does not rise with voltage throughout."""
    low, high = float(volts.min()), float(volts.max())
    if high <= low:
        return None
    at, soc = ((volts - low) / (high - low)).ravel(), shown.ravel()
    near = np.ones(at.size, dtype=np.bool_)
    degree = next(degree for least, degree in _DEGREES if len(shown) >= least)
    fitted = np.zeros(degree + 1)
    for _round in range(3):
        fitted = np.polyfit(at[near], soc[near], degree)
        off = np.abs(np.polyval(fitted, at) - soc)
        near = off <= _FAR * max(0.25, 1.4826 * float(np.median(off)))
        if near.sum() < at.size / 2:
            return None
    rising = np.diff(np.polyval(fitted, np.linspace(0.0, 1.0, 101)))
    return np.asarray(np.polyval(fitted, at), dtype=np.float64).reshape(shown.shape) if (rising > 0).all() else None


def _share(shown: Floats, by_voltage: Floats, flowed: Floats) -> float | None:
    """How far to go from the display to the voltage (0-1), where the charge that flowed is explained best; None where
    that explains it hardly better than the display alone."""
    display, voltage = (_unexplained(ends[:, 1] - ends[:, 0], flowed) for ends in (shown, by_voltage))
    sane = (np.abs(display) <= _limit(display)) & (np.abs(voltage) <= _limit(voltage))
    if sane.sum() < _LEAST_CHARGES:
        return None
    display, change = display[sane], voltage[sane] - display[sane]
    if float(display.std()) < _QUIET:
        return None
    moved = float(change @ change)
    share = float(np.clip(-(display @ change) / moved, 0.0, 1.0)) if moved > 0 else 0.0
    left = display + share * change
    return share if share > 0 and float(left @ left) < _GAIN**2 * float(display @ display) else None


def _unexplained(width: Floats, flowed: Floats) -> Floats:
    """Points by which each window differs from the charge that flowed, at the car's own median capacity."""
    per_point = float(np.median(flowed / np.maximum(width, 1.0)))
    return np.asarray(width - flowed / per_point, dtype=np.float64)


def _limit(values: Floats) -> float:
    return _FAR * max(0.25, 1.4826 * float(np.median(np.abs(values))))
