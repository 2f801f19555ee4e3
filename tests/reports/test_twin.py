"""The twin: canonical, reproducible, and of one mind with the paper."""

import hashlib
import json
import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.domain.examinations import TwinFacts
from celliq_desktop.reports.canonical import canonical, number
from celliq_desktop.reports.formats import Formats
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.twin import evidence_sha256, twin_facts, twin_json
from tests.reports.contents import content, full_report, refused, without_estimate
from tests.support import vehicle_details


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (5.0, "5"),
        (-1.5, "-1.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (333333333.33333329, "333333333.3333333"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (2**53, "9007199254740992"),
    ],
)
def test_numbers_are_written_as_rfc_8785_wants_them(value: float, written: str) -> None:
    assert number(value) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_as_itself(value: float) -> None:
    assert float(number(value)) == value


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**53 + 1])
def test_a_number_json_cannot_hold_is_an_error(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"value": value})


def test_keys_are_sorted_by_their_utf_16_units() -> None:
    text = canonical({"\N{SMILING FACE WITH OPEN MOUTH}": 1, "\ufb33": 2, "b": 3, "a": [True, None, "ü\n"]})
    assert text == '{"a":[true,null,"ü\\n"],"b":3,"\N{SMILING FACE WITH OPEN MOUTH}":1,"\ufb33":2}'


def test_the_twin_is_canonical_and_the_same_every_time() -> None:
    twin = twin_json(content())
    assert twin == twin_json(content())
    assert canonical(json.loads(twin)) == twin


def test_the_twin_names_report_car_and_address() -> None:
    case = content(sample=True)
    assert twin_facts(twin_json(case)) == TwinFacts(
        report_id="rep_1",
        token=case.report.token,
        vin=vehicle_details.VIN,
        soh_percent=92.1,
        sample=True,
        verify_url=case.verify_url,
        make="Volkswagen",
        model="ID.3",
        year=2021,
        content_sha256="ab" * 32,
        renderer="celliq-paper/7",
        language="en",
        issuer="CellIQ",
        grade="B",
        soh_low_percent=89.5,
        soh_high_percent=94.7,
        odometer_km=48_210.0,
        generated_at=datetime(2026, 10, 1, 12, tzinfo=UTC),
        valid_until=datetime(2027, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_paper_shows_what_the_twin_says(language: str) -> None:
    case = content(language=language)
    said, text, formats = json.loads(twin_json(case)), text_of(render(case)), Formats(language)
    official, own = said["official"]["soh_percent"], said["estimate"]["soh_percent"]
    shown = [
        formats.percent(official["value"]).replace("\N{NO-BREAK SPACE}", " "),
        formats.percent(own["value"]).replace("\N{NO-BREAK SPACE}", " "),
        *(formats.number(one[end]) for one in (official, own) for end in ("low", "high")),
        formats.number(said["vehicle"]["odometer"]["value"], 0),
        *(formats.number(said["estimate"]["capacity_kwh"][end]) for end in ("value", "low", "high")),
        formats.number(said["official"]["capacity_now"]["value"]),
        formats.number(said["estimate"]["baseline"]["value"]),
        *(formats.number(percent) for percent in said["estimate"]["error_budget"].values()),
        *(formats.number(session["energy_kwh"]) for session in said["evidence"]["sessions"]),
        said["evidence"]["sha256"],
        said["estimate"]["algorithm"],
        said["vehicle"]["vin"]["value"],
        said["verify_url"],
        said["report_id"],
    ]
    assert [figure for figure in shown if figure not in text] == []


def test_every_session_stands_in_the_twin_with_its_use_or_its_reason() -> None:
    sessions = json.loads(twin_json(content()))["evidence"]["sessions"]
    assert [session["used"] for session in sessions] == [True, True, False, True, True]
    assert sessions[2]["reason"] == "window_too_small"
    assert sessions[1]["current_kind"] == "dc"
    assert sessions[0]["provenance"] == "measured"


def test_the_evidence_hash_is_the_hash_of_the_sessions_text() -> None:
    case = content()
    sessions = json.loads(twin_json(case))["evidence"]["sessions"]
    assert evidence_sha256(case) == hashlib.sha256(canonical(sessions).encode()).hexdigest()


def test_the_evidence_hash_does_not_depend_on_the_language_but_on_every_charge() -> None:
    health = vehicle_details.estimate()
    fewer = replace(health, sessions=health.sessions[:-1])
    assert evidence_sha256(content(language="de")) == evidence_sha256(content())
    assert evidence_sha256(content(health=fewer)) != evidence_sha256(content())


def test_every_fact_carries_its_provenance() -> None:
    said = json.loads(twin_json(content()))
    facts = [
        *said["vehicle"].values(),
        *said["annex_xiii"].values(),
        said["capacity_new"],
        said["official"]["capacity_now"],
    ]
    allowed = {"measured", "estimated", "declared", "not_available", "not_derivable_from_telemetry"}
    assert {fact["provenance"] for fact in facts} <= allowed
    assert all(fact["value"] is None for fact in facts if fact["provenance"].startswith("not_"))
    assert said["annex_xiii"]["power_fade"] == {
        "value": None,
        "unit": None,
        "provenance": "not_derivable_from_telemetry",
        "source": None,
    }


def test_what_the_server_does_not_say_is_null_and_not_a_guess() -> None:
    said = json.loads(twin_json(content(vehicle_details.report())))
    assert said["official"]["soh_percent"]["low"] is None
    assert said["official"]["capacity_now"]["value"] is None
    assert said["content_sha256"] is None


def test_a_twin_without_estimate_still_stands() -> None:
    assert json.loads(twin_json(without_estimate()))["estimate"] is None
    assert json.loads(twin_json(refused()))["estimate"]["reason"] == "One charge is too little."


def test_a_twin_never_holds_what_json_cannot_say() -> None:
    broken = content(replace(full_report(), soh_percent=math.nan))
    with pytest.raises(ValueError, match="NaN"):
        twin_json(broken)


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "no json",
        "[]",
        "7",
        "null",
        '{"vehicle": 3, "official": [], "token": 5}',
        '{"vehicle": {"vin": "x"}}',
        "[" * 9_999,
    ],
)
def test_garbage_gives_no_facts(garbage: str) -> None:
    assert twin_facts(garbage) == TwinFacts()


@pytest.mark.parametrize("year", ["1e999", "NaN", "true", '"2021"', "1" + "0" * 400])
def test_a_year_that_is_no_number_is_none(year: str) -> None:
    assert twin_facts('{"vehicle": {"year": {"value": ' + year + "}}}").year is None


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert isinstance(twin_facts(text), TwinFacts)
