"""What a buyer reads on the paper."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from celliq_desktop.domain.health import EstimateStatus, HealthEstimate, Interval
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.sessions import MeasuringPoint
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.reports.pdf import render
from tests.reports.contents import ANNEX, content, full_report, refused, without_estimate
from tests.support import vehicle_details


def _text(case: ReportContent) -> str:
    return text_of(render(case))


def _flat(case: ReportContent) -> str:
    return " ".join(_text(case).split())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("92.1 %", "89.5–94.7 %", "91.4 %", "88.6–94.2 %", "48,210 km", "1 Oct 2026", "1 Jan 2027")),
        ("de", ("92,1 %", "89,5–94,7 %", "91,4 %", "88,6–94,2 %", "48.210 km", "01.10.2026", "01.01.2027")),
    ],
)
def test_the_figures_stand_on_the_page_as_the_reader_writes_them(language: str, expected: tuple[str, ...]) -> None:
    text = _text(content(language=language))
    assert [figure for figure in expected if figure not in text] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_car_issuer_dealer_address_and_report_are_named(language: str) -> None:
    case = content(language=language)
    first = _text(case).split("\f")[0]
    for words in (vehicle_details.VIN, case.verify_url, case.issuer, case.dealer_name, "Volkswagen ID.3 Pro", "rep_1"):
        assert words in first


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Battery Condition Report – aligned with the field list of Regulation (EU) 2023/1542, Annex XIII"),
        ("de", "Batteriezustandsbericht – angelehnt an die Feldliste der Verordnung (EU) 2023/1542, Anhang XIII"),
    ],
)
def test_the_title_says_aligned_and_no_more(language: str, title: str) -> None:
    assert title in _flat(content(language=language))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("case", [content(), content(sample=True), refused(), without_estimate()])
def test_words_that_are_not_ours_to_use_never_appear(case: ReportContent, language: str) -> None:
    text = _text(replace(case, language=language)).lower()
    for word in ("passport", "batteriepass", "soce", "!"):
        assert word not in text


def test_an_interval_the_issuer_does_not_state_is_not_invented() -> None:
    half = replace(full_report(), soh_low_percent=None)
    assert "interval not stated by the issuer" in _text(content(half))
    assert "94.7" not in _text(content(half))
    assert "Intervall vom Aussteller nicht angegeben" in _text(content(half, language="de"))


def test_agreement_is_said() -> None:
    assert "agrees with this figure within its interval" in _flat(content())


@pytest.mark.parametrize(
    ("language", "words"), [("en", "disagrees with this figure"), ("de", "weicht über die Intervalle")]
)
def test_a_disagreement_beyond_the_intervals_is_said(language: str, words: str) -> None:
    report = replace(full_report(), soh_percent=97.0, soh_low_percent=95.0, soh_high_percent=99.0)
    assert words in _flat(content(report, language=language))


def test_a_provisional_estimate_says_that_it_is() -> None:
    health = replace(vehicle_details.estimate(), status=EstimateStatus.PROVISIONAL)
    assert "it is provisional" in _flat(content(health=health))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("There is no estimate of our own beside it.", "One charge is too little.", "No grade")),
        ("de", ("Eine eigene Schätzung gibt es dazu nicht.", "One charge is too little.", "Keine Bewertung")),
    ],
)
def test_a_refused_estimate_gives_its_reason_and_no_grade(language: str, expected: tuple[str, ...]) -> None:
    text = _flat(refused(language))
    assert [words for words in expected if words not in text] == []
    assert "91.4" not in text


def test_without_charging_data_the_paper_says_so() -> None:
    text = _flat(without_estimate())
    assert "no charging data is at hand" in text
    assert "No charges are at hand." in text


def test_a_car_over_a_hundred_percent_is_shown_as_it_is() -> None:
    text = _text(content(replace(full_report(), soh_percent=103.4, soh_low_percent=None)))
    assert "103.4 %" in text
    assert "or more (103 %)" in " ".join(text.split())


def test_a_grade_is_a_letter_with_its_word() -> None:
    assert "Grade B" in _text(content())
    assert "Bewertung B" in _text(content(language="de"))


def test_a_session_that_is_left_out_says_why_in_the_readers_language() -> None:
    assert "Fewer than 20 points of charge." in _text(content())
    assert "Weniger als 20 Prozentpunkte geladen." in _text(content(language="de"))


def test_more_charges_than_rows_are_counted() -> None:
    health = vehicle_details.estimate()
    many = replace(health, sessions=tuple(vehicle_details.judged(day, 20, 80, 32.0) for day in range(1, 21)))
    text = _text(content(health=many))
    assert "and 8 more" in text
    assert "from 20 of 20 charges" in text


def test_a_line_end_in_a_name_is_a_blank() -> None:
    assert "Zoë Łukasz Žižek" in _text(replace(content(), dealer_name="Zoë\nŁukasz\tŽižek"))


def test_what_the_detectors_found_is_named() -> None:
    flagged = replace(vehicle_details.estimate(), flags=("The odometer runs backwards by 900 km in the data.",))
    assert "Noted in the data: The odometer runs backwards by 900 km" in _text(content(health=flagged))
    assert "In den Daten aufgefallen" in _text(content(health=flagged, language="de"))


def test_a_refusal_the_paper_knows_is_worded_in_the_readers_language() -> None:
    health = replace(vehicle_details.estimate(EstimateStatus.REFUSED), reason_code="too_few_charges")
    assert "Too few charges count: three of 20 points or more" in _flat(content(health=health))
    assert "Es zählen zu wenige Ladungen" in _flat(content(health=health, language="de"))


def test_a_capacity_without_the_capacity_when_new_gives_no_state_of_health_of_our_own() -> None:
    health = replace(vehicle_details.estimate(), soh_percent=None, baseline=None, grade=None)
    text = _flat(content(health=health))
    assert "the capacity when new is not known" in text
    assert "53.0 kWh (51.4–54.6 kWh)" in text
    assert "91.4" not in text.partition("Evidence")[0]


def test_an_interval_too_wide_for_a_grade_is_the_reason_given() -> None:
    health = replace(vehicle_details.estimate(), grade=None, soh_percent=Interval(91.4, 80.0, 102.8))
    assert "the interval is too wide" in _flat(content(health=health))


def test_energy_counted_at_the_charger_is_said() -> None:
    health = replace(vehicle_details.estimate(), measured_at=MeasuringPoint.EVSE_AC)
    assert "Energy counted at the AC charger" in _text(content(health=health))


def test_a_report_that_is_not_valid_any_more_says_so() -> None:
    revoked = replace(full_report(), status=ReportStatus.REVOKED, status_raw="revoked")
    assert "revoked on 23 Nov 2026" in _text(content(revoked))


def test_battery_status_is_printed_only_when_it_is_a_word_of_the_law() -> None:
    assert "original" in _text(content())
    invented = replace(full_report(), annex_xiii=json.dumps({"battery_status": "as good as new"}))
    text = _text(content(invented))
    assert "as good as new" not in text
    assert "original" not in text


def test_the_warranty_ends_after_its_months_even_where_the_month_is_shorter() -> None:
    assert "until 28 Feb 2029" in _text(content())


def test_a_warranty_that_is_over_says_so() -> None:
    old = replace(full_report(), annex_xiii=json.dumps({**ANNEX, "put_into_service": "2015-06-01"}))
    assert "ended 1 May 2023" in _flat(content(old))


@pytest.mark.parametrize(
    "annex", ["", "[]", "{", '{"rated_energy": 7, "put_into_service": "soon"}', "null", '{"a": NaN}']
)
def test_a_field_list_that_is_no_such_list_leaves_the_fields_not_available(annex: str) -> None:
    text = _text(content(replace(full_report(), annex_xiii=annex)))
    assert "not available" in text
    assert "not derivable from telemetry" in text


def test_what_telemetry_cannot_give_is_printed_only_when_declared() -> None:
    assert "2.5 %" not in _text(content())
    declared = {**ANNEX, "power_fade": {"value": 2.5, "unit": "%", "provenance": "declared"}}
    assert "2.5 %" in _text(content(replace(full_report(), annex_xiii=json.dumps(declared))))


def test_an_estimate_in_ampere_hours_is_charted_in_ampere_hours() -> None:
    health: HealthEstimate = replace(
        vehicle_details.estimate(), capacity_kwh=None, capacity_ah=Interval(148.0, 144.0, 152.0)
    )
    sessions = tuple(
        replace(
            one, capacity_kwh=None, capacity_ah=148.0, session=replace(one.session, energy_kwh=None, charge_ah=88.8)
        )
        for one in health.sessions
    )
    text = _text(content(health=replace(health, sessions=sessions)))
    assert "148.0 Ah per 100 %" in text
    assert "Charge in Ah" in text


def test_an_open_end_of_validity_is_said() -> None:
    assert "no end date stated" in _text(content(replace(full_report(), valid_until=None)))


def test_the_last_day_of_the_year_stays_in_its_year() -> None:
    late = replace(full_report(), generated_at=datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    assert "31 Dec 2026" in _text(content(late))
