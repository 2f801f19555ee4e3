"""Tolerant reading of ev.energy's answers (seeds/ev-energy-vehicles, specs/ev-energy.yaml): references may be URLs or
whole objects, units become ours, unknown words survive, ``raw`` keeps everything.

The seed's own vehicle lacks six fields the public schema requires, so only what makes a row usable is required here.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from celliq_desktop.clients import fields
from celliq_desktop.domain import remote_vehicles as remote
from celliq_desktop.domain.remote_vehicles import Integration, RemoteId

Row = fields.Row
Read = TypeVar("Read")

_ULID = re.compile(r"[A-Z\d]{26}")


def vehicle(row: Row) -> remote.RemoteVehicle:
    """``Vehicle``; required: id and integrated."""
    word = fields.need_text(row, "integrated")
    trim, model, make = _trim_model_make(row.get("trim"))
    latest = row.get("latest_status_log")
    return remote.RemoteVehicle(
        id=RemoteId(fields.need_text(row, "id")),
        integration=Integration.read(word),
        integration_raw=word,
        make=_name(make),
        model=_name(model),
        trim=_name(trim),
        trim_id=reference(row.get("trim"), "trim"),
        user_id=reference(row.get("user"), "user"),
        description=fields.text(row, "description"),
        battery_kwh=_thousandth(row, "battery_size_watt_hours"),
        effective_battery_kwh=_thousandth(row, "effective_battery_size_watt_hours"),
        charge_limit_percent=fields.number(row, "maximum_charge_limit_percentage"),
        disabled=_flag(row, "disabled"),
        smart_charging=_flag(row, "smart_charging_enabled"),
        vehicle_class=fields.text(row, "vehicle_class"),
        latest_key=_log_key(latest),
        latest=_perhaps(latest, status_log),
        raw=fields.raw(row),
    )


def status_log(row: Row) -> remote.StatusLog:
    """``VehicleStatusLog``; required: sampled_at."""
    sampled = fields.moment(row, "sampled_at")
    if sampled is None:
        raise fields.Unusable("sampled_at is missing")
    return remote.StatusLog(
        key=fields.need_text(row, "sampled_at"),
        sampled_at=sampled,
        logged_at=fields.moment(row, "logged_at"),
        soc_percent=_percent(row, "state_of_charge_percentage"),
        charging=_flag(row, "is_charging"),
        plugged_in=_flag(row, "is_plugged_in"),
        power_kw=_thousandth(row, "charge_rate_watts"),
        estimated_power_kw=_thousandth(row, "estimated_charge_rate_watts"),
        battery_level_kwh=_thousandth(row, "charge_level_watt_hours"),
        energy_added_kwh=_thousandth(row, "charge_energy_added_watt_hours"),
        target_percent=_percent(row, "target_charge_level_percentage"),
        target_kwh=_thousandth(row, "target_charge_level_watt_hours"),
        minutes_to_full=fields.number(row, "minutes_to_full_charge"),
        complete=_flag(row, "is_complete"),
        odometer_km=_thousandth(row, "odometer_meters"),
        current=_current(row),
        data_source=fields.text(row, "data_source"),
        state=fields.text(row, "state"),
        raw=fields.raw(row),
    )


def error_log(row: Row) -> remote.ErrorLog:
    """``VehicleAPIErrorLog``; required: logged_at."""
    logged = fields.moment(row, "logged_at")
    if logged is None:
        raise fields.Unusable("logged_at is missing")
    return remote.ErrorLog(
        key=fields.need_text(row, "logged_at"),
        logged_at=logged,
        status_code=fields.whole(row, "status_code"),
        controller=fields.text(row, "controller"),
        error_code=fields.text(row, "error_code"),
        error_type=fields.text(row, "error_type"),
        command=fields.text(row, "command"),
        detail=fields.text(row, "error_detail"),
        request_id=fields.text(row, "request_id"),
        raw=fields.raw(row),
    )


def location_log(row: Row) -> remote.LocationLog:
    """``VehicleLocationLog``; required: sampled_at."""
    sampled = fields.moment(row, "sampled_at")
    if sampled is None:
        raise fields.Unusable("sampled_at is missing")
    return remote.LocationLog(
        key=fields.need_text(row, "sampled_at"),
        sampled_at=sampled,
        logged_at=fields.moment(row, "logged_at"),
        at_home=_flag(row, "at_home"),
        raw=fields.raw(row),
    )


def command_log(row: Row) -> remote.CommandLog:
    """``VehicleCommandLog``; required: logged_at and command."""
    logged = fields.moment(row, "logged_at")
    if logged is None:
        raise fields.Unusable("logged_at is missing")
    return remote.CommandLog(
        key=fields.need_text(row, "logged_at"),
        logged_at=logged,
        command=fields.need_text(row, "command"),
        current_a=_thousandth(row, "current_milliamps"),
        external_id=fields.text(row, "external_command_id"),
        internal_id=fields.text(row, "internal_command_id"),
        raw=fields.raw(row),
    )


def vpp_modes(row: Row) -> remote.VppModes:
    """``VPPModes``; what is not said is not supported."""
    return remote.VppModes(
        target_power=row.get("target_power") is True,
        import_max_power=row.get("import_max_power") is True,
        export_max_power=row.get("export_max_power") is True,
        charge_mode=row.get("charge_mode") is True,
    )


def make(row: Row) -> remote.CatalogueMake:
    """``VehicleMake``; required: id and name."""
    return remote.CatalogueMake(
        id=fields.need_text(row, "id"),
        name=fields.need_text(row, "name"),
        subscription=fields.text(row, "subscription_name"),
        raw=fields.raw(row),
    )


def model(row: Row) -> remote.CatalogueModel:
    """``VehicleModel``; required: id and name."""
    return remote.CatalogueModel(
        id=fields.need_text(row, "id"),
        name=fields.need_text(row, "name"),
        make_id=reference(row.get("make"), "vmak"),
        default_battery_kwh=_thousandth(row, "default_battery_size_watt_hours"),
        connector=fields.text(row, "default_connector_type"),
        raw=fields.raw(row),
    )


def trim(row: Row) -> remote.CatalogueTrim:
    """``VehicleTrim``; required: id and name."""
    return remote.CatalogueTrim(
        id=fields.need_text(row, "id"),
        name=fields.need_text(row, "name"),
        model_id=reference(row.get("model"), "vmod"),
        battery_kwh=_thousandth(row, "battery_size_watt_hours"),
        raw=fields.raw(row),
    )


def reference(value: Any, kind: str) -> str | None:
    """The id behind an expandable reference. URLs end in the id, some with another prefix (``vehicle_trim01...`` for
    ``trim01...``), so the last 26 characters count."""
    if isinstance(value, dict):
        return fields.text(value, "id")
    if not isinstance(value, str):
        return None
    tail = value.partition("?")[0].rstrip("/").rpartition("/")[2]
    return f"{kind}{tail[-26:]}" if _ULID.fullmatch(tail[-26:]) else tail or None


def _trim_model_make(value: Any) -> tuple[Any, Any, Any]:
    trim_ = value if isinstance(value, dict) else {}
    model_ = trim_.get("model")
    make_ = model_.get("make") if isinstance(model_, dict) else None
    return trim_, model_, make_


def _name(value: Any) -> str | None:
    return fields.text(value, "name") if isinstance(value, dict) else None


def _log_key(value: Any) -> str | None:
    """The time that names the newest status log, from its URL or from itself."""
    if isinstance(value, dict):
        return fields.text(value, "sampled_at")
    return (value.rstrip("/").rpartition("/")[2] or None) if isinstance(value, str) else None


def _perhaps(value: Any, read: Callable[[Row], Read]) -> Read | None:
    if not isinstance(value, dict):
        return None
    try:
        return read(value)
    except fields.Unusable:
        return None


def _thousandth(row: Row, name: str) -> float | None:
    value = fields.number(row, name)
    return None if value is None else value / 1000.0


def _percent(row: Row, name: str) -> float | None:
    value = fields.number(row, name)
    return value if value is not None and 0.0 <= value <= 100.0 else None


def _flag(row: Row, name: str) -> bool | None:
    value = row.get(name)
    return value if isinstance(value, bool) else None


def _current(row: Row) -> str | None:
    """The contract's words are prose ("AC - Typically home chargers"); their first two letters say it."""
    word = (fields.text(row, "current_type") or "")[:2].upper()
    return word if word in ("AC", "DC") else None
