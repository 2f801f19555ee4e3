"""How alike two sources of samples are, for the question whether they watched one and the same car.

Where both reported within a few minutes of one another, one car shows one state of charge and one odometer; two cars
agree by chance only now and then. Charges are compared by their time and energy.
"""

import numpy as np

from celliq_desktop.battery.columns import Floats, Indices, columns_of
from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.domain.links import Likeness
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession

_CLOSE_S = 300.0
"""Samples further apart in time are not compared: a fast charge moves ten points in five minutes."""
_SOC_POINTS = 3.0
"""Whole percents on either side, and what flows within ``_CLOSE_S`` on AC."""
_ODOMETER_KM = 10.0
_SAME_CHARGE_S = 1_800.0
_MOST_PAIRS = 5_000


def likeness(ours: Samples, theirs: Samples) -> Likeness:
    """Compare two sources; ``compared`` is 0 when they never watched at the same time."""
    if not len(ours) or not len(theirs):
        return Likeness(compared=0)
    mine, other = columns_of(ours), columns_of(theirs)
    begin = max(float(mine["time_s"].min()), float(other["time_s"].min()))
    end = min(float(mine["time_s"].max()), float(other["time_s"].max()))
    if end <= begin:
        return Likeness(compared=0)
    at, near = _pairs(mine["time_s"], other["time_s"])
    soc = _differences(mine["soc_percent"][at], other["soc_percent"][near])
    km = _differences(mine["odometer_km"][at], other["odometer_km"][near])
    charges, agreeing, ratio = _charges(ours, theirs, begin, end)
    return Likeness(
        compared=int(soc.size),
        soc_agreeing=_share(soc, _SOC_POINTS),
        odometer_compared=int(km.size),
        odometer_agreeing=_share(km, _ODOMETER_KM),
        charges=charges,
        charges_agreeing=agreeing / charges if charges else None,
        energy_ratio=ratio,
        overlap_s=end - begin,
    )


def _pairs(mine: Floats, other: Floats) -> tuple[Indices, Indices]:
    """Indices of samples of ours and the nearest of theirs, as far as they are close in time."""
    order = np.argsort(other, kind="stable")
    sorted_other = other[order]
    behind = np.clip(np.searchsorted(sorted_other, mine), 1, max(1, sorted_other.size - 1))
    before = behind - 1
    behind = np.minimum(behind, sorted_other.size - 1)
    nearer = np.abs(sorted_other[behind] - mine) < np.abs(sorted_other[before] - mine)
    nearest = np.where(nearer, behind, before)
    close = np.flatnonzero(np.abs(sorted_other[nearest] - mine) <= _CLOSE_S)
    close = close[:: close.size // _MOST_PAIRS + 1]
    return close, order[nearest[close]]


def _differences(mine: Floats, other: Floats) -> Floats:
    both = ~np.isnan(mine) & ~np.isnan(other)
    return np.abs(mine[both] - other[both])


def _share(differences: Floats, within: float) -> float | None:
    return float((differences <= within).mean()) if differences.size else None


def _charges(ours: Samples, theirs: Samples, begin: float, end: float) -> tuple[int, int, float | None]:
    """``(charges of theirs within the time both watched, those we saw too, energy ratio)``."""
    known = cut_sessions(ours)
    within = [one for one in cut_sessions(theirs) if one.start_s >= begin and one.end_s <= end]
    pairs = [(one, same) for one in within if (same := _same_charge(one, known)) is not None]
    ratios = [one.energy_kwh / same.energy_kwh for one, same in pairs if one.energy_kwh and same.energy_kwh]
    return len(within), len(pairs), float(np.median(ratios)) if ratios else None


def _same_charge(one: ChargeSession, known: tuple[ChargeSession, ...]) -> ChargeSession | None:
    return next(
        (
            same
            for same in known
            if abs(same.start_s - one.start_s) <= _SAME_CHARGE_S and abs(same.end_s - one.end_s) <= _SAME_CHARGE_S
        ),
        None,
    )
