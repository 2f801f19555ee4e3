"""Made-up charges with a known truth, for judging the estimator."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan, pi, sin
from random import Random
from typing import Any

from celliq_desktop.domain.readings import COLUMNS, Reading, Samples
from celliq_desktop.domain.sessions import ChargeSession

DAY_S = 86_400.0
START_S = 1_750_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A battery: usable kWh now, and how far its SoC display is off along the scale (points)."""

    capacity_kwh: float = 50.0
    soc_error: tuple[float, float] = (0.0, 0.0)
    voltage: float = 360.0

    def shown(self, soc: float) -> float:
        """What the car displays at a true SoC, in whole percent."""
        x = soc / 100
        return float(round(soc + self.soc_error[0] * sin(pi * x) + self.soc_error[1] * sin(2 * pi * x)))


def charged(
    truth: Truth,
    windows: Sequence[tuple[float, float]],
    *,
    kw: float = 11.0,
    step_s: float = 60.0,
    every_days: float = 3,
) -> Samples:
    """Samples of one AC charge for each window of true SoC, parked in between."""
    columns: dict[str, list[float]] = {
        "time_s": [],
        "soc_percent": [],
        "energy_kwh": [],
        "power_kw": [],
        "charging": [],
    }
    for number, (start, end) in enumerate(windows):
        begin = START_S + number * every_days * DAY_S
        seconds = (end - start) / 100 * truth.capacity_kwh / kw * 3600
        for step in range(int(seconds // step_s) + 1):
            share = step * step_s / seconds
            _put(
                columns,
                begin + step * step_s,
                truth.shown(start + (end - start) * share),
                kw * step * step_s / 3600,
                kw,
            )
        _put(columns, begin + seconds + DAY_S / 2, truth.shown(end), nan, 0.0)
    times = array("d", columns.pop("time_s"))
    return Samples.from_columns(times, **{name: array("d", values) for name, values in columns.items()})


def _put(columns: dict[str, list[float]], time_s: float, soc: float, energy: float, power: float) -> None:
    row = {"time_s": time_s, "soc_percent": soc, "energy_kwh": energy, "power_kw": power, "charging": float(power > 0)}
    for name, value in row.items():
        columns[name].append(value)


def windows(dice: Random, count: int) -> list[tuple[float, float]]:
    """Windows as people charge: about 50 points, most of them ending high."""
    found = []
    for _number in range(count):
        start = dice.uniform(8, 55)
        found.append((start, min(99.0, start + dice.uniform(25, 75))))
    return found


def session(start: float, end: float, kwh: float | None = None, *, day: float = 0, **known: Any) -> ChargeSession:
    """A session of five hours on ``day``; ``known`` replaces what is made up."""
    begin = START_S + day * DAY_S
    plain = ChargeSession(
        start_s=begin, end_s=begin + 18_000, soc_start_percent=start, soc_end_percent=end, energy_kwh=kwh
    )
    return replace(plain, **known)


def readings_of(samples: Samples) -> tuple[Reading, ...]:
    """The samples one by one, as a server would send them."""
    return tuple(Reading(**{name: getattr(samples, name)[at] for name in COLUMNS}) for at in range(len(samples)))
