"""The figures of charges: where to read the SoC of each, what flowed meanwhile, and what speaks against it.

Worked out for blocks of charges by whole-array operations; a block fits the processor's cache.
"""

from collections.abc import Iterator
from itertools import pairwise, starmap
from math import isnan

import numpy as np

from celliq_desktop.battery.charges import Charges, without_empty
from celliq_desktop.battery.columns import Flags, Floats, Indices
from celliq_desktop.battery.rest_voltage import resistance_of
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind

_BLOCK_ROWS = 32_768
_LEAST_FLOW = 1e-6
"""In any unit; less is what adding numbers leaves behind."""
_ROUNDING_KWH, _COARSE_KWH = 0.006, 0.06
_AC_LIMIT_KW = 23.0
"""No on-board charger takes more than 22 kW three-phase AC (IEC 61851 mode 3 at 32 A); above it is DC."""
_COUNTER_DROP_KWH = 0.5
_FULL, _EMPTY = 100.0, 0.0
_STEP_A, _STEP_S, _STEPS = 4.0, 60.0, 10
_STEP_SHARE = 0.1
"""Steps of current that say something of voltage: a few amperes and a tenth of the largest current within a minute, ten
of them. In a slow taper of fast charging, open-circuit voltage rises by more than the resistance lets it fall."""
_POINTS = 20.0

MeasuredCharge = tuple[ChargeSession, tuple[float, float]]
"""A charge, and the open-circuit voltage (V) where its window begins and ends; NaN where it cannot be told."""


def sessions_at(
    columns: dict[str, Floats], first: Indices, last: Indices, samples: Indices, gap_s: Floats
) -> Iterator[MeasuredCharge]:
    """The charges from row ``first`` to row ``last``, with how many of these rows charge and the longest gap between
    them, all of shape (n,). Charges in which SoC is known fewer than two times are left out."""
    known = np.concatenate(([0], np.cumsum(~np.isnan(columns["soc_percent"]))))
    there = known[last + 1] - known[first] >= 2
    first, last, samples, gap_s = first[there], last[there], samples[there], gap_s[there]
    if not first.size:
        return
    columns = without_empty(columns)
    columns["ocv_v"] = _open_circuit(columns, first, last)
    block = np.cumsum(last - first + 1) // _BLOCK_ROWS
    edges = np.concatenate(([0], np.flatnonzero(np.diff(block)) + 1, [block.size])).tolist()
    for some in starmap(slice, pairwise(edges)):
        yield from _block(columns, first[some], last[some], samples[some], gap_s[some])


def _block(
    columns: dict[str, Floats], first: Indices, last: Indices, samples: Indices, gap_s: Floats
) -> Iterator[MeasuredCharge]:
    part = Charges.at(columns, first, last)
    part = part.with_columns(power_kw=_power_of(part.columns))
    start, end = _soc_ends(part)
    at = np.arange(part.of.size)
    window = part.only((at >= start[part.of]) & (at <= end[part.of]))
    time_s, soc = part.columns["time_s"], part.columns["soc_percent"]
    energy, computed, ratio = _energy(window)
    seconds = time_s[end] - time_s[start]
    peak = part.peak("power_kw")
    fields = {
        "start_s": time_s[start].tolist(),
        "end_s": time_s[end].tolist(),
        "soc_start_percent": soc[start].tolist(),
        "soc_end_percent": soc[end].tolist(),
        "energy_kwh": _or_none(energy),
        "charge_ah": _or_none(window.integral("current_a")),
        "peak_power_kw": _or_none(peak),
        "mean_power_kw": _or_none(_rate(energy, seconds)),
        "mean_temperature_c": _or_none(part.mean("temperature_c")),
        "odometer_km": _or_none(_odometer(part)),
        "current_kind": [_kind(kw) for kw in peak.tolist()],
        "samples": samples.tolist(),
        "longest_gap_s": gap_s.tolist(),
        "max_speed_kmh": _or_none(part.peak("speed_kmh")),
        "computed_energy": computed.tolist(),
        "clock_backwards": (part.total(part.step(time_s) < 0) > 0).tolist(),
        "soc_jump_percent": _jump(window).tolist(),
        "counter_ratio": _or_none(ratio),
        "unphysical": _unphysical(window).tolist(),
        "first_index": first.tolist(),
        "last_index": last.tolist(),
    }
    ocv = part.columns["ocv_v"]
    for row, values in enumerate(zip(*fields.values(), strict=True)):
        yield ChargeSession(**dict(zip(fields, values, strict=True))), (float(ocv[start[row]]), float(ocv[end[row]]))


def _open_circuit(columns: dict[str, Floats], first: Indices, last: Indices) -> Floats:
    """Voltage without the drop over the pack's resistance, shape (n,); NaN without current."""
    voltage, current = columns["voltage_v"], columns["current_a"]
    if voltage.strides == (0,) or current.strides == (0,):
        return voltage if voltage.strides == (0,) else current
    return voltage - current * resistance_of(Charges.at(columns, first, last))


def _power_of(columns: dict[str, Floats]) -> Floats:
    """Charging power in kW: as reported, else voltage times current."""
    reported = columns["power_kw"]
    there = np.isnan(reported)
    if not there.any():
        return reported
    return np.where(there, columns["voltage_v"] * columns["current_a"] / 1000.0, reported)


def _soc_ends(part: Charges) -> tuple[Indices, Indices]:
    """Rows where to read SoC: with SoC in whole percent and dense samples, at the moments it changes, because there its
    value is exact to the sample; the half point lost to rounding at either end would bias a short window by several
    percent. A full or an empty display is read at the very end or start: what flows while it stands there belongs to
    the pack."""
    rows = np.flatnonzero(~np.isnan(part.columns["soc_percent"]))
    seen = part.known("soc_percent")
    soc = seen.columns["soc_percent"]
    first, last = seen.first(), seen.last()
    step = seen.step(soc)
    up = np.flatnonzero(step > 0)
    ups = np.bincount(seen.of[up], minlength=part.count)
    ones = np.bincount(seen.of[up], step[up] <= 1.0, part.count)
    # more than half of the steps are single points, so their median is one
    exact = (seen.total(soc != np.round(soc)) == 0) & (ups >= 4) & (ones > ups // 2)
    from_step, to_step = exact & (soc[first] > _EMPTY), exact & (soc[last] < _FULL)
    past = np.cumsum(ups)
    first[from_step] = up[(past - ups)[from_step]]
    last[to_step] = up[past[to_step] - 1]
    return rows[first], rows[last]


def _energy(window: Charges) -> tuple[Floats, Flags, Floats]:
    """``(kWh, computed, kWh over that of voltage times current)`` between the ends of the windows: from the counter,
    its new starts bridged, else integrated power. ``computed``: the counter is an exact multiple of SoC throughout, so
    the source worked it out instead of measuring it. NaN where there is none."""
    counted = window.known("energy_kwh")
    has = counted.rows >= 2
    integral = window.integral("power_kw")
    if not has.any():
        return integral, has, _against_product(integral, window)
    step = _counted(counted)
    counter = counted.total(step)
    energy = np.where(has, counter, integral)
    ratio = _against_product(np.where(has & (counted.rows <= window.rows / 2), np.nan, energy), window)
    # SoC is known where a window starts
    since = counted.columns["soc_percent"] - window.columns["soc_percent"][window.first()][counted.of]
    return energy, has & _are_multiples(counted, np.cumsum(step), since), ratio


def _against_product(energy: Floats, window: Charges) -> Floats:
    """``energy`` (kWh) over the integral of voltage times current; NaN where one of them is not known."""
    voltage, current = window.columns["voltage_v"], window.columns["current_a"]
    if voltage.strides == (0,) or current.strides == (0,):
        return np.full(window.count, np.nan)
    product = window.with_columns(product_kw=voltage * current / 1000.0).integral("product_kw")
    positive = product > 0
    return np.where(positive, energy / np.where(positive, product, 1.0), np.nan)


def _counted(charges: Charges) -> Floats:
    """What the counter counts from the row before to each row, shape (rows,); where it starts anew, what it shows is
    what has flowed since."""
    counter = charges.columns["energy_kwh"]
    step = charges.step(counter)
    return np.where(step < -_COUNTER_DROP_KWH, counter, step)


def _are_multiples(charges: Charges, energy: Floats, delta_soc: Floats) -> Flags:
    """True where a counter follows SoC more closely than anything measured can: to the rounding of its decimals, where
    whole percents alone would leave half a percent of the pack."""
    energy = energy - energy[charges.first()][charges.of]
    both = np.abs(delta_soc) > 0
    moved = charges.with_columns(x=delta_soc, y=energy).only(both)
    x, y = moved.columns["x"], moved.columns["y"]
    slope = moved.total(x * y) / np.maximum(moved.total(x * x), 1e-9)
    off = moved.largest(np.abs(y - slope[moved.of] * x), np.inf)
    answer = (slope > 0) & (moved.rows >= 5) & (off <= _COARSE_KWH)
    for one in np.flatnonzero(answer).tolist():
        mine = moved.of == one
        coarse = np.allclose(y[mine], np.round(y[mine], 1), rtol=0, atol=1e-9)
        answer[one] = np.unique(x[mine]).size >= 4 and off[one] <= (_COARSE_KWH if coarse else _ROUNDING_KWH)
    return answer


def _unphysical(window: Charges) -> Flags:
    """True where voltage falls where current rises at once, or falls over a charge of 20 points at steady current.

    Current through a resistance adds to a battery's voltage while charging, and open-circuit voltage rises with charge;
    a discharge played backwards, or a made-up column, does the opposite.
    """
    both = window.known("voltage_v", "current_a", "soc_percent")
    if not both.of.size:
        return np.zeros(window.count, dtype=np.bool_)
    voltage, current, soc, time_s = (both.columns[name] for name in ("voltage_v", "current_a", "soc_percent", "time_s"))
    more, higher = both.step(current), both.step(voltage)
    least = np.maximum(_STEP_A, _STEP_SHARE * both.largest(np.abs(current), 0.0))
    sudden = (np.abs(more) > least[both.of]) & (both.step(time_s) <= _STEP_S)
    against = (both.total(sudden) >= _STEPS) & (both.total(np.where(sudden, more * higher, 0.0)) < 0)
    first, last = both.first(), both.last()
    steady = (current[last] >= 0.8 * current[first]) & (current[first] > 0)
    falls = (soc[last] - soc[first] >= _POINTS) & steady & (voltage[last] < voltage[first])
    return (both.rows >= _STEPS) & (against | falls)


def _jump(window: Charges) -> Floats:
    """Largest difference between a move of SoC and the share of energy that flowed meanwhile, in points; 0 where no
    energy was recorded along the way."""
    flow, known = _flow(window)
    seen = window.with_columns(flow=flow).known("soc_percent")
    first = np.diff(seen.of, prepend=-1) > 0
    moved = seen.only((seen.step(seen.columns["soc_percent"]) != 0) | first)
    soc, flow = moved.columns["soc_percent"], moved.columns["flow"]
    start, end = moved.first(), moved.last()
    whole = flow[end] - flow[start]
    good = known & (moved.rows >= 3) & (whole > _LEAST_FLOW)
    share = np.where(good, soc[end] - soc[start], 0.0) / np.where(good, whole, 1.0)
    off = moved.largest(np.abs(moved.step(soc) - share[moved.of] * moved.step(flow)), 0.0)
    return np.where(good, off, 0.0)


def _flow(window: Charges) -> tuple[Floats, Flags]:
    """What has flowed up to each row, in any unit, and for which charges that is known: the counter, else power or
    current over time."""
    counts, powered, current = (
        window.total(np.isnan(window.columns[name])) == 0 for name in ("energy_kwh", "power_kw", "current_a")
    )
    step = np.zeros(window.of.size)
    if counts.any():
        step = np.where(counts[window.of], _counted(window), step)
    if not counts.all():
        rate = np.where(powered[window.of], window.columns["power_kw"], window.columns["current_a"])
        step = np.where(counts[window.of], step, window.between(rate))
    known = counts | powered | current
    return np.cumsum(np.where(known[window.of], step, 0.0)), known


def _odometer(part: Charges) -> Floats:
    """The last reading that is one; a zero is a car that does not tell."""
    read = part.only(part.columns["odometer_km"] > 0)
    if not read.of.size:
        return np.full(part.count, np.nan)
    return np.where(read.rows > 0, read.columns["odometer_km"][read.last()], np.nan)


def _rate(energy: Floats, seconds: Floats) -> Floats:
    return np.where(seconds > 0, energy / np.where(seconds > 0, seconds, 1.0) * 3600.0, np.nan)


def _kind(peak_kw: float) -> CurrentKind:
    if isnan(peak_kw):
        return CurrentKind.UNKNOWN
    return CurrentKind.DC if peak_kw > _AC_LIMIT_KW else CurrentKind.AC


def _or_none(values: Floats) -> list[float | None]:
    return [None if isnan(value) else value for value in values.tolist()]
