"""What ev.energy has seen of a sample car: the same charges as CellIQ, through other eyes.

Each sample is the car's own, a few seconds off; SoC in whole percent, energy and power in watt hours and watts. A car
that CellIQ has known for a few days only was at ev.energy for months before.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from celliq_desktop.sandbox.fleet.cars import Car, Story
from celliq_desktop.sandbox.fleet.readings import readings_of

_BEFORE_DAYS, _BEFORE_CHARGES = 110, 34
_LIVE_STEP_S = 300.0
_LIVE_KW, _LIVE_FROM, _LIVE_TO = 7.2, 34.0, 80.0
_LIVE_ALREADY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LiveCharge:
    """A charge that runs while the sandbox does: it began an hour before and ends at the car's limit."""

    car: Car
    began: datetime

    def logs(self, now: datetime) -> list[dict[str, Any]]:
        """Everything reported until ``now``, oldest first."""
        capacity = self.car.capacity_kwh
        full_after = (_LIVE_TO - _LIVE_FROM) / 100 * capacity / _LIVE_KW * 3600
        rows = []
        for step in range(int((now - self.began).total_seconds() // _LIVE_STEP_S) + 1):
            seconds = step * _LIVE_STEP_S
            charged = min(seconds, full_after)
            done = seconds >= full_after
            energy = charged * _LIVE_KW / 3600
            soc = _LIVE_FROM + energy / capacity * 100
            rows.append(
                _log(
                    self.began + timedelta(seconds=seconds),
                    soc=soc,
                    power_kw=0.0 if done else _LIVE_KW,
                    energy_kwh=energy,
                    level_kwh=soc / 100 * capacity,
                    km=self.car.odometer_km,
                    state="PLUGGED_IN_COMPLETE" if done else "PLUGGED_IN_CHARGING",
                )
            )
        return rows


def live_charge(one: Car, begin: datetime) -> LiveCharge:
    """The charge that is under way when the sandbox starts."""
    return LiveCharge(one, begin - _LIVE_ALREADY)


def logs_of(one: Car) -> list[dict[str, Any]]:
    """``VehicleStatusLog`` rows without their URLs, oldest first."""
    dice = Random(f"ev-energy:{one.seed}")
    seen = replace(one, story=Story.PLAIN) if one.story is Story.COMPUTED else one
    rows = readings_of(seen)
    if one.story is Story.FEW:
        begin = one.connected_at - timedelta(days=_BEFORE_DAYS)
        before = replace(
            one,
            seed=f"{one.seed}:before",
            connected_at=begin,
            last_sync_at=one.connected_at,
            charges=_BEFORE_CHARGES,
            odometer_km=one.odometer_km - one.km_a_day * 12,
        )
        rows = [*readings_of(before), *rows]
    shift = dice.uniform(4, 50)
    return [_of_reading(one, row, shift + dice.uniform(0, 3)) for row in rows]


def _of_reading(one: Car, row: dict[str, Any], later_s: float) -> dict[str, Any]:
    charging = row["charge_state"] == "CHARGING"
    moment = datetime.fromisoformat(row["recorded_at"]) + timedelta(seconds=later_s)
    return _log(
        moment,
        soc=row["soc_percent"],
        power_kw=row["charge_power_kw"] if charging else None,
        energy_kwh=row["energy_added_kwh"],
        level_kwh=row["soc_percent"] / 100 * one.capacity_kwh,
        km=row["odometer_km"],
        state="PLUGGED_IN_CHARGING" if charging else "STATIONARY",
    )


def _log(
    moment: datetime,
    *,
    soc: float,
    power_kw: float | None,
    energy_kwh: float | None,
    level_kwh: float,
    km: float,
    state: str,
) -> dict[str, Any]:
    plugged = state.startswith("PLUGGED_IN")
    charging = state == "PLUGGED_IN_CHARGING"
    dc = power_kw is not None and power_kw > 23
    return {
        "logged_at": stamp(moment + timedelta(seconds=2.4)),
        "sampled_at": stamp(moment),
        "state_of_charge_percentage": round(soc),
        "is_charging": charging,
        "is_plugged_in": plugged,
        "charge_rate_watts": None if power_kw is None else round(power_kw * 1000),
        "estimated_charge_rate_watts": None if power_kw is None else round(power_kw * 1000),
        "charge_level_watt_hours": round(level_kwh * 1000),
        "target_charge_level_percentage": 80 if plugged else None,
        "target_charge_level_watt_hours": None,
        "charge_energy_added_watt_hours": None if energy_kwh is None else round(energy_kwh * 1000),
        "minutes_to_full_charge": None,
        "current_type": ("DC - Typically OTG chargers" if dc else "AC - Typically home chargers") if plugged else None,
        "is_complete": state == "PLUGGED_IN_COMPLETE",
        "odometer_meters": round(km * 1000),
        "data_source": "SMARTCAR",
        "state": state,
    }


def stamp(moment: datetime) -> str:
    """RFC 3339 with microseconds: the only identity a log has."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
