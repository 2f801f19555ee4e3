"""Samples of one car from several sources, without ever mixing two counters in one charge.

Two services that watch the same car see the same charges, a few seconds apart and each with an energy counter of its
own. Interleaved they would make steps and jumps nobody measured. So each charge is taken whole from the source that saw
it most densely, and what the others saw of it is left out.
"""

from array import array
from collections.abc import Sequence

import numpy as np

from celliq_desktop.battery.columns import Flags, Floats, columns_of
from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.domain.readings import COLUMNS, Samples

Spans = tuple[tuple[float, float], ...]

_AROUND_S = 1_200.0
"""Samples this close to a charge belong to it: plugging in and the last poll after it."""


def merged(first: Samples, others: Sequence[Samples]) -> tuple[Samples, tuple[Spans, ...]]:
    """``first`` with every charge of ``others`` that it lacks or saw less densely, in time order, and the times
    (seconds since 1970) taken from each of the others; where two of them overlap the later one was taken.

    Of the others only charges are taken: what lies between them says nothing about the battery.
    """
    result = first
    taken: list[Spans] = []
    for other in others:
        spans = _wanted(result, other)
        taken.append(spans)
        result = _joined(result, other, spans) if spans else result
    return result, tuple(taken)


def _wanted(ours: Samples, theirs: Samples) -> Spans:
    """Around each charge of theirs that ours saw less well."""
    charging_s = _charging_times(ours)
    wanted = []
    for one in cut_sessions(theirs):
        start, end = one.start_s - _AROUND_S, one.end_s + _AROUND_S
        seen = int(np.searchsorted(charging_s, end, "right") - np.searchsorted(charging_s, start))
        if seen < one.samples:
            wanted.append((start, end))
    return tuple(wanted)


def _joined(ours: Samples, theirs: Samples, spans: Spans) -> Samples:
    mine, other = columns_of(ours), columns_of(theirs)
    kept, added = ~_inside(mine["time_s"], spans), _inside(other["time_s"], spans)
    time_s = np.concatenate((mine["time_s"][kept], other["time_s"][added]))
    order = np.argsort(time_s, kind="stable")
    columns: dict[str, array[float]] = {}
    for name in COLUMNS:
        column = array("d")
        column.frombytes(np.concatenate((mine[name][kept], other[name][added]))[order].tobytes())
        columns[name] = column
    return Samples(**columns)


def _charging_times(samples: Samples) -> Floats:
    """When ``samples`` saw the car charge, ascending."""
    columns = columns_of(samples)
    flag, power = columns["charging"], columns["power_kw"]
    return np.sort(columns["time_s"][np.where(np.isnan(flag), power > 0, flag > 0.5)])


def _inside(time_s: Floats, spans: Spans) -> Flags:
    """Which times lie within a span; spans may overlap."""
    starts = np.sort(np.array([start for start, _end in spans]))
    ends = np.sort(np.array([end for _start, end in spans]))
    return np.asarray(np.searchsorted(starts, time_s, "right") > np.searchsorted(ends, time_s), dtype=np.bool_)
