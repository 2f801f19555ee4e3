"""What the detectors and refusals of the estimate say, in the language of the report."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from celliq_desktop.battery import refusals
from celliq_desktop.battery.kinds import Step
from celliq_desktop.battery.quality import Gate
from celliq_desktop.battery.watch import flags_of
from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession, JudgedSession
from celliq_desktop.reports.findings import in_words
from celliq_desktop.reports.formats import Formats
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.words import CATALOGUES
from tests.reports.contents import content
from tests.support import vehicle_details

_T0 = 1.7e9


def _session(number: int) -> ChargeSession:
    start = _T0 + 90_000.0 * number
    return ChargeSession(
        start_s=start,
        end_s=start + 3_600,
        soc_start_percent=20.0,
        soc_end_percent=80.0,
        energy_kwh=30.0 + 0.7 * number,
        odometer_km=(50_000.0, 50_100.0, 49_000.0, 49_050.0)[number],
        soc_jump_percent=12.4,
        counter_ratio=1.074,
        unphysical=number == 1,
    )


def _judged(sessions: Sequence[ChargeSession]) -> list[JudgedSession]:
    return [JudgedSession(one, used=False, reason=Gate.STALE_SOC.value) for one in sessions]


def _samples(time_s: Sequence[float]) -> Samples:
    return Samples.from_columns(array("d", time_s))


def _said() -> Iterator[str]:
    """Every sentence a detector has."""
    sessions = [_session(number) for number in range(4)]
    alike = [replace(sessions[0], start_s=one.start_s, end_s=one.end_s, energy_kwh=33.33) for one in sessions]
    yield from flags_of(None, _judged(sessions))
    yield from flags_of(None, _judged(alike))
    yield from flags_of(_samples([_T0 + step for step in (0, 60, 120, -7_200, 180)]), [])
    yield from flags_of(_samples([_T0 + step for step in (0, 60, 120, -3_600, 180)]), [])
    yield from flags_of(_samples([_T0 - step for step in range(5)]), [])
    yield from flags_of(_samples([5e8 + step for step in range(5)]), [])
    for before, after in pairwise((60.0, 40.0, 58.0, 55.5, 57.1)):
        yield Step(1, _T0, before, after, "kWh").sentence


_SENTENCES = sorted(set(_said()))


def test_every_kind_of_finding_was_said() -> None:
    """In a catalogue of bare keys each sentence gives its key."""
    keys = {key: key for key in CATALOGUES["en"] if key.startswith("finding_")}
    assert {in_words(sentence, keys, Formats("en")) for sentence in _SENTENCES} == set(keys)


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("sentence", _SENTENCES)
def test_no_finding_is_left_in_the_detectors_own_words(sentence: str, language: str) -> None:
    said = in_words(sentence, CATALOGUES[language], Formats(language))
    assert said != sentence
    assert "{" not in said


def test_figures_of_a_finding_are_written_as_the_reader_writes_them() -> None:
    sentence = "The odometer runs backwards, from 52,310 to 48,210 km."
    assert (
        in_words(sentence, CATALOGUES["de"], Formats("de"))
        == "Der Kilometerstand läuft rückwärts, von 52.310\N{NO-BREAK SPACE}km auf 48.210\N{NO-BREAK SPACE}km."
    )
    step = Step(1, _T0, 60.0, 54.0, "kWh").sentence
    assert "de 60,0 à 54,0 (−10 %)" in in_words(step, CATALOGUES["fr"], Formats("fr"))
    assert "(+5 %)" in in_words(Step(1, _T0, 60.0, 63.0, "kWh").sentence, CATALOGUES["en"], Formats("en"))


def test_a_finding_nobody_knows_is_quoted() -> None:
    assert in_words("The moon is full.", CATALOGUES["de"], Formats("de")) == "The moon is full."


def test_findings_stand_on_the_page_in_the_language_of_the_report() -> None:
    flagged = replace(vehicle_details.estimate(), flags=("The odometer runs backwards, from 52,000 to 48,210 km.",))
    text = " ".join(text_of(render(content(health=flagged, language="pl"))).split())
    assert "Zauważono w danych: Przebieg cofa się, z 52 000 km na 48 210 km." in text


_CODES = (
    refusals.MIXED_SOC,
    "current_sign",
    "too_few_charges",
    "no_usable_charge",
    "no_charge",
    "only_driving",
    "undeclared_measuring_point",
    *(gate.value for gate in Gate),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_words(language: str) -> None:
    words = CATALOGUES[language]
    assert [code for code in _CODES if not {f"refusal_{code}", f"reason_{code}"} & set(words)] == []


@pytest.mark.parametrize("code", ["mixed_soc", "stale_soc", "too_few_charges"])
def test_a_refusal_is_worded_on_the_page(code: str) -> None:
    health = replace(vehicle_details.estimate(EstimateStatus.REFUSED), reason_code=code, reason="Only in English.")
    assert "Only in English." not in text_of(render(content(health=health, language="it", outlook=False)))
