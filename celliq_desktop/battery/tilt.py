"""How much more energy a point of SoC holds near full than near empty, and how sure that is.

SoC mostly counts charge, and a pack's voltage rises with it: the same points hold more energy higher up. On car3 of
data/ev-charging energy per point rises by 0.24 % for each point the middle of a window lies higher, voltage by 0.23 %,
and charge per point not at all; its windows lie around 76 %, so energy over points alone says 41.1 kWh where its charge
times its voltage at half full says 38.7. Some displays count energy instead: in the export of data/teslafi energy per
point falls by 0.02 %, which is nothing. Packs of iron phosphate are flat between (3.2 to 3.35 V a cell).

So the energy of a window is taken to the middle of the scale, where a full charge has its own. Where charge is known
beside energy, the car's voltage says by how much; else a belief does, and what it leaves open is a term of the
interval, common to windows on one side of the middle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from celliq_desktop.battery.columns import Floats
from celliq_desktop.battery.quality import LEAST_DELTA_SOC
from celliq_desktop.domain.health import Chemistry
from celliq_desktop.domain.sessions import ChargeSession

_MIDDLE = 50.0
_BELIEF = {
    Chemistry.NMC: (0.0019, 0.0009),
    Chemistry.LFP: (0.0004, 0.0003),
    Chemistry.UNKNOWN: (0.0015, 0.0010),
}
"""Relative rise per point, and its 1-sigma: seven displays of eight count charge (0.0022 with nickel, 0.0005 with iron
phosphate), the rest energy (0); a pack nobody named is taken for nickel three times in four."""
_LEAST_CHARGES = 4
_MOST = 0.005
_SIGMA = 0.0004
"""Left where voltage is known: its line is not quite straight (0.0023 by the middles of car3's windows, 0.0019 over the
whole of published curves of nickel cells), and a few displays count energy."""


@dataclass(frozen=True, slots=True)
class Tilt:
    """Relative rise of energy per point for each point of SoC, and its 1-sigma."""

    per_point: float = 0.0
    sigma: float = 0.0

    def over(self, starts: Floats, ends: Floats) -> Floats:
        """What the energy of windows from ``starts`` to ``ends`` (percent) is divided by to be that of the middle."""
        return np.asarray(1.0 + self.per_point * (middle(starts, ends) - _MIDDLE), dtype=np.float64)

    def of_session(self, session: ChargeSession) -> float:
        """``over`` of one session."""
        return 1.0 + self.per_point * ((session.soc_start_percent + session.soc_end_percent) / 2 - _MIDDLE)

    def left_open(self, starts: Floats, ends: Floats) -> Floats:
        """1-sigma of what is not known of it in each window, relative to the whole capacity, with its sign."""
        return np.asarray(self.sigma * (ends - starts) / 100 * (middle(starts, ends) - _MIDDLE), dtype=np.float64)


LEVEL = Tilt()
"""Of charge: a point holds as much of it wherever it lies."""


def middle(starts: Floats, ends: Floats) -> Floats:
    """Of windows within the scale, in percent."""
    return np.asarray((np.clip(starts, 0.0, 100.0) + np.clip(ends, 0.0, 100.0)) / 2, dtype=np.float64)


def tilt_of(sessions: Sequence[ChargeSession], chemistry: Chemistry) -> Tilt:
    """Of the energy of ``sessions``: by their own voltage where they know it, else by belief."""
    both = [one for one in sessions if one.energy_kwh and one.charge_ah and one.delta_soc_percent >= LEAST_DELTA_SOC]
    believed = Tilt(*_BELIEF[chemistry])
    if len(both) < _LEAST_CHARGES:
        return believed
    starts, ends = (np.array([getattr(one, name) for one in both]) for name in ("soc_start_percent", "soc_end_percent"))
    at = middle(starts, ends) - _MIDDLE
    if at.std() == 0:
        return believed
    volts = np.array([(one.energy_kwh or 0.0) / (one.charge_ah or 1.0) for one in both])
    (rise, level), off = _line(at, volts)
    measured = Tilt(float(np.clip(rise / level, 0.0, _MOST)), hypot(_SIGMA, off / level))
    return min(measured, believed, key=lambda tilt: tilt.sigma)


def _line(x: Floats, y: Floats) -> tuple[tuple[float, float], float]:
    """``((slope, level at 0), standard error of the slope)``."""
    slope, level = (float(value) for value in np.polyfit(x, y, 1))
    rest = y - level - slope * x
    error = float(np.sqrt((rest @ rest) / (x.size - 2) / ((x - x.mean()) ** 2).sum()))
    return (slope, level), error
