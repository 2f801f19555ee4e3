"""How a battery charges: power against SoC, and windows as people really charge."""

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from celliq_desktop.sandbox.fleet.catalogue import Model

_STARTS = (9, 14, 25, 38, 52, 68, 76)
_START_AT = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
"""Quantiles of the SoC at which 79,101 real charges began (figures of Liu et al., Nat Commun 16, 1137 (2025))."""
_ENDS = {
    20: (34, 73, 94, 99, 99),
    35: (47, 80, 95, 99, 99),
    50: (57, 84, 96, 99, 99),
    65: (66, 89, 97, 99, 99),
    101: (80, 90, 97, 99, 99),
}
_END_AT = (0.05, 0.25, 0.50, 0.75, 0.95)
"""Quantiles of the SoC at which they ended, by where they began (same source)."""
_LEAST_POINTS = 4


@dataclass(frozen=True, slots=True)
class Window:
    """One charge to come: SoC in percent, ``dc`` for a fast charger, mean cell temperature in degC."""

    start: float
    end: float
    dc: bool
    temperature_c: float


def window(dice: Random, *, dc_share: float, temperature_c: float, highest: float = 99.0) -> Window:
    """Draw a window: the median is 50 points, as on the road."""
    start = _drawn(dice, _START_AT, _STARTS)
    ends = next(values for limit, values in _ENDS.items() if start < limit)
    end = min(highest, max(start + _LEAST_POINTS, _drawn(dice, _END_AT, ends)))
    dc = dice.random() < dc_share and start < 60
    if dc:
        end = min(end, dice.gauss(80, 6))
    return Window(start, max(start + _LEAST_POINTS, end), dc, temperature_c)


def _drawn(dice: Random, at: tuple[float, ...], values: tuple[float, ...]) -> float:
    """Inverse of the quantile function, straight lines between the points."""
    draw = min(max(dice.random(), at[0]), at[-1])
    for (low, value), (high, after) in pairwise(zip(at, values, strict=True)):
        if draw <= high:
            return value + (after - value) * (draw - low) / (high - low)
    return values[-1]


def power_kw(model: Model, soc: float, *, dc: bool, temperature_c: float) -> float:
    """Power the car takes at ``soc`` percent: DC rises, holds and tapers; AC holds and tapers at the very end."""
    if not dc:
        return model.ac_kw * 0.93 * (1.0 if soc < 96 else max(0.15, (100.5 - soc) / 4.5))
    knee = 30.0 if model.dc_kw > 150 else 48.0
    if soc < 8:
        shape = 0.65 + 0.35 * soc / 8
    elif soc < knee:
        shape = 1.0
    else:
        shape = max(0.07, 1.0 - 0.83 * ((soc - knee) / (100 - knee)) ** 0.85)
    cold = 1.0 if temperature_c >= 20 else max(0.35, 1.0 - (20 - temperature_c) * 0.022)
    return model.dc_kw * shape * cold * 0.95
