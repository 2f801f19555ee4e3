"""Status, error, location and command logs of a car, newest first, and its VPP modes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.ev_energy import shapes
from celliq_desktop.sandbox.ev_energy.answers import Problem, said
from celliq_desktop.sandbox.ev_energy.ids import uuid_of
from celliq_desktop.sandbox.ev_energy.paging import expand_of, moment_of, page_of
from celliq_desktop.sandbox.ev_energy.telemetry import stamp
from celliq_desktop.sandbox.ev_energy.vehicles import vehicle_of
from celliq_desktop.sandbox.ev_energy.world import EvEnergyWorld, RemoteCar

_EXPANDABLE = ("vehicle", "vehicle.trim", "vehicle.trim.model", "vehicle.trim.model.make", "vehicle.user")
_ERRORS = 6

Rows = Callable[[EvEnergyWorld, RemoteCar], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class LogKind:
    """One kind: its path, the field that identifies an entry, and its rows, oldest first."""

    path: str
    key: str
    rows: Rows

    async def listed(self, world: EvEnergyWorld, request: Request) -> Response:
        """A page, newest first, inside ``..__gte`` and ``..__lte``."""
        one, expand = vehicle_of(world, request), expand_of(request, *_EXPANDABLE)
        least, most = moment_of(request, f"{self.key}__gte"), moment_of(request, f"{self.key}__lte")
        rows = [
            row
            for row in reversed(self.rows(world, one))
            if (least is None or row[self.key] >= least) and (most is None or row[self.key] <= most)
        ]
        shown, headers = page_of(world, request, rows, lambda row: str(row[self.key]), timed=True)
        return said([shapes.log(world, one, self.path, self.key, row, expand) for row in shown], headers=headers)

    async def single(self, world: EvEnergyWorld, request: Request) -> Response:
        """The entry of this very time."""
        one, expand = vehicle_of(world, request), expand_of(request, *_EXPANDABLE)
        asked = request.path_params["at"]
        found = next((row for row in self.rows(world, one) if row[self.key] == asked), None)
        if found is None:
            raise Problem(404, "Resource does not exist or cannot be accessed.")
        return said(shapes.log(world, one, self.path, self.key, found, expand))


async def vpp_modes(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicles/{vehicle_id}/vpp_modes``."""
    active = vehicle_of(world, request).integrated == "ACTIVE"
    return said({"target_power": False, "import_max_power": active, "export_max_power": False, "charge_mode": active})


def _status(world: EvEnergyWorld, one: RemoteCar) -> list[dict[str, Any]]:
    return world.status_logs(one.id)


def _errors(_world: EvEnergyWorld, one: RemoteCar) -> list[dict[str, Any]]:
    """Every six hours since the connection broke, a few times."""
    if one.severed_at is None:
        return []
    return [_error(one, one.severed_at + timedelta(hours=6 * number, seconds=11.25)) for number in range(_ERRORS)]


def _error(one: RemoteCar, moment: datetime) -> dict[str, Any]:
    name = f"{one.id}:{stamp(moment)}"
    return {
        "logged_at": stamp(moment),
        "status_code": 401,
        "controller": "SMARTCAR",
        "error_code": "AUTHENTICATION_ERROR",
        "error_type": "VehicleAPIUnauthorized",
        "request_id": uuid_of(f"request:{name}"),
        "command": "GET_STATUS",
        "error_detail": "The owner has withdrawn the permission. Reconnect the vehicle.",
        "internal_command_id": uuid_of(name),
    }


def _places(world: EvEnergyWorld, one: RemoteCar) -> list[dict[str, Any]]:
    """Twice a charge: home where it charges on AC."""
    rows = world.status_logs(one.id)[::40]
    return [
        {
            "sampled_at": row["sampled_at"],
            "logged_at": row["logged_at"],
            "at_home": None if row["current_type"] is None else row["current_type"].startswith("AC"),
        }
        for row in rows
    ]


def _commands(world: EvEnergyWorld, one: RemoteCar) -> list[dict[str, Any]]:
    """A start at the beginning and a stop at the end of each charge that was steered."""
    found: list[dict[str, Any]] = []
    before = False
    for row in world.status_logs(one.id):
        if row["is_charging"] != before:
            before = row["is_charging"]
            found.append(
                {
                    "logged_at": row["sampled_at"],
                    "command": "START_CHARGE" if before else "STOP_CHARGE",
                    "external_command_id": None,
                    "current_milliamps": 16_000 if before else None,
                    "internal_command_id": uuid_of(f"command:{one.id}:{row['sampled_at']}"),
                }
            )
    return found


LOGS = (
    LogKind("status_logs", "sampled_at", _status),
    LogKind("error_logs", "logged_at", _errors),
    LogKind("location_logs", "sampled_at", _places),
    LogKind("command_logs", "logged_at", _commands),
)
"""Every kind of log the service keeps."""
