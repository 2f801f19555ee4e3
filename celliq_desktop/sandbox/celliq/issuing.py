"""A report as the server keeps it (celliq.yaml ``Report``), and what of it the public may see."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from celliq_desktop.sandbox.celliq.evidence import Evidence
from celliq_desktop.sandbox.clock import rfc3339
from celliq_desktop.sandbox.fleet.cars import Car

_VALID_DAYS = 90
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"


def issued_report(
    one: Car,
    evidence: Evidence,
    *,
    seed: int,
    number: int,
    at: datetime,
    origin: str,
    status: str,
    report_type: str,
) -> dict[str, Any]:
    """Report ``number`` of this car, issued ``at``."""
    dice = Random(f"report:{seed}:{one.id}:{number}")
    token = "".join(dice.choice(_CODE_LETTERS) for _letter in range(22))
    soh = one.server_soh_percent if one.server_soh_percent is not None else round(100 * one.true_soh, 1)
    half = round(2.2 + 60.0 / max(20.0, evidence.widest_points), 1)
    body: dict[str, Any] = {
        "id": f"rep_{dice.getrandbits(48):012x}",
        "token": token,
        "verify_url": f"{origin}/verify/{token}",
        "vehicle_id": one.id,
        "vin": one.vin,
        "make": one.model.make,
        "model": one.model.model,
        "year": one.year,
        "report_type": report_type,
        "schema_version": "1.0",
        "generated_at": rfc3339(at),
        "valid_until": rfc3339(at + timedelta(days=_VALID_DAYS)),
        "odometer_km": evidence.odometer_km,
        "soh_percent": soh,
        "soh_low_percent": round(soh - half, 1),
        "soh_high_percent": round(soh + half, 1),
        "soh_method": "charge_energy_integration",
        "confidence": "high" if half < 3.3 else "medium",
        "estimated_capacity_kwh": round(one.model.usable_kwh * soh / 100, 1),
        "nominal_capacity_kwh": one.model.usable_kwh,
        "data_from": evidence.first,
        "data_to": evidence.last,
        "readings_count": evidence.readings,
        "sources": ["smartcar"],
        "annex_xiii": _annex(one, evidence, soh, rfc3339(at)),
    }
    sealed = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    changed = rfc3339(at + timedelta(days=1)) if status != "valid" else rfc3339(at)
    return {
        **body,
        "status": status,
        "content_sha256": hashlib.sha256(sealed).hexdigest(),
        "signature": None,
        "credits_charged": 1,
        "created_at": rfc3339(at),
        "updated_at": changed,
    }


def public_view(report: dict[str, Any], issuer: str, seals: Iterable[str] | None = None) -> dict[str, Any]:
    """celliq.yaml ``PublicReport``: the VIN masked, no seller, no dealer's own figures. ``seals`` (ASSUMED) are what
    the issuer seals with."""
    kept = {} if seals is None else {"seal_certificates": sorted(seals)}
    return {
        **kept,
        "token": report["token"],
        "status": report["status"],
        "generated_at": report["generated_at"],
        "valid_until": report["valid_until"],
        "vehicle": {
            "vin_masked": masked(report["vin"]),
            "make": report["make"],
            "model": report["model"],
            "year": report["year"],
        },
        "odometer_km": report["odometer_km"],
        "soh_percent": report["soh_percent"],
        "soh_low_percent": report["soh_low_percent"],
        "soh_high_percent": report["soh_high_percent"],
        "confidence": report["confidence"],
        "issuer_name": issuer,
        "content_sha256": report["content_sha256"],
    }


def masked(vin: str) -> str:
    """The maker's three letters and the last four characters; the rest is nobody's business."""
    return f"{vin[:3]}{'*' * 10}{vin[-4:]}"


def _annex(one: Car, evidence: Evidence, soh: float, at: str) -> dict[str, Any]:
    """celliq.yaml ``AnnexXIII``: what telemetry gives, and plainly what it does not."""
    usable = one.model.usable_kwh
    missing = {"value": None, "unit": None, "as_of": None, "provenance": "not_available"}

    def known(value: Any, unit: str | None, provenance: str) -> dict[str, Any]:
        return {"value": value, "unit": unit, "as_of": at, "provenance": provenance}

    return {
        "battery_category": "EV",
        "battery_status": "original",
        "rated_capacity": missing,
        "rated_energy": known(usable, "kWh", "declared"),
        "remaining_energy": known(round(usable * soh / 100, 1), "kWh", "estimated"),
        "state_of_certified_energy": missing,
        "remaining_capacity": missing,
        "capacity_fade": known(round(100 - soh, 1), "%", "estimated"),
        "remaining_power_capability": missing,
        "power_fade": missing,
        "internal_resistance_increase": missing,
        "round_trip_efficiency_fade": missing,
        "number_of_full_cycles": known(round(evidence.throughput_kwh / usable, 1), None, "estimated"),
        "energy_throughput": known(round(evidence.throughput_kwh, 1), "kWh", "measured"),
        "state_of_charge": known(evidence.soc_percent, "%", "measured"),
        "temperature_information": known(_range(evidence), None, "measured" if evidence.readings else "not_available"),
        "capacity_threshold_for_exhaustion": known(70, "%", "declared"),
        "put_into_service": f"{one.year}-07-01",
        "warranty_period_months": 96,
        "negative_events": [],
    }


def _range(evidence: Evidence) -> str | None:
    if evidence.coldest_c is None or evidence.warmest_c is None:
        return None
    return f"{evidence.coldest_c:.0f} to {evidence.warmest_c:.0f} degC, ambient"
