"""The published schema holds for every twin this program writes, and for none that was tampered with."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.pdf import LANGUAGES
from celliq_desktop.reports.twin import twin_json
from tests.reports import schema
from tests.reports.contents import content, refused, without_estimate
from tests.support import vehicle_details

_SCHEMA = json.loads(schema.FILE.read_text(encoding="utf-8"))
_JUDGE = jsonschema.Draft202012Validator(_SCHEMA)
_CASES = {
    **{language: content(language=language) for language in LANGUAGES},
    "sample": content(sample=True),
    "refused": refused(),
    "without estimate": without_estimate(),
    "bare record": content(vehicle_details.report()),
    "provisional": content(health=replace(vehicle_details.estimate(), status=EstimateStatus.PROVISIONAL)),
}


def test_the_published_schema_is_the_one_of_this_program() -> None:
    assert schema.FILE.read_text(encoding="utf-8") == schema.made(), "python -m tests.reports.schema writes it anew"
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)


@pytest.mark.parametrize("case", _CASES.values(), ids=_CASES.keys())
def test_every_twin_keeps_to_the_schema(case: ReportContent) -> None:
    assert [error.message for error in _JUDGE.iter_errors(json.loads(twin_json(case)))] == []


@given(st.data())
def test_a_twin_with_one_thing_of_another_kind_does_not(data: st.DataObject) -> None:
    """Any one value, wherever it stands, put away or changed for something of another kind."""
    said = json.loads(twin_json(content()))
    places = list(_places(said))
    parent, key = data.draw(st.sampled_from(places))
    if isinstance(parent, dict) and data.draw(st.booleans()):
        del parent[key]
    else:
        parent[key] = {"no": ["such", "thing"]}
    assert not _JUDGE.is_valid(said)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema", "version"), "0.9"),
        (("annex_xiii", "power_fade", "value"), 3.0),
        (("annex_xiii", "rated_energy", "value"), None),
        (("annex_xiii", "rated_energy", "provenance"), "invented"),
        (("estimate", "confidence"), 95),
        (("estimate", "status"), "excellent"),
        (("evidence", "sha256"), "0" * 63),
        (("evidence", "sessions", 0, "provenance"), "declared"),
        (("vehicle", "owner"), {"value": "x", "unit": None, "provenance": "declared", "source": "desk"}),
        (("issued_at",), "yesterday"),
    ],
)
def test_what_no_twin_says_is_refused(path: tuple[Any, ...], value: object) -> None:
    said = json.loads(twin_json(content()))
    place = said
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not _JUDGE.is_valid(said)


def _places(said: Any) -> Any:
    """Every ``(container, key)`` of the document."""
    pairs = said.items() if isinstance(said, dict) else enumerate(said)
    for key, value in list(pairs):
        yield said, key
        if isinstance(value, dict | list):
            yield from _places(value)
