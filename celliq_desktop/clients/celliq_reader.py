"""Tolerant reading of CellIQ's answers (specs/celliq.yaml): unknown fields and words survive in ``raw``."""

import re

from celliq_desktop.clients.fields import (
    Row,
    Unusable,
    moment,
    need_number,
    need_text,
    need_whole,
    number,
    raw,
    text,
    whole,
)
from celliq_desktop.domain.billing import Subscription
from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.ids import DealerId, ReportId, VehicleId
from celliq_desktop.domain.reports import PublicReport, Report, ReportStatus, Requirement, Validation
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus

_FINGERPRINT = re.compile("[0-9a-f]{64}")
_MOST_SEALS = 1_000


def vehicle(row: Row) -> Vehicle:
    """celliq.yaml ``Vehicle``; required: id, vin, make, model, year, status."""
    status = need_text(row, "status")
    return Vehicle(
        id=VehicleId(need_text(row, "id")),
        vin=need_text(row, "vin").upper(),
        make=need_text(row, "make"),
        model=need_text(row, "model"),
        year=need_whole(row, "year"),
        status=VehicleStatus.read(status),
        status_raw=status,
        trim=text(row, "trim"),
        odometer_km=number(row, "odometer_km"),
        soc_percent=number(row, "soc_percent"),
        soh_percent=number(row, "soh_percent"),
        range_km=number(row, "range_km"),
        nominal_capacity_kwh=number(row, "nominal_capacity_kwh"),
        readings_count=whole(row, "readings_count"),
        connected_at=moment(row, "connected_at"),
        last_sync_at=moment(row, "last_sync_at"),
        seller_email=text(row, "seller_email"),
        latest_report_id=report_id(row, "latest_report_id"),
        dealer_id=dealer_id(row),
        created_at=moment(row, "created_at"),
        updated_at=moment(row, "updated_at"),
        raw=raw(row),
    )


def report(row: Row) -> Report:
    """celliq.yaml ``Report``; required: id, token, vehicle_id, status, generated_at, soh_percent."""
    status = need_text(row, "status")
    generated = moment(row, "generated_at")
    if generated is None:
        raise Unusable("generated_at is missing")
    annex = row.get("annex_xiii")
    return Report(
        id=ReportId(need_text(row, "id")),
        token=need_text(row, "token"),
        vehicle_id=VehicleId(need_text(row, "vehicle_id")),
        status=ReportStatus.read(status),
        status_raw=status,
        generated_at=generated,
        soh_percent=need_number(row, "soh_percent"),
        verify_url=text(row, "verify_url"),
        report_type=text(row, "report_type"),
        vin=text(row, "vin"),
        make=text(row, "make"),
        model=text(row, "model"),
        year=whole(row, "year"),
        schema_version=text(row, "schema_version"),
        valid_until=moment(row, "valid_until"),
        odometer_km=number(row, "odometer_km"),
        soh_low_percent=number(row, "soh_low_percent"),
        soh_high_percent=number(row, "soh_high_percent"),
        soh_method=text(row, "soh_method"),
        confidence=text(row, "confidence"),
        estimated_capacity_kwh=number(row, "estimated_capacity_kwh"),
        nominal_capacity_kwh=number(row, "nominal_capacity_kwh"),
        data_from=moment(row, "data_from"),
        data_to=moment(row, "data_to"),
        readings_count=whole(row, "readings_count"),
        annex_xiii=raw(annex) if isinstance(annex, dict) else "{}",
        content_sha256=text(row, "content_sha256"),
        credits_charged=whole(row, "credits_charged"),
        updated_at=moment(row, "updated_at"),
        raw=raw(row),
    )


def public_report(row: Row) -> PublicReport:
    """celliq.yaml ``PublicReport``."""
    car = row.get("vehicle")
    if not isinstance(car, dict):
        raise Unusable("vehicle is missing")
    generated = moment(row, "generated_at")
    if generated is None:
        raise Unusable("generated_at is missing")
    status = need_text(row, "status")
    return PublicReport(
        token=need_text(row, "token"),
        status=ReportStatus.read(status),
        status_raw=status,
        generated_at=generated,
        soh_percent=need_number(row, "soh_percent"),
        vin_masked=need_text(car, "vin_masked"),
        make=text(car, "make") or "",
        model=text(car, "model") or "",
        year=whole(car, "year") or 0,
        valid_until=moment(row, "valid_until"),
        odometer_km=number(row, "odometer_km"),
        soh_low_percent=number(row, "soh_low_percent"),
        soh_high_percent=number(row, "soh_high_percent"),
        confidence=text(row, "confidence"),
        issuer_name=text(row, "issuer_name"),
        content_sha256=text(row, "content_sha256"),
        seal_certificates=_fingerprints(row.get("seal_certificates")),
    )


def _fingerprints(value: object) -> tuple[str, ...] | None:
    """ASSUMED: SHA-256 in hexadecimal; None for a server that does not keep them. What is none is left out."""
    if not isinstance(value, list):
        return None
    found = (one.strip().lower().replace(":", "") for one in value[:_MOST_SEALS] if isinstance(one, str))
    return tuple(one for one in found if _FINGERPRINT.fullmatch(one))


def validation(row: Row, vehicle_id: VehicleId, *, valid: bool | None = None) -> Validation:
    """celliq.yaml ``Validation``; ``valid`` overrides a body that does not say (a 422). Unusable when nothing says."""
    listed, said = row.get("requirements"), row.get("valid")
    if valid is None and not isinstance(said, bool) and not listed:
        raise Unusable("valid is missing")
    requirements = tuple(
        Requirement(
            code=text(one, "code") or "unknown",
            met=one.get("met") is True,
            required=number(one, "required"),
            actual=number(one, "actual"),
            message=text(one, "message") or "",
        )
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
    )
    return Validation(
        vehicle_id=vehicle_id,
        valid=valid
        if valid is not None
        else (said if isinstance(said, bool) else all(one.met for one in requirements)),
        requirements=requirements,
        credits_required=whole(row, "credits_required"),
        credits_balance=whole(row, "credits_balance"),
    )


def settings(row: Row) -> DealerSettings:
    """celliq.yaml ``Settings``; required: dealer_name."""
    return DealerSettings(
        dealer_id=dealer_id(row) or DealerId(""),
        dealer_name=need_text(row, "dealer_name"),
        address=text(row, "address"),
        contact_email=text(row, "contact_email"),
        contact_phone=text(row, "contact_phone"),
        locale=text(row, "locale") or "en",
        currency=(text(row, "currency") or "EUR").upper(),
        distance_unit=text(row, "distance_unit") or "km",
        report_footer=text(row, "report_footer"),
        updated_at=moment(row, "updated_at"),
        raw=raw(row),
    )


def subscription(row: Row) -> Subscription:
    """celliq.yaml ``Subscription``; plan, status or credits may be missing, not all of them."""
    credits_ = row.get("credits")
    if credits_ is None and text(row, "status") is None and text(row, "plan") is None:
        raise Unusable("status and credits are missing")
    part: Row = credits_ if isinstance(credits_, dict) else {"balance": credits_}
    cancels = row.get("cancel_at_period_end")
    return Subscription(
        plan=text(row, "plan"),
        status=text(row, "status") or "unknown",
        credits_balance=whole(part, "balance"),
        credits_included=whole(part, "included_per_period"),
        credits_used=whole(part, "used_this_period"),
        current_period_end=moment(row, "current_period_end"),
        cancel_at_period_end=cancels if isinstance(cancels, bool) else None,
        updated_at=moment(row, "updated_at"),
        raw=raw(row),
    )


def report_id(row: Row, name: str) -> ReportId | None:
    """A report's id."""
    found = text(row, name)
    return None if found is None else ReportId(found)


def dealer_id(row: Row) -> DealerId | None:
    """The dealer a row belongs to, where the server says."""
    found = text(row, "dealer_id")
    return None if found is None else DealerId(found)
