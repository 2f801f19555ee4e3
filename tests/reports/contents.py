"""Report contents for the tests of the paper: a full one, and the ones that lack something."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
from PIL import Image

from celliq_desktop.domain.forecast import Cohort, Forecast, ForecastLine, Outlook
from celliq_desktop.domain.health import EstimateStatus, HealthEstimate, Interval
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.reports.content import ReportContent, content_of
from tests.support import vehicle_details

ANNEX = {
    "battery_category": "EV",
    "battery_status": "original",
    "rated_energy": {"value": 58.0, "unit": "kWh", "provenance": "declared"},
    "capacity_fade": {"value": 7.9, "unit": "%", "provenance": "estimated"},
    "power_fade": {"value": 2.5, "unit": "%", "provenance": "estimated"},
    "capacity_threshold_for_exhaustion": {"value": 70, "unit": "%", "provenance": "declared"},
    "put_into_service": "2021-03-31",
    "warranty_period_months": 95,
    "negative_events": [],
}


_OUTLOOK = Forecast(
    rate_percent_per_year=Interval(1.9, 1.2, 2.6),
    lines=(
        ForecastLine(80.0, 6.0, 3.5, 10.4),
        ForecastLine(72.0, 10.2, 7.0, None),
        ForecastLine(70.0, None, 8.0, None),
    ),
    warranty_years_left=None,
    at_warranty_end_percent=None,
    from_own_history=True,
)


_COHORT = Cohort(14, 88.2, 91.0, 93.9, 62.0)


def full_report() -> Report:
    """A report in which the server says everything it can."""
    return replace(
        vehicle_details.report(),
        soh_low_percent=89.5,
        soh_high_percent=94.7,
        estimated_capacity_kwh=53.4,
        nominal_capacity_kwh=58.0,
        odometer_km=48_210.0,
        annex_xiii=json.dumps(ANNEX),
        content_sha256="ab" * 32,
        data_from=datetime(2026, 4, 1, tzinfo=UTC),
        data_to=datetime(2026, 9, 30, tzinfo=UTC),
    )


def content(
    report: Report | None = None,
    health: HealthEstimate | None = None,
    *,
    detail: VehicleDetail | None = None,
    language: str = "en",
    sample: bool = False,
    outlook: bool = True,
) -> ReportContent:
    """The ID.3 with the standard estimate, unless something else is given."""
    issued, evidence = report or full_report(), detail or vehicle_details.detail(health or vehicle_details.estimate())
    follows = Outlook(forecast=_OUTLOOK, cohort=_COHORT) if outlook else Outlook()
    return content_of(
        issued,
        replace(evidence, outlook=follows),
        dealer_name="Autohaus Brunner GmbH",
        dealer_address="Ringstraße 12\n80331 München",
        footer="Subject to prior sale.",
        issuer="CellIQ",
        verify_url=f"https://celliq.eu/verify/{issued.token}",
        language=language,
        sample=sample,
        prepared_at=vehicle_details.NOW,
    )


def refused(language: str = "en") -> ReportContent:
    """Our own estimate is refused with a sentence."""
    return content(health=vehicle_details.estimate(EstimateStatus.REFUSED), language=language, outlook=False)


def without_estimate() -> ReportContent:
    """No charging data at all."""
    return content(vehicle_details.report(), detail=vehicle_details.detail(None), outlook=False)


def picture_of(pdf: bytes, page: int = 0, dpi: int = 144) -> Image.Image:
    """A page as a grey picture."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        drawn: Image.Image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    return drawn
