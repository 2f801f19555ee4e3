"""Cuts charge sessions out of any mixture of samples: cloud telemetry at 1-60 s, polls every few minutes, charger
flags.

A sample charges when the source says so; without a flag, when current or power flows into a standing car; without
those, when the energy counter or the SoC rises. A session ends at a gap, at a drive, and where its energy counter
starts anew.
"""

from dataclasses import dataclass

import numpy as np

from celliq_desktop.battery.columns import Flags, Floats, Indices, columns_of
from celliq_desktop.battery.rest_voltage import with_voltage
from celliq_desktop.battery.session_figures import sessions_at
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession

_GAP_S = 180.0
"""Gap that ends a session in dense telemetry: the cut of data/ev-charging's own session list."""
_GAP_STEPS, _LONGEST_GAP_S = 3.0, 3_600.0
"""In sparse polling a session survives up to two lost polls, and never more than an hour."""
_STANDING_KMH = 3.0
_LEAST_A, _LEAST_KW = 0.5, 0.2
"""Below this a car balances or heats; it does not charge."""
_COUNTER_DROP_KWH = 0.5
_ONE_CHARGE_S = 900.0
"""A counter that starts anew within a quarter of an hour, while SoC goes on, was reset inside one charge."""
_SOC_DROP = 2.0
_SHORT_LOG = 20
_GLANCE = 100_000
"""Steps looked at to find the usual one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Every charge of a log in time order. ``voltage_share`` (0-1): how much of where they begin and end is read from
    the pack's voltage instead of the display (``rest_voltage``)."""

    sessions: tuple[ChargeSession, ...] = ()
    voltage_share: float = 0.0


def cut_sessions(samples: Samples) -> tuple[ChargeSession, ...]:
    """The charges alone, as ``cut`` finds them."""
    return cut(samples).sessions


def cut(samples: Samples) -> Cut:
    """Every charge in ``samples``; single samples are no session. Samples out of time order are sorted first for
    cutting, and the indices of a session refer to that order."""
    charges, ends_v = measured_charges(samples)
    return Cut(*with_voltage(charges, ends_v)) if charges else Cut()


def measured_charges(samples: Samples) -> tuple[list[ChargeSession], Floats]:
    """Every charge as the display shows it, and (n, 2) the open-circuit voltage at either end, NaN where unknown."""
    none: tuple[list[ChargeSession], Floats] = ([], np.empty((0, 2)))
    if len(samples) < 2:
        return none
    columns = in_time_order(columns_of(samples))
    at = np.flatnonzero(_charging(columns))
    if at.size < 2:
        return none
    breaks = np.flatnonzero(_breaks(columns, at)) + 1
    start, end = np.concatenate(([0], breaks)), np.append(breaks, at.size)
    gap_s = _longest_gaps(columns, at, start)
    several = end - start >= 2
    start, end = start[several], end[several]
    charges = list(sessions_at(columns, at[start], at[end - 1], end - start, gap_s[several]))
    return [one for one, _ends in charges], np.array([ends for _one, ends in charges]).reshape(-1, 2)


def _longest_gaps(columns: dict[str, Floats], at: Indices, start: Indices) -> Floats:
    """The longest time without data in each group of ``at`` that begins at ``start``; a counter that goes on bridges
    it."""
    counted = np.diff(columns["energy_kwh"][at]) > 0
    gap = np.concatenate(([0.0], np.where(counted, 0.0, np.diff(columns["time_s"][at]))))
    gap[start] = -np.inf
    return np.asarray(np.maximum.reduceat(gap, start), dtype=np.float64)


def in_time_order(columns: dict[str, Floats]) -> dict[str, Floats]:
    """Columns sorted by time, stable. Where sorting would tear charges apart (SoC falls more often than before), the
    car's clock was set back: rows stay where they are, and the session that holds the step is told so."""
    time_s = columns["time_s"]
    if not (np.diff(time_s) < 0).any():
        return columns
    order = np.argsort(time_s, kind="stable")
    if time_s.size > _SHORT_LOG and _falls(columns["soc_percent"]) < _falls(columns["soc_percent"][order]):
        return columns
    return {name: values[order] for name, values in columns.items()}


def _falls(soc: Floats) -> int:
    return int((np.diff(soc[~np.isnan(soc)]) < 0).sum())


def _charging(columns: dict[str, Floats]) -> Flags:
    """Which samples belong to a charge, shape (n,)."""
    flag, current, power = columns["charging"], columns["current_a"], columns["power_kw"]
    if not np.isnan(flag).any():
        return flag > 0.5
    speed = columns["speed_kmh"]
    standing = ~(speed > _STANDING_KMH)
    flows = np.where(np.isnan(current), power > _LEAST_KW, current > _LEAST_A)
    silent = np.isnan(current) & np.isnan(power)
    rises = _rises(columns["energy_kwh"]) | _rises(columns["soc_percent"])
    return np.where(np.isnan(flag), np.where(silent, rises, flows) & standing, flag > 0.5)


def _rises(values: Floats) -> Flags:
    """Samples on either end of a rise, gaps of NaN bridged."""
    mark = np.zeros(values.size, dtype=np.bool_)
    there = np.flatnonzero(~np.isnan(values))
    up = np.flatnonzero(np.diff(values[there]) > 0)
    mark[there[up]] = True
    mark[there[up + 1]] = True
    return mark


def _breaks(columns: dict[str, Floats], at: Indices) -> Flags:
    """Between which charging samples a session ends, shape (len(at) - 1,)."""
    step = np.diff(_rows(columns["time_s"], at))
    typical = float(np.median(step[:: step.size // _GLANCE + 1])) if step.size else _GAP_S
    allowed = min(max(_GAP_S, _GAP_STEPS * typical), _LONGEST_GAP_S)
    breaks = np.diff(_filled(_rows(columns["soc_percent"], at))) < -_SOC_DROP
    # few steps are long: what else is asked of a step is asked of those alone
    long = np.flatnonzero(step > min(allowed, _ONE_CHARGE_S))
    energy = _filled(_rows(columns["energy_kwh"], at))
    rise = energy[long + 1] - energy[long]
    # what a counter counts goes on through a gap in the data
    gap = step[long] > np.where(rise > 0, _LONGEST_GAP_S, allowed)
    anew = (rise < -_COUNTER_DROP_KWH) & (step[long] > _ONE_CHARGE_S)
    breaks[long[gap | anew]] = True
    drives = np.flatnonzero(columns["speed_kmh"] > _STANDING_KMH)
    if drives.size:
        breaks |= np.searchsorted(drives, at[1:]) > np.searchsorted(drives, at[:-1] + 1)
    return breaks


def _rows(values: Floats, at: Indices) -> Floats:
    """The rows ``at``, which rise; without a copy where they are all."""
    return values if at.size == values.size else values[at]


def _filled(values: Floats) -> Floats:
    """NaN replaced by the value before, for differences; leading NaN stays."""
    gone = np.isnan(values)
    if not gone.any():
        return values
    there = np.where(gone, 0, np.arange(values.size))
    return values[np.maximum.accumulate(there)]
