"""What ``FakeEvEnergy`` knows and how its lists are cut into pages."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from celliq_desktop.domain.problems import InDoubt, Problem, Refused
from celliq_desktop.domain.providers import Rate
from celliq_desktop.domain.remote_vehicles import (
    CatalogueMake,
    CatalogueModel,
    CatalogueTrim,
    CommandLog,
    CursorPage,
    ErrorLog,
    Integration,
    LocationLog,
    RemoteId,
    RemoteVehicle,
    StatusLog,
)

Item = TypeVar("Item")

BEGIN = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
MAKE, MODEL, TRIM = f"vmak{1:026d}", f"vmod{1:026d}", f"trim{1:026d}"


def remote_id(number: int) -> RemoteId:
    """The id of car ``number``."""
    return RemoteId(f"vhcl{number:026d}")


def remote_car(number: int = 1, **known: Any) -> RemoteVehicle:
    """Car ``number`` as the service lists it."""
    values: dict[str, Any] = {
        "id": remote_id(number),
        "integration": Integration.ACTIVE,
        "integration_raw": "ACTIVE",
        "make": "Volkswagen",
        "model": "ID.3",
        "trim": "Pro",
    } | known
    return told(RemoteVehicle(**values))


def told(car: RemoteVehicle) -> RemoteVehicle:
    """The car with a ``raw`` that follows its fields, as a service's text would."""
    said = {one.name: str(getattr(car, one.name)) for one in fields(car) if one.name not in ("raw", "latest")}
    return replace(car, raw=json.dumps(said))


def status(minutes: float, soc: float, **known: Any) -> StatusLog:
    """What a car said ``minutes`` after ``BEGIN``."""
    moment = BEGIN + timedelta(minutes=minutes)
    key = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return StatusLog(key=key, sampled_at=moment, soc_percent=soc, **known)


def charge_logs(
    begin_min: float, soc_from: float, soc_to: float, *, kwh_a_point: float = 0.55, step_min: float = 5.0
) -> tuple[StatusLog, ...]:
    """An AC charge of 11 kW seen every ``step_min`` minutes."""
    rows = []
    points_a_step = 11.0 * step_min / 60 / kwh_a_point
    soc, at = soc_from, 0
    while soc < soc_to:
        energy = (soc - soc_from) * kwh_a_point
        rows.append(
            status(
                begin_min + at * step_min,
                round(soc),
                charging=True,
                plugged_in=True,
                power_kw=11.0,
                energy_added_kwh=energy,
            )
        )
        soc, at = soc + points_a_step, at + 1
    return tuple(rows)


class EvEnergyWorld:
    """One application's cars. ``problem`` is raised by every call while it is set, those of ``breaks_after`` once
    a call was heard so often; ``page_size`` is of every list, which leaves out the ids in ``unlisted``."""

    def __init__(self) -> None:
        self.cars: dict[RemoteId, RemoteVehicle] = {}
        self.logs: dict[RemoteId, list[StatusLog]] = {}
        self.errors: dict[RemoteId, list[ErrorLog]] = {}
        self.places: dict[RemoteId, list[LocationLog]] = {}
        self.commands: dict[RemoteId, list[CommandLog]] = {}
        self.known_makes = {MAKE: CatalogueMake(id=MAKE, name="Volkswagen")}
        self.known_models = {MODEL: CatalogueModel(id=MODEL, name="ID.3", make_id=MAKE)}
        self.known_trims = {TRIM: CatalogueTrim(id=TRIM, name="Pro", model_id=MODEL, battery_kwh=58.0)}
        self.unlisted: set[str] = set()
        self.mailed: list[tuple[str, str]] = []
        self.open_requests: set[str] = set()
        self.heard: Counter[str] = Counter()
        self.page_size = 100
        self.problem: Problem | None = None
        self.breaks_after: dict[str, tuple[int, Problem]] = {}
        self.rate: Rate | None = None
        self.loses_reply_of: set[str] = set()
        self.unreadable_rows = 0

    def close(self) -> None:
        """Nothing to close."""

    def add(self, car: RemoteVehicle, *logs: StatusLog) -> RemoteVehicle:
        """A car with its logs, in any order; further logs of a car that is there already join the others."""
        newest = sorted((*self.logs.get(car.id, []), *logs), key=lambda one: one.sampled_at, reverse=True)
        latest = newest[0] if newest else None
        self.cars[car.id] = told(replace(car, latest=latest, latest_key=latest.key if latest else None))
        self.logs[car.id] = newest
        return self.cars[car.id]

    def asked(self, name: str) -> None:
        """Count a call, and raise what was ordered."""
        self.heard[name] += 1
        if self.problem is not None:
            raise self.problem
        most, problem = self.breaks_after.get(name, (self.heard[name], None))
        if problem is not None and self.heard[name] > most:
            raise problem

    def replied(self, name: str) -> None:
        """The effect is there; its confirmation may be lost (``loses_reply_of``)."""
        if name in self.loses_reply_of:
            raise InDoubt("in_doubt", "ev.energy did not confirm.")

    def known(self, remote: RemoteId) -> RemoteVehicle:
        """A car, or 404."""
        return self.one([self.cars[remote]] if remote in self.cars else [])

    def page(self, rows: Sequence[Item], cursor: str | None) -> CursorPage[Item]:
        """The cursor is a row number."""
        start = int(cursor or 0)
        end = start + self.page_size
        return CursorPage(tuple(rows[start:end]), str(end) if end < len(rows) else None)

    def one(self, found: Sequence[Item]) -> Item:
        """The first, or 404."""
        if not found:
            raise Refused("not_found", "Resource does not exist or cannot be accessed.")
        return found[0]
