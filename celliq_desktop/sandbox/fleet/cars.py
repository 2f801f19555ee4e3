"""A car with its history: who it is, how its battery has aged, how it is used. Same seed, same car."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import pi, sin, sqrt
from random import Random

from celliq_desktop.sandbox.fleet.catalogue import MODELS, Model, vin_of

_SELLERS = ("anna", "ben", "clara", "david", "elif", "felix", "greta", "hassan", "ines", "jonas", "karin", "luca")


class Story(Enum):
    """What is special about a car's data."""

    PLAIN = "plain"
    FEW = "few"
    PENDING = "pending"
    DISCONNECTED = "disconnected"
    COMPUTED = "computed"
    STALE = "stale"
    GAPS = "gaps"
    COLD = "cold"
    FULL = "full"


_STORIES = (
    *((Story.PLAIN,) * 12),
    *((Story.FULL,) * 3),
    Story.FEW,
    Story.GAPS,
    Story.STALE,
    Story.DISCONNECTED,
    Story.PENDING,
    Story.COLD,
    Story.GAPS,
    Story.COMPUTED,
)
_FIRST = (Story.PLAIN, Story.FULL, Story.PLAIN, Story.FEW, Story.PLAIN, Story.GAPS, Story.PENDING)
"""Even a small fleet has a car of every kind a screen must show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """``true_soh`` is a share; ``soc_error`` the amplitudes in points of the BMS's error along the SoC scale."""

    number: int
    id: str
    vin: str
    model: Model
    year: int
    story: Story
    true_soh: float
    server_soh_percent: float | None
    soc_error: tuple[float, float]
    odometer_km: float
    km_a_day: float
    dc_share: float
    charges: int
    connected_at: datetime
    created_at: datetime
    last_sync_at: datetime | None
    seller_email: str | None
    seed: str

    @property
    def capacity_kwh(self) -> float:
        """Usable energy now."""
        return self.model.usable_kwh * self.true_soh

    def shown_soc(self, soc: float) -> float:
        """What the car says when its battery is truly at ``soc`` percent: right near empty and full, off between."""
        x = soc / 100.0
        error = self.soc_error[0] * sin(pi * x) + self.soc_error[1] * sin(2 * pi * x)
        return min(100.0, max(0.0, soc + error))


def car(seed: int, number: int, now: datetime) -> Car:
    """Car ``number`` of the fleet, as of ``now``."""
    name = f"{seed}:{number}"
    dice = Random(name)
    model = dice.choice(MODELS)
    year = dice.randint(model.first_year, min(model.last_year, now.year - 1))
    story = _FIRST[number] if number < len(_FIRST) else dice.choice(_STORIES)
    age = max(0.5, now.year - year + dice.uniform(-0.5, 0.5))
    yearly_km = min(45_000.0, max(4_000.0, dice.gauss(15_500, 6_000)))
    dc_share = min(0.75, max(0.02, dice.betavariate(1.6, 4.5)))
    soh = _true_soh(dice, age, age * yearly_km, dc_share)
    days = {Story.FEW: 12}.get(story, dice.randint(75, 200))
    connected = now - timedelta(days=days, hours=dice.uniform(0, 20))
    stale_days = dice.uniform(20, 60) if story is Story.DISCONNECTED else 0.0
    last_sync = None if story is Story.PENDING else now - timedelta(days=stale_days, minutes=dice.uniform(5, 600))
    charges = 2 if story is Story.FEW else max(8, round(days / 7 * dice.uniform(1.0, 2.2)))
    known = story not in (Story.PENDING, Story.FEW, Story.COMPUTED)
    return Car(
        number=number,
        id=f"veh_{Random(f'id:{name}').getrandbits(48):012x}",
        vin=vin_of(model, year, dice),
        model=model,
        year=year,
        story=story,
        true_soh=soh,
        server_soh_percent=round(100 * soh + dice.gauss(0, 0.9), 1) if known else None,
        soc_error=(dice.gauss(0, 2.2), dice.gauss(0, 0.9)),
        odometer_km=round(age * yearly_km, 1),
        km_a_day=yearly_km / 365,
        dc_share=dc_share,
        charges=0 if story is Story.PENDING else charges,
        connected_at=connected,
        created_at=connected - timedelta(days=1),
        last_sync_at=last_sync,
        seller_email=f"{dice.choice(_SELLERS)}.{number}@example.com" if dice.random() < 0.45 else None,
        seed=name,
    )


def _true_soh(dice: Random, age_years: float, km: float, dc_share: float) -> float:
    """Fade that is fast at first and then slow, plus what mileage and fast charging add (research/domain.md: 1.5 to
    2.5 % a year over a fleet)."""
    fade = 0.021 * sqrt(age_years) + 0.006 * age_years + 0.018 * km / 100_000 + 0.02 * dc_share
    return min(1.01, max(0.68, 1.0 - fade + dice.gauss(0, 0.012)))


STATUS_OF = {Story.PENDING: "pending", Story.DISCONNECTED: "disconnected", Story.STALE: "attention"}
"""Connection state of celliq.yaml by story; every other car is ``active``."""
