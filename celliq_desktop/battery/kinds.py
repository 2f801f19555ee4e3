"""Whether the charges describe one battery on one SoC scale: a lasting step, or two kinds mixed.

A BMS recalibration, a pack swap or a software limit moves the capacity of every later charge; then only the charges
after the step describe the car as it is. Displayed and BMS SoC mixed in one log give two capacities by turns (a BMW i3:
61.7 Ah per BMS and 47.9 Ah per displayed 100 %, data/README.md); then there is no number at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from celliq_desktop.battery.columns import Floats
from celliq_desktop.domain.sessions import JudgedSession
from celliq_desktop.domain.text import N_

_EITHER_SIDE = 3
_LEAST_STEP, _SURE = 0.05, 7.0
"""A step of 5 % is more than windows of one car differ by (1 % on car3, data/ev-charging), and seven standard errors
are not reached by chance at any of the places looked at."""
_PLACES = 80
"""Places looked at in a long list; a lasting step is not missed for starting a few charges later."""
_LEAST_SCATTER = 0.006
_APART, _TIGHT, _TURNS = 0.10, 5.0, 3
"""Two kinds lie 10 % apart or more, each tight and the space between them empty; on 2,800 made-up cars with one kind
this called one in a hundred mixed."""
_WIDTHS_ALIKE = 20.0
"""Points by which the median windows before and after may differ: beyond, the windows' own error explains a step."""
_SWAP = 0.12


@dataclass(frozen=True, slots=True)
class Step:
    """From ``at_s`` on the capacity per 100 % SoC is ``change`` (relative) higher or lower; ``first`` the index among
    the judged sessions where the new level begins."""

    first: int
    at_s: float
    before: float
    after: float
    unit: str

    @property
    def change(self) -> float:
        """Relative to the level before."""
        return self.after / self.before - 1

    @property
    def sentence(self) -> str:
        """What was seen and what it may be."""
        if abs(self.change) >= _SWAP:
            cause = (
                N_("another pack, or a BMS that was reset")
                if self.change > 0
                else N_("a software limit, or another pack")
            )
        else:
            cause = N_("a recalibrated BMS") if self.change > 0 else N_("a recalibrated BMS or a software limit")
        return N_(
            "From one charge to the next the capacity moves from {before:.1f} to {after:.1f} {unit}"
            " ({change:+.0%}): {cause}. Only the charges after it count."
        ).format(before=self.before, after=self.after, unit=self.unit, change=self.change, cause=cause)


def step_of(judged: Sequence[JudgedSession]) -> Step | None:
    """The clearest lasting step among the used sessions, in time order; None without one."""
    order = sorted((i for i, one in enumerate(judged) if one.used), key=lambda i: judged[i].session.start_s)
    unit, level = _levels(judged, order)
    if level is None or level.size < 2 * _EITHER_SIDE:
        return None
    width = np.array([judged[i].session.delta_soc_percent for i in order])
    best: tuple[float, int] | None = None
    places = np.linspace(_EITHER_SIDE, level.size - _EITHER_SIDE, _PLACES).astype(np.intp)
    for at in np.unique(places).tolist():
        sure = _sureness(level[:at], level[at:])
        alike = abs(float(np.median(width[:at]) - np.median(width[at:]))) <= _WIDTHS_ALIKE
        if alike and (best is None or sure > best[0]):
            best = (sure, at)
    if best is None or best[0] < _SURE:
        return None
    at = best[1]
    before, after = float(np.median(level[:at])), float(np.median(level[at:]))
    if abs(after / before - 1) < _LEAST_STEP:
        return None
    first = order[at]
    return Step(first, judged[first].session.start_s, before, after, unit)


def mixed_kinds(judged: Sequence[JudgedSession]) -> tuple[float, float, str] | None:
    """``(lower, higher, unit)`` when the used sessions show two capacities by turns; None otherwise."""
    order = sorted((i for i, one in enumerate(judged) if one.used), key=lambda i: judged[i].session.start_s)
    unit, level = _levels(judged, order)
    if level is None or level.size < 4:
        return None
    ranked = np.sort(level)
    cut = int(np.argmax(np.diff(ranked[1:-1]))) + 2
    low, high = ranked[:cut], ranked[cut:]
    if min(low.size, high.size) < 2 or min(low.size, high.size) < level.size / 4:
        return None
    within = max(_spread(low), _spread(high), 0.01)
    apart = float(np.median(high) / np.median(low) - 1)
    is_high = level > (low[-1] + high[0]) / 2
    turns = int((is_high[1:] != is_high[:-1]).sum())
    if apart < _APART or apart < _TIGHT * within or high[0] / low[-1] - 1 < 0.6 * apart or turns < _TURNS:
        return None
    return float(np.median(low)), float(np.median(high)), unit


def _levels(judged: Sequence[JudgedSession], order: Sequence[int]) -> tuple[str, Floats | None]:
    """Capacities of single sessions in Ah, or kWh, whichever all of them carry."""
    for unit in ("Ah", "kWh"):
        values = [judged[i].capacity_ah if unit == "Ah" else judged[i].capacity_kwh for i in order]
        if values and all(value is not None for value in values):
            return unit, np.array(values, dtype=np.float64)
    return "", None


def _spread(values: Floats) -> float:
    """Relative, robust 1-sigma around the median."""
    middle = float(np.median(values))
    return 1.4826 * float(np.median(np.abs(values - middle))) / middle


def _sureness(before: Floats, after: Floats) -> float:
    scatter = max(_LEAST_SCATTER, (_spread(before) ** 2 + _spread(after) ** 2) ** 0.5 / 2**0.5)
    error = float(scatter * (1 / before.size + 1 / after.size) ** 0.5)
    return abs(float(np.median(after) / np.median(before)) - 1) / error
