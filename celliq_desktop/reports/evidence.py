"""The evidence of a report as its twin carries it, for whoever wants to work the number out again; and the twin as a
sealed PDF carries it."""

import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pikepdf

from celliq_desktop.domain.health import Baseline, Chemistry, EstimateStatus, Interval, SocScale
from celliq_desktop.domain.paper import TWIN_NAME
from celliq_desktop.domain.sessions import ChargeSession, MeasuringPoint
from celliq_desktop.reports.canonical import sha256
from celliq_desktop.reports.records import MOST_ITEMS, read_record, write_record

_LONGEST = 8_000_000
"""Bytes of a twin after decompression."""
_UNSAID = ChargeSession(start_s=0.0, end_s=0.0, soc_start_percent=0.0, soc_end_percent=0.0)
"""What a session of an older twin does not say yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an estimate needs, and what the report says came of it. ``untouched``: the list of charges still has the
    hash that is printed on the paper."""

    report_id: str
    algorithm: str
    sessions: tuple[ChargeSession, ...]
    baseline: Baseline | None
    charge_baseline: Baseline | None
    measured_at: MeasuringPoint
    chemistry: Chemistry
    soc_scale: SocScale
    status: EstimateStatus
    soh_percent: Interval | None
    capacity_kwh: Interval | None
    capacity_ah: Interval | None
    untouched: bool


def twin_of_pdf(pdf: bytes) -> str | None:
    """The twin that is attached to a PDF; None when there is none, or what is attached is larger than any report's."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if TWIN_NAME not in document.attachments:
                return None
            stream: Any = document.attachments[TWIN_NAME].obj["/EF"]["/F"]
            packed = stream.read_raw_bytes()
            if "/Filter" not in stream:
                return str(packed, "utf-8")
            unpacked = zlib.decompressobj().decompress(packed, _LONGEST + 1)
    except (pikepdf.PdfError, zlib.error, KeyError, ValueError, TypeError):
        return None
    return str(unpacked, "utf-8") if len(unpacked) <= _LONGEST else None


def evidence_of(twin: str) -> Evidence:
    """ValueError for what is no twin, or one without an estimate of this desk."""
    try:
        said: Any = json.loads(twin) if len(twin) <= _LONGEST else None
        sessions, estimate = said["evidence"]["sessions"], said["estimate"]
        if not isinstance(sessions, list) or len(sessions) > MOST_ITEMS or estimate is None:
            raise ValueError("no evidence")
        return Evidence(
            report_id=str(said["report_id"]),
            algorithm=str(estimate["algorithm"]),
            sessions=tuple(map(_session, sessions)),
            baseline=_baseline(estimate["baseline"]),
            charge_baseline=_charge_baseline(said),
            measured_at=MeasuringPoint(estimate["measured_at"]),
            chemistry=Chemistry(estimate["chemistry"]),
            soc_scale=SocScale(estimate["soc_scale"]),
            status=EstimateStatus(estimate["status"]),
            soh_percent=_interval(estimate["soh_percent"]),
            capacity_kwh=_interval(estimate["capacity_kwh"]),
            capacity_ah=_interval(estimate["capacity_ah"]),
            untouched=said["evidence"]["sha256"] == sha256(sessions),
        )
    except (KeyError, TypeError, RecursionError, OverflowError) as error:
        raise ValueError("not a twin with evidence") from error


def _session(said: Mapping[str, Any]) -> ChargeSession:
    known = {part.name: said[part.name] for part in fields(ChargeSession) if part.name in said}
    return read_record(ChargeSession, write_record(_UNSAID) | known)


def _charge_baseline(said: Mapping[str, Any]) -> Baseline | None:
    """Where both capacities when new were known, the one in Ah stands among the denominators."""
    if _unit(said["estimate"]["baseline"]) == "Ah":
        return None
    denominators = (said["paper"]["estimate"] or {}).get("denominators", [])
    return next((_baseline(one["baseline"]) for one in denominators if _unit(one["baseline"]) == "Ah"), None)


def _unit(baseline: Mapping[str, Any] | None) -> object:
    return None if baseline is None else baseline["unit"]


def _baseline(said: Mapping[str, Any] | None) -> Baseline | None:
    return None if said is None else read_record(Baseline, {part.name: said[part.name] for part in fields(Baseline)})


def _interval(said: Mapping[str, Any] | None) -> Interval | None:
    return None if said is None else read_record(Interval, {part.name: said[part.name] for part in fields(Interval)})
