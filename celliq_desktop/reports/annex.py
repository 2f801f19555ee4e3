"""The field list of Regulation (EU) 2023/1542, Annex XIII, as far as a report can speak of it, in printing order."""

import json
import math
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.fields import Field, Provenance, capacity_now_official, given_estimate, missing, nominal

BATTERY_STATUSES = ("original", "repurposed", "re-used", "remanufactured", "waste")
"""The five words of the law (Art. 3); any other word is not a status."""
_ONLY_DECLARED = (
    "remaining_power_capability",
    "power_fade",
    "internal_resistance_increase",
    "round_trip_efficiency_fade",
)
"""What telemetry cannot give: printed only when somebody declares it."""
_NEVER = ("state_of_certified_energy", "cell_balance")
"""Needs the certified procedure, or the cells themselves; no server value makes it otherwise."""


def annex_fields(content: ReportContent) -> tuple[Field, ...]:
    """Every field with value and provenance; what is not known says so instead of being left out."""
    said = declared(content)
    return (
        _word(said, "battery_category"),
        _status(said),
        _measured(said, "rated_energy") or nominal(content, "rated_energy"),
        _measured(said, "rated_capacity") or missing("rated_capacity"),
        _measured(said, "remaining_energy") or _renamed(capacity_now_official(content), "remaining_energy"),
        _measured(said, "remaining_capacity") or _charge_held(content),
        _measured(said, "capacity_fade") or missing("capacity_fade"),
        _measured(said, "number_of_full_cycles") or _cycles(content),
        _measured(said, "energy_throughput") or _throughput(content),
        _measured(said, "state_of_charge") or _charge(content),
        _measured(said, "temperature_information") or _temperature(content),
        _measured(said, "capacity_threshold_for_exhaustion") or missing("capacity_threshold_for_exhaustion"),
        put_into_service(said),
        warranty_months(said),
        _events(said),
        *(_only_declared(said, key) for key in _ONLY_DECLARED),
        *(Field(key, None, None, Provenance.NOT_DERIVABLE) for key in _NEVER),
    )


def declared(content: ReportContent) -> Mapping[str, Any]:
    """The server's ``annex_xiii`` text as a mapping; empty when it is not JSON or not an object."""
    try:
        said = json.loads(content.report.annex_xiii, parse_constant=lambda _word: None)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def put_into_service(said: Mapping[str, Any]) -> Field:
    """The day as ISO text; a text that is no day is not available."""
    raw = said.get("put_into_service")
    try:
        day = date.fromisoformat(raw[:10]) if isinstance(raw, str) else None
    except ValueError:
        day = None
    if day is None:
        return missing("put_into_service")
    return Field("put_into_service", day.isoformat(), "date", Provenance.DECLARED, "issuer")


def warranty_months(said: Mapping[str, Any]) -> Field:
    """Length of the battery warranty in months."""
    raw = said.get("warranty_period_months")
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 < raw <= 600:
        return missing("warranty_period_months")
    return Field("warranty_period_months", raw, "months", Provenance.DECLARED, "issuer")


def warranty_end(said: Mapping[str, Any]) -> date | None:
    """First day without warranty, when both start and length are declared."""
    start, months = put_into_service(said).value, warranty_months(said).value
    if not isinstance(start, str) or not isinstance(months, int):
        return None
    begin = date.fromisoformat(start)
    year, month = divmod(begin.month - 1 + months, 12)
    year += begin.year
    return date(year, month + 1, min(begin.day, monthrange(year, month + 1)[1]))


def _measured(said: Mapping[str, Any], key: str) -> Field | None:
    """The server's ``Measured``; None when it is absent, malformed or says it has no value."""
    raw = said.get(key)
    if not isinstance(raw, dict):
        return None
    value, unit = raw.get("value"), raw.get("unit")
    provenance = next((one for one in Provenance if one.value == raw.get("provenance")), Provenance.NOT_AVAILABLE)
    if not _printable(value) or provenance in (Provenance.NOT_AVAILABLE, Provenance.NOT_DERIVABLE):
        return None
    return Field(key, value, unit if isinstance(unit, str) else None, provenance, "issuer")


def _printable(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)


def _only_declared(said: Mapping[str, Any], key: str) -> Field:
    field = _measured(said, key)
    if field is not None and field.provenance is Provenance.DECLARED:
        return field
    return Field(key, None, None, Provenance.NOT_DERIVABLE)


def _word(said: Mapping[str, Any], key: str) -> Field:
    raw = said.get(key)
    return Field(key, raw, None, Provenance.DECLARED, "issuer") if isinstance(raw, str) and raw else missing(key)


def _status(said: Mapping[str, Any]) -> Field:
    field = _word(said, "battery_status")
    return field if field.value in BATTERY_STATUSES else missing("battery_status")


def _events(said: Mapping[str, Any]) -> Field:
    raw = said.get("negative_events")
    return (
        Field("negative_events", len(raw), None, Provenance.DECLARED, "issuer")
        if isinstance(raw, list)
        else missing("negative_events")
    )


def _renamed(field: Field, key: str) -> Field:
    return Field(key, field.value, field.unit, field.provenance, field.source)


def _cycles(content: ReportContent) -> Field:
    value = content.use.full_equivalent_cycles
    return _ours("number_of_full_cycles", value, None, Provenance.ESTIMATED)


def _throughput(content: ReportContent) -> Field:
    return _ours("energy_throughput", content.use.energy_charged_kwh, "kWh", Provenance.MEASURED)


def _charge_held(content: ReportContent) -> Field:
    """Our own estimate in Ah, where current was recorded; energy in kWh stands on page 1."""
    estimate = given_estimate(content)
    found = estimate.capacity_ah if estimate is not None else None
    return _ours("remaining_capacity", None if found is None else found.value, "Ah", Provenance.ESTIMATED)


def _charge(content: ReportContent) -> Field:
    return _ours("state_of_charge", content.car_record.soc_percent, "%", Provenance.MEASURED)


def _temperature(content: ReportContent) -> Field:
    return _ours("temperature_information", content.use.temperature_mean_c, "°C", Provenance.MEASURED)


def _ours(key: str, value: float | None, unit: str | None, provenance: Provenance) -> Field:
    return missing(key) if value is None or not math.isfinite(value) else Field(key, value, unit, provenance, "desk")
