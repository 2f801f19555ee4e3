"""Which way a log counts: charging is positive here, and negative in what many cars send."""

from array import array
from dataclasses import replace

import numpy as np

from celliq_desktop.battery.columns import columns_of
from celliq_desktop.domain.readings import Samples

_RISING, _MOSTLY = 10, 0.8
"""Rises of SoC that tell, and the share of them under a negative value: braking on the way down a hill lifts SoC by a
point or two, a charge by dozens (data/ev-charging: car2, which only drives, shows none of it)."""
_KNOWN = 20
_AT_ONCE_S = 3_600.0
"""A rise over a longer gap says nothing about the value at its end."""


def charging_is_negative(samples: Samples, column: str = "current_a") -> bool:
    """True when SoC mostly rises under negative current (or power), in a log that knows no positive charging."""
    columns = columns_of(samples)
    flow, soc = columns[column], columns["soc_percent"]
    there = ~(np.isnan(flow) | np.isnan(soc))
    if there.sum() < _KNOWN:
        return False
    up = (np.diff(soc[there]) > 0) & (np.diff(columns["time_s"][there]) < _AT_ONCE_S)
    return bool(up.sum() >= _RISING and (flow[there][1:][up] < 0).mean() > _MOSTLY)


def turned(samples: Samples) -> tuple[Samples, tuple[str, ...]]:
    """``samples`` with charging positive, and the columns that were turned for it; the same object where none was."""
    names = tuple(name for name in ("current_a", "power_kw") if charging_is_negative(samples, name))
    if not names:
        return samples, ()
    return replace(samples, **{name: array("d", [-value for value in getattr(samples, name)]) for name in names}), names
