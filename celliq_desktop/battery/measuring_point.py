"""Where energy was counted: charger-side energy is not battery energy."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from celliq_desktop.domain.sessions import ChargeSession, MeasuringPoint

_EFFICIENCY = {
    MeasuringPoint.BATTERY: (1.0, 0.01),
    MeasuringPoint.VEHICLE: (1.0, 0.01),
    MeasuringPoint.EVSE_AC: (0.88, 0.04),
    MeasuringPoint.EVSE_DC: (0.94, 0.03),
}
"""``(efficiency, its 1-sigma)``. Charging efficiency 0.88 +- 0.04 AC and 0.94 +- 0.03 DC (report.md section 1). On the
battery's own side 1 % for the scale of its current and voltage sensors and for temperature: research/domain.md 3.2 has
1.5 % with the handling of SoC included, which is a term of its own here (``soc_error``)."""


def efficiency_of(point: MeasuringPoint) -> tuple[float, float]:
    """``(factor from measured to battery energy, relative 1-sigma)``."""
    factor, sigma = _EFFICIENCY[point]
    return factor, sigma / factor


COUNTED_OFF = 0.04
"""Battery energy and voltage times current agree within 4 %; the losses of an on-board charger are 6-12 %."""


def counted_off(sessions: Sequence[ChargeSession]) -> float:
    """How far the energy lies over the integral of voltage times current (relative, median); 0 where nothing tells."""
    ratios = [one.counter_ratio for one in sessions if one.counter_ratio is not None]
    return float(np.median(ratios)) - 1 if ratios else 0.0


def at_the_battery(sessions: Sequence[ChargeSession]) -> tuple[ChargeSession, ...]:
    """``sessions`` with the energy of voltage times current where what the log calls energy is more than that by over 4
    %: then it was counted before the losses of a charger, or altered. Charges that lack the one or the other keep none
    rather than mixing both."""
    if counted_off(sessions) <= COUNTED_OFF:
        return tuple(sessions)
    return tuple(
        replace(one, energy_kwh=one.energy_kwh / one.counter_ratio)
        if one.energy_kwh is not None and one.counter_ratio
        else replace(one, energy_kwh=None)
        for one in sessions
    )
