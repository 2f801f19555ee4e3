"""What the fleet can be filtered by, declared: a new filter is one entry in ``FACETS``.

Options of one facet are alternatives (or); facets narrow one another (and), and the chips say so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.viewmodels.fleet.cells import expired
from celliq_desktop.viewmodels.fleet.readiness import Readiness, readiness_of
from celliq_desktop.viewmodels.words import N_, _

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative; ``key`` is ``facet:name``."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Facet:
    """``code`` gives the position in ``options`` a car belongs to, or -1."""

    key: str
    title: str
    options: tuple[Option, ...]
    code: Callable[[FleetRow, datetime], int]


def _options(facet: str, *names: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(f"{facet}:{name}", words) for name, words in names)


_STATUSES = (VehicleStatus.ACTIVE, VehicleStatus.PENDING, VehicleStatus.ATTENTION, VehicleStatus.DISCONNECTED)
_REPORTS = (ReportStatus.VALID, ReportStatus.EXPIRED, ReportStatus.SUPERSEDED, ReportStatus.REVOKED)
_READY = tuple(Readiness)


def _position(found: object, among: Iterable[object]) -> int:
    return next((at for at, one in enumerate(among) if one is found), -1)


def _report_code(row: FleetRow, now: datetime) -> int:
    if row.report_status is None:
        return len(_REPORTS)
    status = (
        ReportStatus.EXPIRED if row.report_status is ReportStatus.VALID and expired(row, now) else row.report_status
    )
    return _position(status, _REPORTS)


def _age_code(row: FleetRow, now: datetime) -> int:
    if row.newest_reading_s is None:
        return 3
    days = (now.timestamp() - row.newest_reading_s) / _DAY_S
    return 0 if days <= 7 else 1 if days <= 30 else 2


def _band_code(row: FleetRow, _now: datetime) -> int:
    soh = row.soh_percent
    if soh is None:
        return 4
    return 0 if soh >= 90 else 1 if soh >= 80 else 2 if soh >= 70 else 3


def needs_attention(row: FleetRow) -> bool:
    """A car that will not get better by itself: lost its connection, or its report waits for a person."""
    return row.status in (VehicleStatus.ATTENTION, VehicleStatus.DISCONNECTED) or row.pending in (
        OperationState.NEEDS_PAYMENT,
        OperationState.NEEDS_USER,
    )


FACETS: tuple[Facet, ...] = (
    Facet(
        "status",
        N_("Connection"),
        _options(
            "status",
            ("active", N_("Connected")),
            ("pending", N_("Pending")),
            ("attention", N_("Attention")),
            ("disconnected", N_("Disconnected")),
        ),
        lambda row, _now: _position(row.status, _STATUSES),
    ),
    Facet(
        "ready",
        N_("Readiness"),
        _options(
            "ready",
            ("ready", N_("Can issue")),
            ("provisional", N_("Provisional")),
            ("under_way", N_("Report under way")),
            ("needs_you", N_("Needs you")),
            ("more_charges", N_("Needs more charges")),
            ("no_data", N_("No data")),
        ),
        lambda row, _now: _position(readiness_of(row).state, _READY),
    ),
    Facet(
        "report",
        N_("Report"),
        _options(
            "report",
            ("valid", N_("Valid")),
            ("expired", N_("Expired")),
            ("superseded", N_("Superseded")),
            ("revoked", N_("Revoked")),
            ("none", N_("None")),
        ),
        _report_code,
    ),
    Facet(
        "age",
        N_("Data"),
        _options(
            "age",
            ("week", N_("Up to 7 days old")),
            ("month", N_("7 to 30 days old")),
            ("stale", N_("Over 30 days old")),
            ("never", N_("None")),
        ),
        _age_code,
    ),
    Facet(
        "soh",
        N_("State of health"),
        _options(
            "soh",
            ("90", N_("90 % and more")),
            ("80", N_("80 to 90 %")),
            ("70", N_("70 to 80 %")),
            ("low", N_("Below 70 %")),
            ("none", N_("Not available")),
        ),
        _band_code,
    ),
    Facet(
        "attention",
        N_("Attention"),
        _options("attention", ("yes", N_("Needs attention"))),
        lambda row, _now: 0 if needs_attention(row) else -1,
    ),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A facet in force, in words."""

    key: str
    words: str


WORDS = "words"
"""Key of the chip for what was typed."""


def chips_of(picked: frozenset[str], text: str = "") -> tuple[Chip, ...]:
    """A chip for the words typed, then one a facet with something picked, in the order of ``FACETS``."""
    typed = " ".join(text.split())
    chips = [Chip(WORDS, f"“{typed}”")] if typed else []
    for facet in FACETS:
        words = [_(option.words) for option in facet.options if option.key in picked]
        if words:
            single = len(facet.options) == 1
            chips.append(Chip(facet.key, words[0] if single else f"{_(facet.title)}: {_(' or ').join(words)}"))
    return tuple(chips)
