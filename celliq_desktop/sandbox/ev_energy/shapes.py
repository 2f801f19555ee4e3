"""Resources as JSON (specs/ev-energy.yaml), with what ``expand`` asks for in place of URLs.

URLs are written as the seed writes them: a trim's under ``/v2/trim/vehicle_trim...``, sub-sessions without ``/v2``.
"""

from typing import Any

from celliq_desktop.sandbox.ev_energy.catalogue import Make, ModelEntry, Trim
from celliq_desktop.sandbox.ev_energy.world import CLIENT_ID, USER_EMAIL, USER_ID, EvEnergyWorld, RemoteCar

Expand = frozenset[str]


def vehicle(world: EvEnergyWorld, one: RemoteCar, expand: Expand) -> dict[str, Any]:
    """``Vehicle``; ``expand`` holds dotted names such as ``trim.model.make``."""
    url = f"{world.base}/vehicles/{one.id}"
    logs = world.status_logs(one.id)
    latest = status_log(world, one, logs[-1]) if logs else None
    body = {
        "id": one.id,
        "url": url,
        "trim": _trim(world, one, expand),
        "user": user(world) if "user" in expand else f"{world.base}/users/{USER_ID}",
        "latest_status_log": latest if "latest_status_log" in expand or latest is None else latest["url"],
        "charging_sub_sessions": f"{world.origin}/charging_sub_sessions/?vehicle_id={one.id}",
        "integrated": "HIBERNATING" if "unknown-words" in world.words else one.integrated,
        "maximum_charge_limit_percentage": one.charge_limit,
    }
    if "broken-rows" in world.words and one.number % 3 == 0:
        body["integrated"] = None
    if world.seed_only:
        return body
    return {
        **body,
        "battery_size_watt_hours": one.battery_wh,
        "effective_battery_size_watt_hours": round(one.battery_wh * 0.95),
        "description": one.description,
        "disabled": False,
        "smart_charging_enabled": one.smart_charging,
        "vehicle_class": one.vehicle_class,
    }


def user(world: EvEnergyWorld) -> dict[str, Any]:
    """``User``."""
    return {
        "id": USER_ID,
        "url": f"{world.base}/users/{USER_ID}",
        "email": USER_EMAIL,
        "full_name": "Sam Sample",
        "joined_at": "2025-02-01T08:00:00Z",
        "vehicles": [f"{world.base}/vehicles/{one}" for one in world.vehicles],
        "evses": [],
    }


def make(world: EvEnergyWorld, one: Make) -> dict[str, Any]:
    """``VehicleMake``."""
    return {
        "id": one.id,
        "url": f"{world.base}/vehicle_makes/{one.id}",
        "name": one.name,
        "icon": None,
        "onboarding_url": _onboarding(world, "make_id", one.id),
        "models": f"{world.origin}/vehicle_models?make_id={one.id}",
        "subscription_name": None,
        "subscription_package": None,
    }


def model(world: EvEnergyWorld, one: ModelEntry, expand: Expand) -> dict[str, Any]:
    """``VehicleModel``."""
    made = world.catalogue.makes[one.make_id]
    return {
        "id": one.id,
        "url": f"{world.base}/vehicle_models/{one.id}",
        "name": one.name,
        "make": make(world, made) if "make" in expand else f"{world.base}/vehicle_makes/{made.id}",
        "onboarding_url": _onboarding(world, "model_id", one.id),
        "vehicle_trims": f"{world.base}/vehicle_trims?model_id={one.id}",
        "default_battery_size_watt_hours": one.battery_wh,
        "default_connector_type": one.connector,
    }


def trim(world: EvEnergyWorld, one: Trim, expand: Expand) -> dict[str, Any]:
    """``VehicleTrim``."""
    made = world.catalogue.models[one.model_id]
    deeper = _inside("model", expand)
    return {
        "id": one.id,
        "url": f"{world.base}/vehicle_trim/{one.id}",
        "name": one.name,
        "model": f"{world.base}/vehicle_models/{made.id}" if deeper is None else model(world, made, deeper),
        "battery_size_watt_hours": one.battery_wh,
        "onboarding_url": _onboarding(world, "trim_id", one.id),
    }


def status_log(
    world: EvEnergyWorld, one: RemoteCar, row: dict[str, Any], expand: Expand = frozenset()
) -> dict[str, Any]:
    """``VehicleStatusLog``."""
    return log(world, one, "status_logs", "sampled_at", row, expand)


def log(
    world: EvEnergyWorld, one: RemoteCar, kind: str, key: str, row: dict[str, Any], expand: Expand = frozenset()
) -> dict[str, Any]:
    """Any log: its URL ends in its time."""
    deeper = _inside("vehicle", expand)
    url = f"{world.base}/vehicles/{one.id}"
    return {
        "url": f"{url}/{kind}/{row[key]}/",
        "vehicle": url if deeper is None else vehicle(world, one, deeper),
        **row,
    }


def _trim(world: EvEnergyWorld, one: RemoteCar, expand: Expand) -> Any:
    found = world.catalogue.trims.get(one.trim_id or "") or world.catalogue.trim_of_model(one.model_id)
    if found is None:
        return None
    deeper = _inside("trim", expand)
    if deeper is None:
        return f"{world.base}/trim/vehicle_{found.id}"
    return trim(world, found, deeper)


def _inside(name: str, expand: Expand) -> Expand | None:
    """What is asked for below ``name``; None when ``name`` itself is not."""
    if not any(one == name or one.startswith(f"{name}.") for one in expand):
        return None
    return frozenset(one.partition(".")[2] for one in expand if one.startswith(f"{name}."))


def _onboarding(world: EvEnergyWorld, name: str, value: str) -> str:
    return f"{world.base}/vehicle_onboarding?{name}={value}&user_id={USER_ID}&client_id={CLIENT_ID}"
