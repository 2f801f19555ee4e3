"""Cuts charge sessions out of any mixture of samples: cloud telemetry at 1-60 s, polls every few minutes, charger
flags.

A sample charges when the source says so; without a flag, when current or power flows into a standing car; without
those, when the energy counter or the SoC rises. A session ends at a gap, at a drive, and where its energy counter
starts anew.
"""

from math import isnan, nan

import numpy as np

from celliq_desktop.battery.columns import Flags, Floats, Indices, columns_of, known, trapezoid
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind

_GAP_S = 180.0
"""Gap that ends a session in dense telemetry: the cut of data/ev-charging's own session list."""
_GAP_STEPS, _LONGEST_GAP_S = 3.0, 3_600.0
"""In sparse polling a session survives up to two lost polls, and never more than an hour."""
_STANDING_KMH = 3.0
_LEAST_A, _LEAST_KW = 0.5, 0.2
"""Below this a car balances or heats; it does not charge."""
_COUNTER_DROP_KWH = 0.5
_SOC_DROP = 2.0
_CLOCK_SETS, _CLOCK_SET_SHARE, _SHORT_LOG = 3, 0.0005, 20
_ROUNDING_KWH = 0.006
_AC_LIMIT_KW = 23.0
"""No on-board charger takes more than 22 kW three-phase AC (IEC 61851 mode 3 at 32 A); above it is DC."""


def cut_sessions(samples: Samples) -> tuple[ChargeSession, ...]:
    """Every charge in ``samples``, in time order; single samples are no session. Samples out of time order are sorted
    first for cutting, and the indices of a session refer to that order."""
    if len(samples) < 2:
        return ()
    columns = in_time_order(columns_of(samples))
    at = np.flatnonzero(_charging(columns))
    if at.size < 2:
        return ()
    breaks = np.flatnonzero(_breaks(columns, at)) + 1
    found = (_session(columns, group) for group in np.split(at, breaks) if group.size >= 2)
    return tuple(session for session in found if session is not None)


def in_time_order(columns: dict[str, Floats]) -> dict[str, Floats]:
    """Columns sorted by time, stable. A few steps backwards in an otherwise ordered log stay where they are: there the
    car's clock was set back, and sorting would hide it."""
    time_s = columns["time_s"]
    backwards = int((np.diff(time_s) < 0).sum())
    if backwards <= max(_CLOCK_SETS, _CLOCK_SET_SHARE * time_s.size) and time_s.size > _SHORT_LOG:
        return columns
    if backwards == 0:
        return columns
    order = np.argsort(time_s, kind="stable")
    return {name: values[order] for name, values in columns.items()}


def _charging(columns: dict[str, Floats]) -> Flags:
    """Which samples belong to a charge, shape (n,)."""
    flag, current, power = columns["charging"], columns["current_a"], columns["power_kw"]
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
    step = np.diff(columns["time_s"][at])
    typical = float(np.median(step)) if step.size else _GAP_S
    allowed = min(max(_GAP_S, _GAP_STEPS * typical), _LONGEST_GAP_S)
    driven = np.concatenate(([0], np.cumsum(columns["speed_kmh"] > _STANDING_KMH)))
    drive_between = driven[at[1:]] > driven[at[:-1] + 1]
    counter = np.diff(_filled(columns["energy_kwh"][at])) < -_COUNTER_DROP_KWH
    soc = np.diff(_filled(columns["soc_percent"][at])) < -_SOC_DROP
    return (step > allowed) | drive_between | counter | soc


def _filled(values: Floats) -> Floats:
    """NaN replaced by the value before, for differences; leading NaN stays."""
    there = np.where(np.isnan(values), 0, np.arange(values.size))
    return values[np.maximum.accumulate(there)]


def _session(columns: dict[str, Floats], at: Indices) -> ChargeSession | None:
    first, last = int(at[0]), int(at[-1])
    part = {name: values[first : last + 1] for name, values in columns.items()}
    soc, time_s = part["soc_percent"], part["time_s"]
    there = np.flatnonzero(~np.isnan(soc))
    if there.size < 2:
        return None
    start, end = _soc_ends(soc, there)
    window = {name: values[start : end + 1] for name, values in part.items()}
    power = _power(part)
    energy, computed = _energy(window)
    charge = trapezoid(window["current_a"], window["time_s"])
    peak = float(np.nanmax(power)) if known(power).size else nan
    speeds, temperatures, odometer = known(part["speed_kmh"]), known(part["temperature_c"]), known(part["odometer_km"])
    return ChargeSession(
        start_s=float(time_s[start]),
        end_s=float(time_s[end]),
        soc_start_percent=float(soc[start]),
        soc_end_percent=float(soc[end]),
        energy_kwh=None if isnan(energy) else energy,
        charge_ah=None if isnan(charge) else charge,
        peak_power_kw=None if isnan(peak) else peak,
        mean_power_kw=_mean_power(energy, float(time_s[end] - time_s[start])),
        mean_temperature_c=float(temperatures.mean()) if temperatures.size else None,
        odometer_km=float(odometer[odometer > 0][-1]) if (odometer > 0).any() else None,
        current_kind=_kind(peak),
        samples=int(at.size),
        longest_gap_s=float(np.diff(time_s[at - first]).max()),
        max_speed_kmh=float(speeds.max()) if speeds.size else None,
        computed_energy=computed,
        clock_backwards=bool((np.diff(time_s) < 0).any()),
        soc_jump_percent=_jump(window, power[start : end + 1]),
        first_index=first,
        last_index=last,
    )


def _soc_ends(soc: Floats, there: Indices) -> tuple[int, int]:
    """Where to read SoC: with SoC in whole percent and dense samples, at the moments it changes, because there its
    value is exact to the sample; the half point lost to rounding at either end would bias a short window by several
    percent."""
    values = soc[there]
    whole = bool((values == np.round(values)).all())
    steps = np.flatnonzero(np.diff(values) > 0)
    fine = steps.size >= 4 and float(np.median(np.diff(values)[steps])) <= 1.0
    if not whole or not fine:
        return int(there[0]), int(there[-1])
    return int(there[steps[0] + 1]), int(there[steps[-1] + 1])


def _power(part: dict[str, Floats]) -> Floats:
    """Charging power in kW: as reported, else voltage times current."""
    return np.where(np.isnan(part["power_kw"]), part["voltage_v"] * part["current_a"] / 1000.0, part["power_kw"])


def _energy(window: dict[str, Floats]) -> tuple[float, bool]:
    """``(kWh, computed)`` between the ends of the window: from the counter, else integrated power. ``computed``: the
    counter is an exact multiple of SoC throughout, so the source worked it out instead of measuring it."""
    counter, soc = window["energy_kwh"], window["soc_percent"]
    there = np.flatnonzero(~np.isnan(counter))
    if there.size < 2:
        return trapezoid(_power(window), window["time_s"]), False
    energy = float(counter[there[-1]] - counter[there[0]])
    return energy, _is_multiple(counter - counter[there[0]], soc - soc[there[0]])


def _jump(window: dict[str, Floats], power: Floats) -> float:
    """Largest difference between a move of SoC and the share of energy that flowed meanwhile, in points; 0 where no
    energy was recorded along the way."""
    soc = window["soc_percent"]
    there = np.flatnonzero(~np.isnan(soc))
    moved = there[np.concatenate(([True], np.diff(soc[there]) != 0))]
    flow = _flow(window, power)
    if moved.size < 3 or flow is None or flow[moved[-1]] - flow[moved[0]] <= 0:
        return 0.0
    share = (soc[moved[-1]] - soc[moved[0]]) / (flow[moved[-1]] - flow[moved[0]])
    return float(np.abs(np.diff(soc[moved]) - share * np.diff(flow[moved])).max())


def _flow(window: dict[str, Floats], power: Floats) -> Floats | None:
    """What has flowed up to each sample, in any unit: the counter, else power or current over time."""
    counter, current = window["energy_kwh"], window["current_a"]
    if not np.isnan(counter).any():
        return counter
    rate = power if not np.isnan(power).any() else current
    if np.isnan(rate).any():
        return None
    steps = (rate[1:] + rate[:-1]) / 2 * np.diff(window["time_s"])
    return np.concatenate(([0.0], np.cumsum(steps)))


def _is_multiple(energy: Floats, delta_soc: Floats) -> bool:
    """True when a counter follows SoC more closely than anything measured can: to the rounding of its decimals, where
    whole percents alone would leave half a percent of the pack."""
    both = ~np.isnan(energy) & ~np.isnan(delta_soc) & (np.abs(delta_soc) > 0)
    if both.sum() < 5 or np.unique(delta_soc[both]).size < 4:
        return False
    x, y = delta_soc[both], energy[both]
    slope = float(x @ y) / float(x @ x)
    return slope > 0 and bool(np.abs(y - slope * x).max() <= _ROUNDING_KWH)


def _mean_power(energy: float, seconds: float) -> float | None:
    return None if isnan(energy) or seconds <= 0 else energy / seconds * 3600.0


def _kind(peak_kw: float) -> CurrentKind:
    if isnan(peak_kw):
        return CurrentKind.UNKNOWN
    return CurrentKind.DC if peak_kw > _AC_LIMIT_KW else CurrentKind.AC
