"""Samples as numpy columns, and the few array operations every module of this room needs."""

import numpy as np
from numpy.typing import NDArray

from celliq_desktop.domain.readings import COLUMNS, Samples

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


def columns_of(samples: Samples) -> dict[str, Floats]:
    """Every column by name, without a copy, shape (n,)."""
    return {name: np.frombuffer(getattr(samples, name), dtype=np.float64) for name in COLUMNS}


def known(values: Floats) -> Floats:
    """The values that are not NaN."""
    return values[~np.isnan(values)]


def trapezoid(values: Floats, time_s: Floats) -> float:
    """Integral over time in value-hours, over the samples that have a value; NaN below two of them."""
    there = ~np.isnan(values)
    if there.sum() < 2:
        return float("nan")
    y, t = values[there], time_s[there]
    return float(np.sum((y[1:] + y[:-1]) / 2 * np.diff(t)) / 3600.0)
