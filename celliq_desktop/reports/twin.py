"""The twin: the same report for machines, as canonical JSON (report.md section 4)."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from celliq_desktop.domain.examinations import TwinFacts
from celliq_desktop.domain.health import HealthEstimate, Interval
from celliq_desktop.domain.sessions import ChargeSession, JudgedSession
from celliq_desktop.reports.annex import annex_fields
from celliq_desktop.reports.canonical import Json, canonical, sha256
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.fields import Field, Provenance, capacity_new, capacity_now_official, identity
from celliq_desktop.reports.judgement import agreement
from celliq_desktop.reports.letterheads import check_letterhead
from celliq_desktop.reports.records import read_record, write_record

SCHEMA_NAME = "celliq/battery-condition-report"
SCHEMA_VERSION = "1.2"
RENDERER = "celliq-paper/7"
"""Name and version of what draws the pages; a change of any page is a new version."""
_MOST_CHARACTERS = 8_000_000


def twin_json(content: ReportContent) -> str:
    """Canonical JSON (RFC 8785) of the whole report; the same content gives the same text on any machine.

    ValueError when a number is NaN or infinite.
    """
    report = content.report
    return canonical(
        {
            "schema": {"name": SCHEMA_NAME, "version": SCHEMA_VERSION},
            "renderer": RENDERER,
            "paper": _paper(content),
            "report_id": report.id,
            "token": report.token,
            "verify_url": content.verify_url,
            "issued_at": _moment(report.generated_at),
            "valid_until": _moment(report.valid_until),
            "prepared_at": _moment(content.prepared_at),
            "status": report.status_raw,
            "content_sha256": report.content_sha256,
            "issuer": content.issuer,
            "dealer": {"name": content.dealer_name, "address": content.dealer_address},
            "sample": content.sample,
            "language": content.language,
            "vehicle": {field.key: _field(field) for field in identity(content)},
            "official": _official(content),
            "estimate": _estimate(content.estimate),
            "comparison": agreement(content).value,
            "outlook": None if content.outlook is None else write_record(content.outlook),
            "capacity_new": _field(capacity_new(content)),
            "annex_xiii": {field.key: _field(field) for field in annex_fields(content)},
            "history": [
                {"time_s": point.time_s, "soh_percent": _interval(point.soh_percent), "sessions": point.sessions}
                for point in content.history
            ],
            "evidence": {"sha256": evidence_sha256(content), "sessions": _sessions(content)},
        }
    )


def content_from_twin(twin: str) -> ReportContent:
    """What the pages of this twin are drawn from: ``render`` of it gives the very pages it was sealed with.

    ValueError for a twin of another renderer, and for one that is not, to the last letter, what ``twin_json`` makes of
    its own content: a twin that says one thing to machines and another to the paper is none.
    """
    try:
        said = json.loads(twin) if len(twin) <= _MOST_CHARACTERS else None
        if not isinstance(said, dict) or said.get("renderer") != RENDERER:
            raise ValueError("not a twin of this renderer")
        paper, sessions = dict(said["paper"]), said["evidence"]["sessions"]
        if paper["estimate"] is not None:
            paper["estimate"] = {**paper["estimate"], "sessions": [_judged(one) for one in sessions]}
        content = read_record(ReportContent, paper)
        check_letterhead(content.letterhead)
    except (KeyError, TypeError, RecursionError, OverflowError) as error:
        raise ValueError("the twin is incomplete") from error
    if twin_json(content) != twin:
        raise ValueError("the twin contradicts itself")
    return content


def evidence_sha256(content: ReportContent) -> str:
    """SHA-256 of the canonical JSON of ``evidence.sessions``."""
    return sha256(_sessions(content))


def twin_facts(twin: str) -> TwinFacts:
    """Read a twin of any version; what is missing or of the wrong kind is None. Garbage gives an empty record."""
    try:
        said = json.loads(twin)
    except (ValueError, TypeError, RecursionError):
        return TwinFacts()
    if not isinstance(said, dict):
        return TwinFacts()
    vehicle, official = _mapping(said, "vehicle"), _mapping(said, "official")
    year = _number(_value(vehicle, "year"))
    return TwinFacts(
        report_id=_text(said.get("report_id")),
        token=_text(said.get("token")),
        vin=_text(_value(vehicle, "vin")),
        soh_percent=_number(_value(official, "soh_percent")),
        sample=said.get("sample") is True,
        verify_url=_text(said.get("verify_url")),
        make=_text(_value(vehicle, "make")),
        model=_text(_value(vehicle, "model")),
        year=None if year is None else int(year),
        content_sha256=_text(said.get("content_sha256")),
        renderer=_text(said.get("renderer")),
        language=_text(said.get("language")),
        region=_text(_mapping(_mapping(said, "paper"), "letterhead").get("region")),
        issuer=_text(said.get("issuer")),
        grade=_text(_mapping(said, "estimate").get("grade")),
        soh_low_percent=_number(_mapping(official, "soh_percent").get("low")),
        soh_high_percent=_number(_mapping(official, "soh_percent").get("high")),
        odometer_km=_number(_value(vehicle, "odometer")),
        generated_at=_moment_of(said.get("issued_at")),
        valid_until=_moment_of(said.get("valid_until")),
    )


def _paper(content: ReportContent) -> Json:
    """Everything that is drawn, as records; the sessions stand under ``evidence`` already."""
    written = write_record(content)
    estimate = written["estimate"]
    return {**written, "estimate": None if estimate is None else {**estimate, "sessions": None}}


def _judged(said: Mapping[str, Any]) -> Json:
    """A record of ``JudgedSession`` from what ``_session`` wrote."""
    verdict = {field.name: said[field.name] for field in fields(JudgedSession) if field.name != "session"}
    return {**verdict, "session": {field.name: said[field.name] for field in fields(ChargeSession)}}


def _official(content: ReportContent) -> Json:
    """The issuer's own figures; ``soh_percent`` carries its interval only when the issuer states one."""
    report = content.report
    return {
        "soh_percent": {
            "value": report.soh_percent,
            "low": report.soh_low_percent,
            "high": report.soh_high_percent,
            "unit": "%",
            "provenance": Provenance.ESTIMATED.value,
            "source": "issuer",
        },
        "method": report.soh_method,
        "confidence": report.confidence,
        "capacity_now": _field(capacity_now_official(content)),
        "data_from": _moment(report.data_from),
        "data_to": _moment(report.data_to),
        "readings_count": report.readings_count,
        "schema_version": report.schema_version,
    }


def _estimate(estimate: HealthEstimate | None) -> Json:
    if estimate is None:
        return None
    return {
        "status": estimate.status.value,
        "reason": estimate.reason,
        "reason_code": estimate.reason_code,
        "algorithm": estimate.algorithm,
        "soh_percent": _interval(estimate.soh_percent),
        "soh_by_charge_percent": _interval(estimate.soh_by_charge_percent),
        "capacity_kwh": _interval(estimate.capacity_kwh),
        "capacity_ah": _interval(estimate.capacity_ah),
        "baseline": None if estimate.baseline is None else {**asdict(estimate.baseline), "provenance": "declared"},
        "grade": estimate.grade,
        "prior": None if estimate.prior is None else asdict(estimate.prior),
        "error_budget": None if estimate.error_budget is None else asdict(estimate.error_budget),
        "measured_at": estimate.measured_at.value,
        "chemistry": estimate.chemistry.value,
        "soc_scale": estimate.soc_scale.value,
        "flags": list(estimate.flags),
        "confidence": estimate.confidence,
        "provenance": Provenance.ESTIMATED.value,
        "source": "desk",
    }


def _sessions(content: ReportContent) -> list[Json]:
    estimate = content.estimate
    return [] if estimate is None else [_session(judged) for judged in estimate.sessions]


def _session(judged: JudgedSession) -> Json:
    session = {**asdict(judged.session), "current_kind": judged.session.current_kind.value}
    return {
        **session,
        "used": judged.used,
        "reason": judged.reason,
        "sentence": judged.sentence,
        "capacity_kwh": judged.capacity_kwh,
        "capacity_ah": judged.capacity_ah,
        "weight": judged.weight,
        "provenance": (Provenance.ESTIMATED if judged.session.computed_energy else Provenance.MEASURED).value,
    }


def _field(field: Field) -> Json:
    return {
        "value": field.value,
        "unit": field.unit,
        "provenance": field.provenance.value,
        "source": field.source,
    }


def _interval(interval: Interval | None) -> Json:
    return None if interval is None else {**asdict(interval), "provenance": Provenance.ESTIMATED.value}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _moment_of(found: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None
    return None if moment is None or moment.tzinfo is None else moment


def _mapping(said: dict[str, Any], key: str) -> dict[str, Any]:
    found = said.get(key)
    return found if isinstance(found, dict) else {}


def _value(fields: dict[str, Any], key: str) -> object:
    return _mapping(fields, key).get("value")


def _text(found: object) -> str | None:
    return found if isinstance(found, str) and found else None


def _number(found: object) -> float | None:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    try:
        value = float(found)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None
