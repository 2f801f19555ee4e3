"""Use and stress over the observed window, measured from the samples."""

from collections.abc import Sequence

import numpy as np

from celliq_desktop.battery.columns import Floats, columns_of, known
from celliq_desktop.battery.curves import dc_share_of
from celliq_desktop.battery.sessions import in_time_order
from celliq_desktop.domain.curves import BatteryUse
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession

_HIGH, _LOW = 90.0, 10.0
_LONGEST_HOLD_S = 6 * 3600.0
"""A value is taken to hold until the next sample, but not for longer than this."""
_DAY_S = 86_400.0
_REARM = 5.0
"""Points SoC must rise above the line before it can count as another deep discharge."""


def battery_use(samples: Samples, sessions: Sequence[ChargeSession], usable_kwh: float | None) -> BatteryUse:
    """Energies in kWh; ``usable_kwh`` the capacity that makes one full equivalent cycle."""
    if not len(samples):
        return BatteryUse()
    columns = in_time_order(columns_of(samples))
    charged = [one.energy_kwh for one in sessions if one.energy_kwh is not None and one.energy_kwh > 0]
    energy = sum(charged) if charged else None
    temperature = known(columns["temperature_c"])
    return BatteryUse(
        first_s=float(columns["time_s"][0]),
        last_s=float(columns["time_s"][-1]),
        energy_charged_kwh=energy,
        full_equivalent_cycles=energy / usable_kwh if energy is not None and usable_kwh else None,
        dc_share_percent=dc_share_of(sessions),
        time_above_90_percent=_time_share(columns, above=_HIGH),
        time_below_10_percent=_time_share(columns, below=_LOW),
        deep_discharges=_deep_discharges(columns["soc_percent"]),
        temperature_min_c=float(temperature.min()) if temperature.size else None,
        temperature_mean_c=float(temperature.mean()) if temperature.size else None,
        temperature_max_c=float(temperature.max()) if temperature.size else None,
        temperature_coverage_percent=100.0 * temperature.size / len(samples),
        charged_ah=_charged_ah(sessions),
        ac_share_percent=None if (dc := dc_share_of(sessions)) is None else 100.0 - dc,
        idle_loss_percent_per_day=_idle_loss(columns),
    )


def _charged_ah(sessions: Sequence[ChargeSession]) -> float | None:
    charged = [one.charge_ah for one in sessions if one.charge_ah is not None and one.charge_ah > 0]
    return sum(charged) if charged else None


def _idle_loss(columns: dict[str, Floats]) -> float | None:
    """Points a day, over spans of at least six hours in which the odometer stood and SoC did not rise; None below a day
    of them."""
    there = ~(np.isnan(columns["soc_percent"]) | np.isnan(columns["odometer_km"]))
    soc, km, time_s = (columns[name][there] for name in ("soc_percent", "odometer_km", "time_s"))
    if soc.size < 2:
        return None
    # a new span begins where the car moved or was charged
    span = np.concatenate(([0], np.cumsum((np.diff(km) != 0) | (np.diff(soc) > 0))))
    first = np.flatnonzero(np.diff(span, prepend=-1))
    last = np.append(first[1:], soc.size) - 1
    rested = time_s[last] - time_s[first]
    long = rested >= _LONGEST_HOLD_S
    days = float(rested[long].sum()) / _DAY_S
    return float((soc[first] - soc[last])[long].sum()) / days if days >= 1.0 else None


def _time_share(columns: dict[str, Floats], *, above: float = -1.0, below: float = 101.0) -> float | None:
    """Percent of the observed time with SoC over ``above`` and under ``below``."""
    soc = columns["soc_percent"]
    there = ~np.isnan(soc)
    if there.sum() < 2:
        return None
    soc, time_s = soc[there], columns["time_s"][there]
    held = np.minimum(np.diff(time_s), _LONGEST_HOLD_S)
    whole = float(held.sum())
    inside = (soc[:-1] > above) & (soc[:-1] < below)
    return 100.0 * float(held[inside].sum()) / whole if whole > 0 else None


def _deep_discharges(soc: Floats) -> int | None:
    """How often SoC went below 10 %, each dip once."""
    values = known(soc)
    if not values.size:
        return None
    state = np.where(values < _LOW, 1, np.where(values > _LOW + _REARM, 0, -1))
    decided = state[state >= 0]
    return int(((decided[1:] == 1) & (decided[:-1] == 0)).sum() + (decided.size > 0 and decided[0] == 1))
