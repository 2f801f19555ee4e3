"""The two languages say the same things, each in its own manner."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from babel import Locale

from celliq_desktop.battery.quality import Gate
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.sessions import CurrentKind, MeasuringPoint
from celliq_desktop.reports.annex import BATTERY_STATUSES, annex_fields
from celliq_desktop.reports.charts import nice_axis
from celliq_desktop.reports.fields import Provenance
from celliq_desktop.reports.formats import Formats
from celliq_desktop.reports.judgement import Agreement
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.sections.history_chart import month_starts
from celliq_desktop.reports.words import CATALOGUES
from celliq_desktop.viewmodels.reports import states
from tests.reports.contents import ANNEX, content, full_report

_NBSP = "\N{NO-BREAK SPACE}"


def test_all_languages_have_the_same_words() -> None:
    assert LANGUAGES == ("en", "de", "fr", "nl", "es", "it", "pl")
    plain = {language: {key for key in words if "." not in key} for language, words in CATALOGUES.items()}
    assert {language: keys ^ plain["en"] for language, keys in plain.items()} == {
        language: set() for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_with_a_number_have_the_forms_of_their_language(language: str) -> None:
    """Those that whole numbers take (CLDR); the millions of French, Spanish and Italian no report counts to."""
    rules = Locale.parse(language).plural_form
    forms = {rules(count) for count in range(1, 1_000)} - {"other"}
    counted = {key for key in CATALOGUES["en"] if f"{key}.one" in CATALOGUES["en"]}
    assert counted == {"own_from", "more", "events_some", "warranty_length", "unit_months"}
    for key in counted:
        assert {found for found in forms | {"few", "many"} if f"{key}.{found}" in CATALOGUES[language]} == forms, key


@pytest.mark.parametrize(
    ("language", "months", "words"),
    [
        ("en", 1, "1 month from first use"),
        ("en", 95, "95 months from first use"),
        ("pl", 1, "1 miesiąc od"),
        ("pl", 22, "22 miesiące od"),
        ("pl", 12, "12 miesięcy od"),
        ("pl", 95, "95 miesięcy od"),
        ("de", 1, "1 Monat ab"),
        ("it", 1, "1 mese dal"),
    ],
)
def test_a_number_of_months_takes_its_form(language: str, months: int, words: str) -> None:
    annex = json.dumps({**ANNEX, "warranty_period_months": months})
    assert words in text_of(render(content(replace(full_report(), annex_xiii=annex), language=language)))


def test_the_reports_screen_offers_every_language_of_the_paper() -> None:
    assert tuple(code for code, _name in states.LANGUAGES) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_placeholders(language: str) -> None:
    for key, words in CATALOGUES[language].items():
        english = CATALOGUES["en"][key.partition(".")[0]]
        assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", english)), key


def test_no_words_are_empty_or_shout() -> None:
    for words in CATALOGUES.values():
        assert [key for key, text in words.items() if not text.strip() or "!" in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_thing_has_its_words(language: str) -> None:
    wanted = {
        *(f"status_{status.value}" for status in ReportStatus),
        *(f"kind_{kind.value}" for kind in CurrentKind),
        *(f"reason_{gate.value}" for gate in Gate),
        *(f"at_{point.value}" for point in MeasuringPoint),
        *(f"status_word_{status}" for status in BATTERY_STATUSES),
        *(one.value for one in Provenance),
        *(one.value for one in Agreement),
        *(field.key for field in annex_fields(content())),
    }
    assert wanted - set(CATALOGUES[language]) == set()


@pytest.mark.parametrize(
    ("language", "value", "digits", "written"),
    [
        ("en", 48_210.0, 0, "48,210"),
        ("de", 48_210.0, 0, "48.210"),
        ("en", 1_234.56, 1, "1,234.6"),
        ("de", 1_234.56, 1, "1.234,6"),
        ("de", -4.0, 1, "−4,0"),
        ("fr", 48_210.5, 1, f"48{_NBSP}210,5"),
        ("nl", 48_210.0, 0, "48.210"),
        ("es", 48_210.0, 0, "48.210"),
        ("it", 0.25, 1, "0,2"),
        ("pl", 48_210.0, 0, f"48{_NBSP}210"),
        ("en", -0.04, 1, "0.0"),
    ],
)
def test_numbers_follow_the_language(language: str, value: float, digits: int, written: str) -> None:
    assert Formats(language).number(value, digits) == written


@pytest.mark.parametrize(("language", "written"), [("en", f"91.4{_NBSP}%"), ("de", f"91,4{_NBSP}%")])
def test_a_percent_sign_never_parts_from_its_number(language: str, written: str) -> None:
    assert Formats(language).percent(91.4) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", f"3{_NBSP}Nov{_NBSP}2026"), ("de", "03.11.2026"), ("pl", f"3{_NBSP}lis{_NBSP}2026")],
)
def test_days_follow_the_language(language: str, written: str) -> None:
    assert Formats(language).day(datetime(2026, 11, 3, 23, 59, tzinfo=UTC)) == written
    assert Formats(language).day(date(2026, 11, 3)) == written
    assert Formats(language).day(None) == ""


@pytest.mark.parametrize(("low", "high", "ends"), [(0, 53, (0, 60)), (87.2, 95.1, (85, 100)), (92, 92, (92, 93))])
def test_axes_begin_and_end_on_a_tick(low: float, high: float, ends: tuple[float, float]) -> None:
    axis = nice_axis(low, high, 4 if low == 0 else 3)
    assert (axis.low, axis.high) == ends
    assert (axis.ticks[0][0], axis.ticks[-1][0]) == ends


@pytest.mark.parametrize("months", [6, 14, 40, 120])
def test_a_history_has_two_to_five_months_on_its_axis(months: int) -> None:
    begin = datetime(2020, 1, 15, tzinfo=UTC).timestamp()
    starts = month_starts(begin, begin + months * 30.4 * 86_400)
    assert 2 <= len(starts) <= 5
    assert {datetime.fromtimestamp(start, UTC).day for start in starts} == {1}
