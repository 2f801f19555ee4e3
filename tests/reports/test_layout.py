"""Words keep to their places whatever they are, in every language: measured, not looked at. And the check that measures
sees what it must."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.layout import Layout
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.styles import BODY, SUBHEADING
from tests.reports.cases import FLAG, rich
from tests.reports.contents import ANNEX, content, full_report, refused, without_estimate
from tests.support import vehicle_details

_HOUSE = "Maximilian Oberhuber-Schwarzenegger und Söhne Automobilhandelsgesellschaft mbH "
_BLOCK = "W" * 120


def _cases(language: str) -> Iterator[tuple[str, ReportContent]]:
    full = rich(language)
    yield "full", full
    yield "refused", refused(language)
    yield "without estimate", replace(without_estimate(), language=language)
    yield (
        "long names",
        replace(
            full,
            dealer_name=_HOUSE * 2,
            dealer_address="Industriegebiet Nord, Halle 14b, Obere Donaustraße 1234 " * 3,
            footer="All prices include value added tax where it applies. " * 12,
            issuer="CellIQ Battery Certification Services International Holding Limited " * 2,
            verify_url="https://celliq.eu/verify/" + "A1b2C3d4" * 16,
            report=replace(
                full.report,
                make="Mercedes-Benz Personenkraftwagen",
                model="EQS 580 4MATIC SUV Edition",
                status=ReportStatus.SUPERSEDED,
                status_raw="superseded",
            ),
        ),
    )
    old = {**ANNEX, "warranty_period_months": 1, "put_into_service": "2015-06-01", "battery_status": "remanufactured"}
    yield (
        "one endless word",
        replace(
            full,
            dealer_name=_BLOCK,
            dealer_address=_BLOCK,
            footer=_BLOCK * 4,
            issuer=_BLOCK,
            report=replace(full.report, make=_BLOCK, model=_BLOCK, annex_xiii=json.dumps(old)),
        ),
    )
    yield "warranty over", content(replace(full_report(), annex_xiii=json.dumps(old)), language=language)
    sessions = tuple(
        replace(vehicle_details.judged(day, 20, 80, 32.0, used=day % 3 > 0), reason="outlier") for day in range(1, 41)
    )
    many = replace(vehicle_details.estimate(), sessions=sessions, flags=(FLAG,) * 6)
    yield "many charges and flags", content(health=many, language=language, sample=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_run_over_others_or_off_the_page(language: str) -> None:
    for name, case in _cases(language):
        try:
            render(case)
        except Refused as problem:
            pytest.fail(f"{name}: {problem.reasons}")


_names = st.text(st.characters(codec="utf-8"), max_size=160)


@settings(max_examples=25)
@given(dealer=_names, address=_names, footer=_names, issuer=_names, model=_names, language=st.sampled_from(LANGUAGES))
def test_whatever_people_and_servers_write_has_room(
    dealer: str, address: str, footer: str, issuer: str, model: str, language: str
) -> None:
    case = rich(language)
    render(
        replace(
            case,
            dealer_name=dealer,
            dealer_address=address,
            footer=footer,
            issuer=issuer,
            report=replace(case.report, model=model),
        )
    )


def test_the_check_sees_words_that_meet() -> None:
    layout = Layout()
    layout.line(20.0, 50.0, 40.0, "State of health", BODY)
    layout.line(59.0, 50.4, 20.0, "92.1 %", BODY)
    with pytest.raises(Refused) as caught:
        layout.check()
    assert caught.value.code == "page_overflows"
    assert "“State of health” runs into “92.1 %”" in caught.value.reasons[0]


def test_lines_of_a_paragraph_and_neighbours_do_not_meet() -> None:
    layout = Layout()
    for number in range(4):
        layout.line(20.0, 50.0 + number * BODY.line * 25.4 / 72, 80.0, "a line", BODY)
    layout.line(101.0, 50.0, 20.0, "beside it", SUBHEADING)
    layout.check()


@pytest.mark.parametrize(("left", "y"), [(5.0, 50.0), (150.0, 50.0), (20.0, 294.0), (20.0, 4.0)])
def test_the_check_sees_words_that_leave_the_page(left: float, y: float) -> None:
    layout = Layout()
    layout.line(left, y, 60.0, "words", BODY)
    with pytest.raises(Refused, match="more words than room"):
        layout.check()


def test_the_check_keeps_reserved_places_free() -> None:
    layout = Layout()
    layout.reserve(132.0, 259.0, 194.0, 279.0, "seal")
    layout.line(100.0, 262.0, 40.0, "too long", BODY)
    with pytest.raises(Refused, match="more words than room"):
        layout.check()
