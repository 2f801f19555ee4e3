"""The report in the field names of two public models: every name, kind and word is theirs, and nothing is invented."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.data_models import CATENA_X, DIN_SPEC, MODELS
from tests.reports.contents import ANNEX, content, full_report, refused, without_estimate
from tests.support.shared_data import shared
from tests.support.vehicle_details import VIN, report

_FILES = {
    CATENA_X: "data/battery-passport/catena-x-6.1.0/BatteryPass-schema.json",
    DIN_SPEC: "data/battery-passport/batterypass-performance-1.2.0/PerformanceAndDurability-schema.json",
}
_CASES = {"full": content(), "refused": refused(), "no charges": without_estimate(), "bare": content(report())}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("case", _CASES.values(), ids=_CASES.keys())
def test_a_part_of_the_model_is_written_in_its_own_words(case: ReportContent, model: str) -> None:
    """The public schema, with two changes: what it requires may be missing, and what it does not know may not be
    there."""
    part = _partial(json.loads(_read(_FILES[model])))
    assert [error.message for error in jsonschema.Draft4Validator(part).iter_errors(MODELS[model](case))] == []


@pytest.mark.parametrize("model", MODELS)
def test_that_schema_refuses_a_name_or_kind_that_is_not_the_models(model: str) -> None:
    judge = jsonschema.Draft4Validator(_partial(json.loads(_read(_FILES[model]))))
    said = MODELS[model](content())
    group = next(iter(said.values())) if model == DIN_SPEC else said["identification"]
    group["stateOfHealth"] = 92.1
    assert not judge.is_valid(said)


def test_known_figures_stand_where_the_models_look_for_them() -> None:
    catena, din = MODELS[CATENA_X](content()), MODELS[DIN_SPEC](content())
    dynamic, condition = catena["performance"]["dynamic"], din["batteryCondition"]
    assert catena["identification"]["category"] == "EV"
    assert catena["identification"]["identification"]["serial"] == [{"key": "customKey:vin", "value": VIN}]
    assert catena["sustainability"]["status"] == "original"
    assert catena["characteristics"]["warranty"] == {"lifeValue": 95.0, "lifeUnit": "unit:month"}
    assert dynamic["energy"]["remaining"] == {"value": 53.4, "time": "2026-11-23T09:00:00Z"}
    assert dynamic["fullCycles"]["value"] == condition["numberOfFullCycles"]["numberOfFullCyclesValue"] == 12.4
    assert condition["remainingEnergy"] == {"remainingEnergyalue": 53.4, "lastUpdate": "2026-11-23T09:00:00Z"}
    assert din["batteryTechicalProperties"] == {"ratedEnergy": 58.0, "capacityThresholdForExhaustion": 70.0}


@pytest.mark.parametrize("model", MODELS)
def test_an_estimate_is_never_called_certified(model: str) -> None:
    text = json.dumps(MODELS[model](content())).lower()
    assert "certified" not in text
    assert "soce" not in text


def test_a_capacity_the_issuer_declares_for_the_model_is_not_the_certified_one() -> None:
    bare = MODELS[DIN_SPEC](content(report()))
    assert "batteryTechicalProperties" not in bare


def test_a_value_in_another_unit_or_a_word_of_no_law_is_left_out() -> None:
    odd = {**ANNEX, "rated_energy": {"value": 58_000, "unit": "Wh", "provenance": "declared"}, "battery_status": "fine"}
    said = MODELS[CATENA_X](content(_with_annex(odd)))
    assert "energy" not in said["performance"]["rated"]
    assert "sustainability" not in said


def _with_annex(annex: dict[str, Any]) -> Any:
    return replace(full_report(), annex_xiii=json.dumps(annex))


def _read(path: str) -> str:
    data = shared(path).read_bytes()
    return data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8")


def _partial(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_partial(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _partial(value) for key, value in schema.items() if key != "required" or not isinstance(value, list)}
    return {**kept, "additionalProperties": False} if isinstance(kept.get("properties"), dict) else kept
