"""Charge curves: power against SoC for each session, and a band over sessions of one kind."""

from array import array
from collections.abc import Sequence

import numpy as np

from celliq_desktop.battery.columns import Floats, columns_of
from celliq_desktop.battery.sessions import in_time_order
from celliq_desktop.domain.curves import ChargeCurves, CurveBand, ModelBand, SessionCurve
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind

_GRID = np.arange(101, dtype=np.float64)
_LEAST_POINTS = 3
_LEAST_CARS = 3
"""Fewer other cars are no fleet to compare with."""
_FROM, _TO = 10.0, 80.0
_LOW, _HIGH = 10.0, 90.0


def charge_curves(samples: Samples, sessions: Sequence[ChargeSession]) -> ChargeCurves:
    """Curves of ``sessions``, which were cut from these ``samples``; sessions without power are left out."""
    if not len(samples) or not sessions:
        return ChargeCurves(sessions=(), bands=())
    columns = in_time_order(columns_of(samples))
    found = [_curve(columns, number, session) for number, session in enumerate(sessions)]
    curves = tuple(curve for curve in found if curve is not None)
    bands = tuple(band for kind in CurrentKind if (band := _band(curves, kind)) is not None)
    medians = [np.frombuffer(band.median_kw) for band in bands]
    peaks = [float(np.nanmax(median)) for median in medians if not np.isnan(median).all()]
    return ChargeCurves(
        sessions=curves,
        bands=bands,
        peak_kw=max(peaks, default=max((one.peak_power_kw or 0.0 for one in sessions), default=0.0)) or None,
        ten_to_eighty_s=_ten_to_eighty(curves, bands, sessions),
        dc_share_percent=dc_share_of(sessions),
    )


def model_bands(medians: Sequence[tuple[CurrentKind, "array[float]"]]) -> tuple[ModelBand, ...]:
    """Quantiles over the median curves of other cars of one model, by kind; only where three cars or more are there."""
    bands = []
    for kind in CurrentKind:
        table = np.array([np.frombuffer(median) for of, median in medians if of is kind])
        if len(table) < _LEAST_CARS or table.shape[1:] != _GRID.shape:
            continue
        low, median, high = _quantiles(table)
        bands.append(ModelBand(kind=kind, low_kw=low, median_kw=median, high_kw=high, cars=len(table)))
    return tuple(bands)


def dc_share_of(sessions: Sequence[ChargeSession]) -> float | None:
    """DC share of the energy charged in percent; None when nothing of known kind was measured."""
    energy = dict.fromkeys(CurrentKind, 0.0)
    for session in sessions:
        energy[session.current_kind] += max(0.0, session.energy_kwh or 0.0)
    whole = energy[CurrentKind.AC] + energy[CurrentKind.DC]
    return 100.0 * energy[CurrentKind.DC] / whole if whole > 0 else None


def _curve(columns: dict[str, Floats], number: int, session: ChargeSession) -> SessionCurve | None:
    part = slice(session.first_index, session.last_index + 1)
    soc, time_s = columns["soc_percent"][part], columns["time_s"][part]
    power = _power(columns, part)
    there = ~np.isnan(soc) & ~np.isnan(power)
    if there.sum() < _LEAST_POINTS:
        return None
    counter = columns["energy_kwh"][part]
    energy = counter - counter[0] if not np.isnan(counter).any() else _integrated(power, time_s)
    return SessionCurve(
        session=number,
        kind=session.current_kind,
        start_s=session.start_s,
        time_s=_packed(time_s[there]),
        soc_percent=_packed(soc[there]),
        power_kw=_packed(power[there]),
        energy_kwh=_packed(energy[there]),
        temperature_c=_packed(columns["temperature_c"][part][there]),
    )


def _power(columns: dict[str, Floats], part: slice) -> Floats:
    """Reported power, else voltage times current, else the slope of the energy counter."""
    reported = columns["power_kw"][part]
    product = columns["voltage_v"][part] * columns["current_a"][part] / 1000.0
    power = np.where(np.isnan(reported), product, reported)
    counter, time_s = columns["energy_kwh"][part], columns["time_s"][part]
    if not np.isnan(power).all() or np.isnan(counter).any() or counter.size < 2 or (np.diff(time_s) <= 0).any():
        return power
    return np.asarray(np.gradient(counter, time_s) * 3600.0, dtype=np.float64)


def _integrated(power: Floats, time_s: Floats) -> Floats:
    filled = np.nan_to_num(power)
    return np.concatenate(([0.0], np.cumsum((filled[1:] + filled[:-1]) / 2 * np.diff(time_s)) / 3600.0))


def _band(curves: Sequence[SessionCurve], kind: CurrentKind) -> CurveBand | None:
    chosen = [curve for curve in curves if curve.kind is kind]
    if len(chosen) < 2:
        return None
    table = np.stack([_on_grid(curve) for curve in chosen])
    if not ((~np.isnan(table)).sum(axis=0) >= 2).any():
        return None
    low, median, high = _quantiles(table)
    return CurveBand(
        kind=kind, soc_percent=_packed(_GRID), low_kw=low, median_kw=median, high_kw=high, sessions=len(chosen)
    )


def _quantiles(table: Floats) -> tuple["array[float]", "array[float]", "array[float]"]:
    """Low, median and high of each column of ``table`` (n, 101); NaN where fewer than two rows have a value."""
    enough = (~np.isnan(table)).sum(axis=0) >= 2
    found = np.full((3, _GRID.size), np.nan)
    if enough.any():
        found[:, enough] = np.nanpercentile(table[:, enough], [_LOW, 50.0, _HIGH], axis=0)
    low, median, high = (_packed(row) for row in found)
    return low, median, high


def _on_grid(curve: SessionCurve) -> Floats:
    """Mean power at each whole percent the session saw, straight lines between, NaN outside."""
    soc, power = np.frombuffer(curve.soc_percent), np.frombuffer(curve.power_kw)
    at = np.clip(np.round(soc), 0, 100).astype(np.intp)
    counts = np.bincount(at, minlength=_GRID.size)
    sums = np.bincount(at, weights=power, minlength=_GRID.size)
    seen = np.flatnonzero(counts)
    return np.interp(_GRID, seen.astype(np.float64), sums[seen] / counts[seen], left=np.nan, right=np.nan)


def _ten_to_eighty(
    curves: Sequence[SessionCurve], bands: Sequence[CurveBand], sessions: Sequence[ChargeSession]
) -> float | None:
    """Median seconds over DC sessions that cover the range; else worked out from the DC band and the energy per
    point."""
    times = []
    for curve in curves:
        soc, time_s = np.frombuffer(curve.soc_percent), np.frombuffer(curve.time_s)
        if curve.kind is CurrentKind.DC and soc.min() <= _FROM and soc.max() >= _TO:
            start = time_s[np.flatnonzero(soc <= _FROM)[-1]]
            times.append(float(time_s[np.flatnonzero(soc >= _TO)[0]] - start))
    if times:
        return float(np.median(times))
    band = next((band for band in bands if band.kind is CurrentKind.DC), None)
    per_point = [
        one.energy_kwh / one.delta_soc_percent
        for one in sessions
        if one.energy_kwh and one.delta_soc_percent >= 20.0 and one.current_kind is CurrentKind.DC
    ]
    if band is None or not per_point:
        return None
    power = np.frombuffer(band.median_kw)[int(_FROM) : int(_TO)]
    if np.isnan(power).any() or (power <= 0).any():
        return None
    return float(np.sum(float(np.median(per_point)) / power) * 3600.0)


def _packed(values: Floats) -> "array[float]":
    return array("d", np.ascontiguousarray(values, dtype=np.float64).tobytes())
