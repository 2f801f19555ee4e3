"""Signs that a log was made or changed by hand: charges copied, amounts computed, energy and charge that do not fit.

What is found is left out by name or flagged; nothing here proves intent, and the sentences do not claim it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from celliq_desktop.battery.columns import Floats
from celliq_desktop.battery.quality import LEAST_DELTA_SOC, Gate
from celliq_desktop.domain.sessions import ChargeSession

_MANY = 4
_SHARPEST, _SHARP = 3e-4, 3e-3
"""Real charges scatter by a per cent, whole percents alone see to that; amounts that are one multiple of their windows
to 0.3 % (their rounding included) were worked out from the windows. Below 0.03 % floating point may differ."""
_DIGITS = 9
_DISTINCT = 3
_VOLTAGE_PER_POINT, _VOLTAGE_OFF = 0.002, 0.06
"""Mean voltage of a charge rises by 0.2 % per point of its middle (car3 of data/ev-charging: 326 V at 48 %, 353 V at
82 %), or not at all where the source takes a nominal voltage; a charge off by over 6 % either way is inconsistent."""


def with_computed_marked(sessions: Sequence[ChargeSession]) -> tuple[ChargeSession, ...]:
    """Sessions of a list whose amounts are all one multiple of their windows, marked as computed: no two real charges
    agree that well."""
    energy, charge = _computed(sessions, "energy_kwh"), _computed(sessions, "charge_ah")
    if not energy and not charge:
        return tuple(sessions)
    return tuple(
        replace(
            one,
            computed_energy=one.computed_energy or (energy and one.energy_kwh is not None),
            computed_charge=one.computed_charge or (charge and one.charge_ah is not None),
        )
        for one in sessions
    )


def _computed(sessions: Sequence[ChargeSession], column: str) -> bool:
    long = [one for one in sessions if getattr(one, column) and one.delta_soc_percent >= LEAST_DELTA_SOC]
    windows = {round(one.delta_soc_percent, 3) for one in long}
    if len(long) < _MANY or len(windows) < _MANY - 1:
        return False
    width = np.array([one.delta_soc_percent for one in long])
    amount = np.array([getattr(one, column) for one in long], dtype=np.float64)
    step = max(_step(amount), _SHARPEST * float(np.median(amount)))
    if step > _SHARP * float(np.median(amount)):
        return False
    return bool(((amount - step) / width).max() <= ((amount + step) / width).min())


def _step(amount: Floats) -> float:
    """Half a unit of the last decimal the amounts carry."""
    for decimals in range(6):
        if np.allclose(amount, np.round(amount, decimals), rtol=0, atol=1e-9):
            return float(0.51 * 10.0**-decimals)
    return 0.0


def repeats(sessions: Sequence[ChargeSession]) -> dict[int, Gate]:
    """By place in the list: charges listed twice, and copies of an earlier charge at another time. Copies are only left
    out where three different charges remain; a list of one charge repeated keeps them and is flagged."""
    found: dict[int, Gate] = {}
    at_time: set[tuple[float, ...]] = set()
    alike: dict[tuple[float, ...], int] = {}
    for place, one in enumerate(sessions):
        what = _what(one)
        when = (one.start_s, *what)
        if when in at_time:
            found[place] = Gate.LISTED_TWICE
        elif what in alike:
            found[place] = Gate.COPY
        at_time.add(when)
        alike.setdefault(what, place)
    return found


def odd_ones(sessions: Sequence[ChargeSession]) -> dict[int, Gate]:
    """By place in a list of otherwise sound charges: those that must not count, and why."""
    found = repeats(sessions)
    distinct = sum(
        1 for place, one in enumerate(sessions) if place not in found and one.delta_soc_percent >= LEAST_DELTA_SOC
    )
    twice = {place: gate for place, gate in found.items() if gate is Gate.LISTED_TWICE or distinct >= _DISTINCT}
    return twice | dict.fromkeys(_inconsistent(sessions), Gate.INCONSISTENT)


def _what(one: ChargeSession) -> tuple[float, ...]:
    values = (one.soc_start_percent, one.soc_end_percent, one.energy_kwh or -1.0, one.charge_ah or -1.0)
    return (*(float(f"{value:.{_DIGITS}g}") for value in values), round(one.end_s - one.start_s))


def _inconsistent(sessions: Sequence[ChargeSession]) -> frozenset[int]:
    """Places of charges whose energy per charge (their mean voltage) does not fit the other charges'."""
    both = [
        (place, one)
        for place, one in enumerate(sessions)
        if one.energy_kwh and one.charge_ah and one.delta_soc_percent >= LEAST_DELTA_SOC
    ]
    if len(both) < _MANY:
        return frozenset()
    middle = np.array([(one.soc_start_percent + one.soc_end_percent) / 2 for _place, one in both])
    voltage = np.array([(one.energy_kwh or 0.0) / (one.charge_ah or 1.0) for _place, one in both])
    far = np.ones(voltage.size, dtype=np.bool_)
    for rise in (0.0, _VOLTAGE_PER_POINT):
        level = voltage / (1 + rise * (middle - 50.0))
        far &= np.abs(level / float(np.median(level)) - 1) > _VOLTAGE_OFF
    return frozenset(place for (place, _one), odd in zip(both, far, strict=True) if odd)
