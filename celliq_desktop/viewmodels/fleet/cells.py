"""What the fleet's cells show: words, tones and tips of one car."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.viewmodels.car_changes import change_words
from celliq_desktop.viewmodels.fleet.readiness import readiness_of
from celliq_desktop.viewmodels.formats import NOTHING, Formats
from celliq_desktop.viewmodels.tones import tone_of_grade
from celliq_desktop.viewmodels.words import N_, _, said


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows. ``extra`` is a second, quieter text (an interval); ``tone`` colours a pill or a badge whose
    letter is ``mark``; ``muted`` greys a value without evidence, ``quiet`` draws a pill without its ground; ``tip``
    says why."""

    text: str
    extra: str = ""
    tone: str = ""
    mark: str = ""
    muted: bool = False
    quiet: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """What wording a cell needs beside the row: formats and the present time."""

    formats: Formats
    now: datetime


STATUS_WORDS = {
    VehicleStatus.ACTIVE: (N_("Connected"), "good"),
    VehicleStatus.PENDING: (N_("Pending"), "info"),
    VehicleStatus.ATTENTION: (N_("Attention"), "fair"),
    VehicleStatus.DISCONNECTED: (N_("Disconnected"), "poor"),
}
_REPORT_WORDS = {
    ReportStatus.VALID: (N_("Valid"), "good"),
    ReportStatus.SUPERSEDED: (N_("Superseded"), "fair"),
    ReportStatus.EXPIRED: (N_("Expired"), "fair"),
    ReportStatus.REVOKED: (N_("Revoked"), "poor"),
}
ABSENT = Cell(NOTHING, muted=True)
"""A value nobody gave."""


def car_title(row: FleetRow) -> str:
    """``Volkswagen ID.3 Pro``."""
    return _title(row.make, row.model, row.trim)


def car_sort_key(row: FleetRow) -> str:
    """Its title as it is sorted, whatever the case."""
    return _sort_key(row.make, row.model, row.trim)


@lru_cache(maxsize=4_096)
def _title(make: str, model: str, trim: str | None) -> str:
    """Kept: a hundred thousand cars have some hundred titles, and sorting and search ask for all of them."""
    return " ".join(part for part in (make, model, trim) if part)


@lru_cache(maxsize=4_096)
def _sort_key(make: str, model: str, trim: str | None) -> str:
    """Kept as the titles are; one text object a title is also hashed once."""
    return _title(make, model, trim).lower()


def expired(row: FleetRow, now: datetime) -> bool:
    """True when the newest report's validity is over, whatever its status was when it was fetched."""
    return row.report_valid_until is not None and row.report_valid_until < now


def status_cell(row: FleetRow, _at: Moment) -> Cell:
    words, tone = STATUS_WORDS.get(row.status, (row.status_raw, "none"))
    words = _(words)
    if row.changes:  # what was asked for is laid over what the server said
        tip = f"{words}. " + ". ".join(change_words(kind, state) for kind, state in row.changes) + "."
        return Cell(change_words(*row.changes[0]).partition(":")[0] + "…", tone="info", tip=tip)
    return Cell(words, tone=tone, quiet=True)


def health_cell(row: FleetRow, at: Moment) -> Cell:
    if row.soh_percent is None:
        return Cell(NOTHING, tone="none", muted=True, tip=said(row.estimate_reason or readiness_of(row).detail))
    interval = ""
    if row.soh_low_percent is not None and row.soh_high_percent is not None:
        interval = "±" + at.formats.number((row.soh_high_percent - row.soh_low_percent) / 2, 1)
    evidence = (
        _("From {sessions_used} of {sessions_found} charges").format(
            sessions_used=row.sessions_used, sessions_found=row.sessions_found
        )
        if row.sessions_used is not None
        else ""
    )
    tone = tone_of_grade(row.grade)
    return Cell(at.formats.percent(row.soh_percent), interval, tone, row.grade or "", tip=evidence)


def report_cell(row: FleetRow, at: Moment) -> Cell:
    if row.report_status is None:
        return Cell(_("None"), tone="none", quiet=True)
    if row.report_status is ReportStatus.VALID and expired(row, at.now):
        return Cell(_("Expired"), at.formats.date(row.report_valid_until), "fair")
    words, tone = _REPORT_WORDS.get(row.report_status, (N_("Unknown"), "none"))
    words = _(words)
    until = row.report_valid_until if row.report_status is ReportStatus.VALID else None
    return Cell(words, _("to {day}").format(day=at.formats.date(until)) if until is not None else "", tone)


def readiness_cell(row: FleetRow, _at: Moment) -> Cell:
    words = readiness_of(row)
    return Cell(_(words.words), tone=words.tone, tip=said(words.detail))


def age_cell(row: FleetRow, at: Moment) -> Cell:
    if row.newest_reading_s is None:
        return Cell(_("never"), muted=True)
    return Cell(at.formats.epoch_age(row.newest_reading_s, at.now))


def sessions_cell(row: FleetRow, _at: Moment) -> Cell:
    if row.sessions_found is None:
        return ABSENT
    return Cell(_("{used} of {found}").format(used=row.sessions_used or 0, found=row.sessions_found))


def number_cell(
    read: Callable[[FleetRow], float | None], unit: str, digits: int = 0
) -> Callable[[FleetRow, Moment], Cell]:
    def cell(row: FleetRow, at: Moment) -> Cell:
        value = read(row)
        return ABSENT if value is None else Cell(at.formats.number(value, digits, unit))

    return cell
