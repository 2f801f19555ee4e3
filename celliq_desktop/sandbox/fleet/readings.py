"""A car's readings, oldest first, as celliq.yaml ``Reading``: polls while parked and driven, denser while charging."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from celliq_desktop.sandbox.clock import rfc3339
from celliq_desktop.sandbox.fleet.cars import Car, Story
from celliq_desktop.sandbox.fleet.charging import Window, power_kw, window

_AC_POLL_S, _DC_POLL_S = 300.0, 60.0
_STEP_S = 20.0
_LONGEST_H = 20.0
_FULL_SHARE = 0.5
"""How often a car that is driven empty and charged full is charged that way."""


@dataclass(slots=True)
class _Battery:
    """Where the true SoC stands while a story is told."""

    time: datetime
    soc: float
    odometer_km: float


def readings_of(car: Car) -> list[dict[str, Any]]:
    """Every reading up to the car's last sync; empty for a car that is not connected yet."""
    if car.last_sync_at is None or not car.charges:
        return []
    dice = Random(f"readings:{car.seed}")
    days = (car.last_sync_at - car.connected_at).total_seconds() / 86_400
    battery = _Battery(car.connected_at, 70.0, car.odometer_km - days * car.km_a_day)
    rows: list[dict[str, Any]] = []
    for charge in range(car.charges):
        begin = car.connected_at + timedelta(days=days * (charge + dice.uniform(0.2, 0.7)) / car.charges)
        chosen = _window(car, dice, begin)
        rows += _parked(car, dice, battery, until=begin, soc=chosen.start)
        rows += _charge(car, dice, battery, chosen)
    rows += _parked(car, dice, battery, until=car.last_sync_at, soc=max(12.0, battery.soc - 25))
    kept = [row for row in rows if row["recorded_at"] <= rfc3339(car.last_sync_at)]
    return [{"id": f"rd_{car.id[4:]}_{at:06d}", "vehicle_id": car.id, **row} for at, row in enumerate(kept)]


def _window(car: Car, dice: Random, begin: datetime) -> Window:
    season = 12.0 - 11.0 * abs((begin.timetuple().tm_yday - 200) / 182.5) + 6.0
    temperature = -4.0 if car.story is Story.COLD else season
    if car.story is Story.FULL and dice.random() < _FULL_SHARE:
        return Window(dice.uniform(1, 4), 100.0, dc=False, temperature_c=dice.gauss(temperature + 6, 4))
    full = car.model.lfp and dice.random() < 0.6
    drawn = window(dice, dc_share=car.dc_share, temperature_c=dice.gauss(temperature + 6, 4), highest=100.0)
    return Window(drawn.start, 100.0, dc=False, temperature_c=drawn.temperature_c) if full else drawn


def _charge(car: Car, dice: Random, battery: _Battery, chosen: Window) -> list[dict[str, Any]]:
    """One charge, seen through polls."""
    poll_s = _DC_POLL_S if chosen.dc else _AC_POLL_S
    gap = _gap(car, dice, chosen)
    stale = car.story is Story.STALE and dice.random() < 0.5
    scale = 1.0 + dice.gauss(0, 0.004)
    soc, seconds, energy, next_poll = chosen.start, 0.0, 0.0, 0.0
    temperature = chosen.temperature_c
    begin, seen, power = battery.time, 0, 0.0
    rows: list[dict[str, Any]] = []

    def row(seconds: float, soc: float, power: float) -> dict[str, Any]:
        moment, km = begin + timedelta(seconds=seconds), battery.odometer_km
        return _row(car, moment, soc=soc, power=power, energy=energy * scale, temperature=temperature, km=km)

    while soc < chosen.end and seconds < _LONGEST_H * 3600:
        power = power_kw(car.model, soc, dc=chosen.dc, temperature_c=temperature)
        if seconds >= next_poll:
            next_poll += poll_s
            shown = round(car.shown_soc(soc) + dice.gauss(0, 0.25))
            seen = seen if stale and 0.3 < (soc - chosen.start) / (chosen.end - chosen.start) < 0.6 else shown
            if gap is None or not gap[0] <= soc <= gap[1]:
                rows.append(row(seconds, seen, power))
        energy += power * _STEP_S / 3600
        soc += power * _STEP_S / 3600 / car.capacity_kwh * 100
        temperature += 0.004 * (power / 50) if chosen.dc else 0.0005
        seconds += _STEP_S
    battery.time, battery.soc = begin + timedelta(seconds=seconds), min(soc, 100.0)
    rows.append(row(seconds, round(car.shown_soc(battery.soc)), power))
    if car.story is Story.COMPUTED:
        _compute(car, rows)
    return rows


def _gap(car: Car, dice: Random, chosen: Window) -> tuple[float, float] | None:
    """A stretch of SoC that was never recorded."""
    if car.story is not Story.GAPS or dice.random() > 0.4:
        return None
    middle = dice.uniform(chosen.start, chosen.end)
    return middle, middle + 0.4 * (chosen.end - chosen.start)


def _compute(car: Car, rows: list[dict[str, Any]]) -> None:
    """A source that works the energy out from SoC instead of measuring it."""
    for row in rows:
        row["energy_added_kwh"] = (row["soc_percent"] - rows[0]["soc_percent"]) * car.model.usable_kwh / 100


def _row(
    car: Car, moment: datetime, *, soc: float, power: float, energy: float, temperature: float, km: float
) -> dict[str, Any]:
    return {
        "recorded_at": rfc3339(moment),
        "fetched_at": rfc3339(moment + timedelta(seconds=40)),
        "source": "smartcar",
        "soc_percent": float(min(100, max(0, soc))),
        "range_km": round(car.model.range_km * car.true_soh * soc / 100),
        "odometer_km": round(km, 1),
        "is_plugged_in": True,
        "charge_state": "CHARGING",
        "charge_power_kw": round(power, 2),
        "energy_added_kwh": round(energy, 3),
        "ambient_temp_c": round(temperature, 1),
    }


def _parked(car: Car, dice: Random, battery: _Battery, *, until: datetime, soc: float) -> list[dict[str, Any]]:
    """Polls every half day between charges, while the car is driven down to ``soc``."""
    hours = (until - battery.time).total_seconds() / 3600
    if hours <= 1:
        battery.time = max(battery.time, until)
        return []
    steps = max(1, int(hours / 12))
    start_soc, start_km, start = battery.soc, battery.odometer_km, battery.time
    rows = []
    for step in range(1, steps + 1):
        share = step / (steps + 1)
        now_soc = round(car.shown_soc(start_soc + (soc - start_soc) * share))
        moment = start + timedelta(hours=hours * share, minutes=dice.uniform(-30, 30) if steps > 1 else 0)
        km = start_km + car.km_a_day * hours / 24 * share
        row = _row(car, moment, soc=now_soc, power=0.0, energy=0.0, temperature=dice.gauss(15, 5), km=km)
        rows.append({**row, "is_plugged_in": False, "charge_state": "NOT_CHARGING", "energy_added_kwh": None})
    battery.time, battery.soc, battery.odometer_km = until, soc, start_km + car.km_a_day * hours / 24
    return rows
