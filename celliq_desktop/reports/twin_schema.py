"""The published schema of the twin (JSON Schema 2020-12), made from the records that the twin is written from, so that
both cannot part. ``python -m tests.reports.schema`` writes it to ``resources/report``."""

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from celliq_desktop.domain.health import ErrorBudget, EstimateStatus, HealthEstimate, Interval
from celliq_desktop.domain.sessions import ChargeSession, JudgedSession
from celliq_desktop.reports.annex import annex_fields
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.fields import Provenance, identity
from celliq_desktop.reports.judgement import Agreement
from celliq_desktop.reports.records import LARGEST, MOST_ITEMS, MOST_TEXT, Column, hints_of
from celliq_desktop.reports.twin import RENDERER, SCHEMA_NAME, SCHEMA_VERSION

Schema = dict[str, Any]
_MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)$"}
_TEXT: Schema = {"type": "string", "maxLength": MOST_TEXT}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_NUMBER: Schema = {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}


def twin_schema(content: ReportContent) -> Schema:
    """The whole schema; ``content`` is any report, for the names of its fields."""
    definitions: dict[str, Schema] = {
        "field": _field(),
        "interval": _interval(),
        "evidence_session": _evidence_session(),
    }
    field, text = {"$ref": "#/$defs/field"}, _or_null(_TEXT)
    document = {
        "schema": _exactly({"name": {"const": SCHEMA_NAME}, "version": {"const": SCHEMA_VERSION}}),
        "renderer": {"const": RENDERER},
        "paper": _record(ReportContent, definitions),
        "report_id": _TEXT,
        "token": _TEXT,
        "verify_url": _TEXT,
        "issued_at": _MOMENT,
        "valid_until": _or_null(_MOMENT),
        "prepared_at": _MOMENT,
        "status": _TEXT,
        "content_sha256": text,
        "issuer": _TEXT,
        "dealer": _exactly({"name": _TEXT, "address": text}),
        "sample": {"type": "boolean"},
        "language": {"type": "string", "pattern": "^[a-z]{2}$"},
        "vehicle": _exactly({one.key: field for one in identity(content)}),
        "official": _official(field),
        "estimate": _or_null(_estimate()),
        "comparison": {"enum": [one.value for one in Agreement]},
        "outlook": _reference("Forecast", nullable=True),
        "capacity_new": field,
        "annex_xiii": _exactly({one.key: field for one in annex_fields(content)}),
        "history": _list(
            _exactly({"time_s": _NUMBER, "soh_percent": {"$ref": "#/$defs/interval"}, "sessions": {"type": "integer"}})
        ),
        "evidence": _exactly({"sha256": _SHA256, "sessions": _list({"$ref": "#/$defs/evidence_session"})}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:celliq:battery-condition-report:{SCHEMA_VERSION}",
        "title": "Battery Condition Report, the twin of the paper",
        "description": "Units stand in the names: _kwh, _ah, _percent, _km, _c, _s. The text is canonical (RFC 8785).",
        **_exactly(document),
        "$defs": dict(sorted(definitions.items())),
    }


def _reference(name: str, *, nullable: bool = False) -> Schema:
    """A reference to the definition of a record."""
    reference: Schema = {"$ref": f"#/$defs/{name}"}
    return _or_null(reference) if nullable else reference


def _record(kind: type[Any], definitions: dict[str, Schema]) -> Schema:
    """A reference; the record itself is among ``definitions`` afterwards."""
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # a record may hold its own kind
        hints = hints_of(kind)
        definitions[name] = _exactly({part.name: _kind(hints[part.name], definitions) for part in fields(kind)})
        if kind is HealthEstimate:  # the charges of the paper stand under ``evidence``
            definitions[name]["properties"]["sessions"] = {"type": "null"}
    return _reference(name)


def _kind(hint: Any, definitions: dict[str, Schema]) -> Schema:
    hint = getattr(hint, "__supertype__", hint)
    if isinstance(hint, types.UnionType):
        return _or_null(_kind(next(one for one in hint.__args__ if one is not type(None)), definitions))
    if typing.get_origin(hint) is tuple:
        return _list(_kind(hint.__args__[0], definitions))
    if hint is Column:
        return _list(_or_null(_NUMBER))
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, definitions)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [one.value for one in hint]}
    plain: dict[Any, Schema] = {
        bool: {"type": "boolean"},
        int: {**_NUMBER, "type": "integer"},
        float: _NUMBER,
        str: _TEXT,
        datetime: _MOMENT,
    }
    return plain[hint]


def _field() -> Schema:
    """A fact that nobody knows has no value, and one that has a value says how it is known."""
    unknown = [Provenance.NOT_AVAILABLE.value, Provenance.NOT_DERIVABLE.value]
    return {
        **_exactly(
            {
                "value": {"type": ["number", "string", "null"]},
                "unit": _or_null(_TEXT),
                "provenance": {"enum": [one.value for one in Provenance]},
                "source": {"enum": ["issuer", "desk", None]},
            }
        ),
        "if": {"properties": {"provenance": {"enum": unknown}}},
        "then": {"properties": {"value": {"type": "null"}, "source": {"type": "null"}}},
        "else": {"properties": {"value": {"type": ["number", "string"]}, "source": {"type": "string"}}},
    }


def _interval() -> Schema:
    numbers = {part.name: _NUMBER for part in fields(Interval)}
    return _exactly({**numbers, "provenance": {"const": Provenance.ESTIMATED.value}})


def _evidence_session() -> Schema:
    kinds: dict[str, Schema] = {}
    session, verdict = hints_of(ChargeSession), hints_of(JudgedSession)
    parts = {part.name: _kind(session[part.name], kinds) for part in fields(ChargeSession)}
    parts |= {part.name: _kind(verdict[part.name], kinds) for part in fields(JudgedSession) if part.name != "session"}
    return _exactly({**parts, "provenance": {"enum": [Provenance.MEASURED.value, Provenance.ESTIMATED.value]}})


def _official(field: Schema) -> Schema:
    soh = {"value": _NUMBER, "low": _or_null(_NUMBER), "high": _or_null(_NUMBER), "unit": {"const": "%"}}
    origin = {"provenance": {"const": Provenance.ESTIMATED.value}, "source": {"const": "issuer"}}
    number, text = _or_null(_NUMBER), _or_null(_TEXT)
    return _exactly(
        {
            "soh_percent": _exactly({**soh, **origin}),
            "method": text,
            "confidence": {"type": ["number", "string", "null"]},
            "capacity_now": field,
            "data_from": _or_null(_MOMENT),
            "data_to": _or_null(_MOMENT),
            "readings_count": number,
            "schema_version": {"type": ["number", "string", "null"]},
        }
    )


def _estimate() -> Schema:
    interval, kinds = _or_null({"$ref": "#/$defs/interval"}), dict[str, Schema]()
    hints = hints_of(HealthEstimate)
    plain = ("reason", "reason_code", "algorithm", "grade", "measured_at", "chemistry", "soc_scale", "flags")
    baseline = _record_of(hints["baseline"])
    baseline["properties"] = {**baseline["properties"], "provenance": {"const": Provenance.DECLARED.value}}
    baseline["required"] = sorted(baseline["properties"])
    return _exactly(
        {
            "status": {"enum": [one.value for one in EstimateStatus]},
            **{name: _kind(hints[name], kinds) for name in plain},
            **dict.fromkeys(("soh_percent", "soh_by_charge_percent", "capacity_kwh", "capacity_ah"), interval),
            "baseline": _or_null(baseline),
            "prior": _or_null(_record_of(hints["prior"])),
            "error_budget": _or_null(_record_of(ErrorBudget)),
            "confidence": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
            "provenance": {"const": Provenance.ESTIMATED.value},
            "source": {"const": "desk"},
        }
    )


def _record_of(hint: Any) -> Schema:
    """A flat record written in place."""
    kind = next(one for one in typing.get_args(hint) or (hint,) if is_dataclass(one) and isinstance(one, type))
    hints = hints_of(kind)
    return _exactly({part.name: _kind(hints[part.name], {}) for part in fields(kind)})


def _exactly(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(sorted(properties.items())),
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items, "maxItems": MOST_ITEMS}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
