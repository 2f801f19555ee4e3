"""Facts with their origin: what the paper prints and the twin repeats, and how each of them is known."""

from dataclasses import dataclass
from enum import Enum

from celliq_desktop.domain.health import EstimateStatus, HealthEstimate
from celliq_desktop.reports.content import ReportContent


class Provenance(Enum):
    """How a fact is known; the first four are the words of celliq.yaml ``Measured.provenance``."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    DECLARED = "declared"
    NOT_AVAILABLE = "not_available"
    NOT_DERIVABLE = "not_derivable_from_telemetry"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: ``key`` names its words, ``value`` is None when it is not known, ``unit`` an SI or everyday unit.
    ``source`` is ``issuer`` (the server's record) or ``desk`` (our own reading of the telemetry)."""

    key: str
    value: int | float | str | None
    unit: str | None
    provenance: Provenance
    source: str | None = None


def missing(key: str) -> Field:
    """A fact nobody has told us."""
    return Field(key, None, None, Provenance.NOT_AVAILABLE)


def known(key: str, value: int | float | str | None, unit: str | None, provenance: Provenance, source: str) -> Field:
    """The fact, or ``missing`` when there is no value."""
    return missing(key) if value is None else Field(key, value, unit, provenance, source)


def identity(content: ReportContent) -> tuple[Field, ...]:
    """Which car it is."""
    declared = Provenance.DECLARED
    return (
        known("make", content.make, None, declared, "issuer"),
        known("model", content.model, None, declared, "issuer"),
        known("trim", content.trim, None, declared, "issuer"),
        known("year", content.year, None, declared, "issuer"),
        known("vin", content.vin, None, declared, "issuer"),
        known("odometer", content.odometer_km, "km", Provenance.MEASURED, "issuer"),
    )


def capacity_now_official(content: ReportContent) -> Field:
    """Usable energy now as the issuer's record has it."""
    return known("capacity_official", content.report.estimated_capacity_kwh, "kWh", Provenance.ESTIMATED, "issuer")


def capacity_new(content: ReportContent) -> Field:
    """Usable capacity when new: the base of the own estimate, else what the issuer declares."""
    estimate = given_estimate(content)
    if estimate is not None and estimate.baseline is not None:
        return Field("capacity_new", estimate.baseline.value, estimate.baseline.unit, Provenance.DECLARED, "desk")
    return nominal(content, "capacity_new")


def nominal(content: ReportContent, key: str) -> Field:
    """Usable energy when new as the issuer declares it."""
    for value in (content.report.nominal_capacity_kwh, content.car_record.nominal_capacity_kwh):
        if value is not None:
            return Field(key, float(value), "kWh", Provenance.DECLARED, "issuer")
    return missing(key)


def given_estimate(content: ReportContent) -> HealthEstimate | None:
    """The own estimate when it carries numbers; None when there is none or it is refused."""
    estimate = content.estimate
    return None if estimate is None or estimate.status is EstimateStatus.REFUSED else estimate
