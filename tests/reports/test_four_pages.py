"""What pages 2 to 4 say of outlook, use, field list and authorisation, in every language."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from celliq_desktop.battery import health as battery_health
from celliq_desktop.domain.curves import BatteryUse
from celliq_desktop.domain.forecast import ForecastLine
from celliq_desktop.domain.health import Denominator, Interval
from celliq_desktop.reports.annex import annex_fields
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.judgement import GRADES
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.sections.evidence_grid import grid_of
from celliq_desktop.reports.words import words_of
from tests.reports.contents import ANNEX, content, full_report, refused, without_estimate
from tests.support import vehicle_details
from tests.support.vehicle_details import report


def _pages(case: ReportContent) -> list[str]:
    return [" ".join(page.split()) for page in text_of(render(case)).split("\f")]


def test_the_outlook_never_stands_without_its_interval() -> None:
    text = _pages(content())[1]
    for words in ("Reaches 80 % in about 6.0 years (3.5–10.4)", "in about 10.2 years (7.0–30+)", "after more than 30"):
        assert words in text
    assert "An outlook needs an estimate of our own." in _pages(without_estimate())[1]


def test_a_line_that_is_reached_says_so() -> None:
    case = content()
    assert case.outlook is not None
    low = replace(case.outlook, lines=(ForecastLine(80.0, 0.0, 0.0, 1.0),))
    assert "reached already" in _pages(replace(case, outlook=low))[1]


def test_a_refused_estimate_leaves_its_room_to_the_charts_that_there_are() -> None:
    assert grid_of(refused()).frame_height > grid_of(content()).frame_height + 30.0


def test_use_says_what_is_known_and_what_is_not() -> None:
    text = _pages(content())[2]
    assert "Full equivalent cycles 12.4" in text
    assert "Deep discharges not available" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_stands_in_the_list_with_its_point_and_provenance(language: str) -> None:
    case, words = content(language=language), words_of(language)
    text = _pages(case)[3]
    for field in annex_fields(case):
        assert words[field.key] in text
        assert words[field.provenance.value] in text
    for point in ("1(a)", "1(k)", "4(a)", "4(b)", "4(c)", "4(d)"):
        assert point in text


def test_the_authorisation_names_its_day_or_says_that_none_is_at_hand() -> None:
    case = content()
    since = replace(case, car_record=replace(case.car_record, connected_at=datetime(2026, 4, 2, tzinfo=UTC)))
    assert "shared with the issuer since 2 Apr 2026" in _pages(since)[3]
    assert "No record of an authorisation is at hand" in _pages(case)[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_greek_and_cyrillic_names_are_printed_in_every_language(language: str) -> None:
    name = "Αυτοκίνητα Παπαδόπουλος · Автомобили Ковальчук"
    assert name in _pages(replace(content(language=language), dealer_name=name))[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", [content(), content(sample=True), without_estimate()], ids=["full", "sample", "none"])
def test_words_that_are_not_ours_to_use_appear_in_no_language(case: ReportContent, language: str) -> None:
    text = " ".join(_pages(replace(case, language=language))).lower()
    for word in ("passport", "passeport", "paspoort", "pasaporte", "passaporto", "paszport", "soce", "!"):
        assert word not in text


def test_warranty_headroom_is_against_the_declared_limit_or_says_that_it_is_the_usual_one() -> None:
    declared = _pages(content())[0]
    assert "Headroom 22.1 points above 70 %" in declared
    assert "limit declared by the issuer" in declared
    low = replace(content(report()), report=replace(report(), soh_percent=66.5))
    assert "3.5 points below 70 %" in _pages(low)[0]
    assert "usual limit of battery warranties" in _pages(low)[0]


_STATUSES = ("original", "repurposed", "re-used", "remanufactured", "waste")


@pytest.mark.parametrize("status", _STATUSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fact_of_status_and_warranty_is_cut(language: str, status: str) -> None:
    """The longest words and the longest day that a language has there: an end in February or September."""
    month = _STATUSES.index(status) % 2
    annex = {**ANNEX, "battery_status": status, "put_into_service": ("2021-03-28", "2018-10-28")[month]}
    case = content(replace(full_report(), annex_xiii=json.dumps(annex)), language=language)
    assert "…" not in "".join(_pages(case))


def test_the_car_is_compared_where_there_are_enough_others() -> None:
    compared = _pages(content())[0]
    assert "better than 62 % of 14 other cars of this model" in compared
    assert "the middle half lies at 88.2–93.9 %" in compared
    assert "How it compares" not in _pages(content(outlook=False))[0]


def test_the_newest_figures_of_use_stand_on_page_3() -> None:
    use = BatteryUse(charged_ah=5_900.0, ac_share_percent=58.0, idle_loss_percent_per_day=0.31)
    text = _pages(replace(content(), use=use))[2]
    for words in ("Charge taken in 5,900 Ah", "with AC 58 %", "Loss while parked, a day 0.31 %", "halves from 70 %"):
        assert words in text


def test_other_capacities_when_new_are_shown_only_where_there_are_some() -> None:
    health = vehicle_details.estimate()
    assert health.baseline is not None
    assert health.soh_percent is not None
    own = Denominator(health.baseline, health.soh_percent)
    gross = Denominator(replace(health.baseline, value=62.0), Interval(85.5, 82.9, 88.1))
    assert "85.5 % (82.9–88.1 %)" in _pages(content(health=replace(health, denominators=(own, gross))))[2]
    assert "Other capacities" not in _pages(content(health=replace(health, denominators=(own,))))[2]


def test_the_scale_of_grades_is_the_one_that_is_given() -> None:
    assert tuple((letter, least) for letter, least in GRADES if least is not None) == tuple(
        (letter, least) for least, letter in battery_health._GRADES
    )
