"""The figures of one charge: where to read its SoC, what flowed meanwhile, and what speaks against it."""

from math import isnan

import numpy as np

from celliq_desktop.battery.columns import Floats, Indices, known, trapezoid
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind

_ROUNDING_KWH = 0.006
_AC_LIMIT_KW = 23.0
"""No on-board charger takes more than 22 kW three-phase AC (IEC 61851 mode 3 at 32 A); above it is DC."""
_COUNTER_DROP_KWH = 0.5
_FULL, _EMPTY = 100.0, 0.0
_STEP_A, _STEP_S, _STEPS = 4.0, 60.0, 10
"""Steps of current that say something of voltage: a few amperes within a minute, ten of them."""
_POINTS = 20.0


def session_of(columns: dict[str, Floats], at: Indices) -> ChargeSession | None:
    """The charge whose samples stand ``at``; None when SoC is known fewer than two times."""
    first, last = int(at[0]), int(at[-1])
    part = {name: values[first : last + 1] for name, values in columns.items()}
    soc, time_s = part["soc_percent"], part["time_s"]
    there = np.flatnonzero(~np.isnan(soc))
    if there.size < 2:
        return None
    start, end = _soc_ends(soc, there)
    window = {name: values[start : end + 1] for name, values in part.items()}
    power = power_of(part)
    energy, computed, ratio = _energy(window)
    charge = trapezoid(window["current_a"], window["time_s"])
    peak = float(np.nanmax(power)) if known(power).size else float("nan")
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
        longest_gap_s=_longest_gap(time_s, at - first, part["energy_kwh"]),
        max_speed_kmh=float(speeds.max()) if speeds.size else None,
        computed_energy=computed,
        clock_backwards=bool((np.diff(time_s) < 0).any()),
        soc_jump_percent=_jump(window, power[start : end + 1]),
        counter_ratio=ratio,
        unphysical=_unphysical(window),
        first_index=first,
        last_index=last,
    )


def power_of(part: dict[str, Floats]) -> Floats:
    """Charging power in kW: as reported, else voltage times current."""
    return np.where(np.isnan(part["power_kw"]), part["voltage_v"] * part["current_a"] / 1000.0, part["power_kw"])


def _soc_ends(soc: Floats, there: Indices) -> tuple[int, int]:
    """Where to read SoC: with SoC in whole percent and dense samples, at the moments it changes, because there its
    value is exact to the sample; the half point lost to rounding at either end would bias a short window by several
    percent. A full or an empty display is read at the very end or start: what flows while it stands there belongs to
    the pack."""
    values = soc[there]
    whole = bool((values == np.round(values)).all())
    steps = np.flatnonzero(np.diff(values) > 0)
    fine = steps.size >= 4 and float(np.median(np.diff(values)[steps])) <= 1.0
    if not whole or not fine:
        return int(there[0]), int(there[-1])
    start = 0 if values[0] <= _EMPTY else steps[0] + 1
    end = values.size - 1 if values[-1] >= _FULL else steps[-1] + 1
    return int(there[start]), int(there[end])


def _energy(window: dict[str, Floats]) -> tuple[float, bool, float | None]:
    """``(kWh, computed, counter over integral)`` between the ends of the window: from the counter, its new starts
    bridged, else integrated power. ``computed``: the counter is an exact multiple of SoC throughout, so the source
    worked it out instead of measuring it."""
    counter, soc = window["energy_kwh"], window["soc_percent"]
    there = np.flatnonzero(~np.isnan(counter))
    if there.size < 2:
        return trapezoid(power_of(window), window["time_s"]), False, None
    counted = _counted(counter[there])
    full = np.full(counter.size, np.nan)
    full[there] = counted
    energy = float(counted[-1])
    product = trapezoid(window["voltage_v"] * window["current_a"] / 1000.0, window["time_s"])
    ratio = energy / product if product > 0 and there.size > counter.size / 2 else None
    return energy, _is_multiple(full, soc - soc[0]), ratio


def _counted(counter: Floats) -> Floats:
    """A counter from zero; where it starts anew, what it shows is what has flowed since."""
    step = np.diff(counter)
    step = np.where(step < -_COUNTER_DROP_KWH, counter[1:], step)
    return np.concatenate(([0.0], np.cumsum(step)))


def _longest_gap(time_s: Floats, at: Indices, counter: Floats) -> float:
    """The longest time without data; a counter that goes on bridges it."""
    step = np.diff(time_s[at])
    counted = np.diff(counter[at]) > 0
    return float(np.where(counted, 0.0, step).max())


def _unphysical(window: dict[str, Floats]) -> bool:
    """True when voltage falls where current rises at once, or falls over a charge of 20 points at steady current.

    Current through a resistance adds to a battery's voltage while charging, and open-circuit voltage rises with charge;
    a discharge played backwards, or a made-up column, does the opposite.
    """
    voltage, current, soc, time_s = (window[name] for name in ("voltage_v", "current_a", "soc_percent", "time_s"))
    there = ~(np.isnan(voltage) | np.isnan(current) | np.isnan(soc))
    if there.sum() < _STEPS:
        return False
    voltage, current, soc, time_s = voltage[there], current[there], soc[there], time_s[there]
    more, higher = np.diff(current), np.diff(voltage)
    sudden = (np.abs(more) > _STEP_A) & (np.diff(time_s) <= _STEP_S)
    if sudden.sum() >= _STEPS and float(more[sudden] @ higher[sudden]) < 0:
        return True
    steady = current[-1] >= 0.8 * current[0] > 0
    return bool(soc[-1] - soc[0] >= _POINTS and steady and voltage[-1] < voltage[0])


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
        return _counted(counter)
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
    coarse = np.allclose(y, np.round(y, 1), rtol=0, atol=1e-9)
    return slope > 0 and bool(np.abs(y - slope * x).max() <= (0.06 if coarse else _ROUNDING_KWH))


def _mean_power(energy: float, seconds: float) -> float | None:
    return None if isnan(energy) or seconds <= 0 else energy / seconds * 3600.0


def _kind(peak_kw: float) -> CurrentKind:
    if isnan(peak_kw):
        return CurrentKind.UNKNOWN
    return CurrentKind.DC if peak_kw > _AC_LIMIT_KW else CurrentKind.AC
