"""Whether a report can be issued for a car, as far as this desk can tell from the mirror."""

from dataclasses import dataclass
from enum import Enum

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.viewmodels.words import N_, _

_CHARGES_TO_ISSUE = 3
"""Issue rule of report.md section 1: three charges, or one of 60 points or more."""


class Readiness(Enum):
    """Where a car stands on the way to its report."""

    READY = "ready"
    PROVISIONAL = "provisional"
    UNDER_WAY = "under_way"
    NEEDS_YOU = "needs_you"
    MORE_CHARGES = "more_charges"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class ReadinessWords:
    """A state in words. ``detail`` says why."""

    state: Readiness
    words: str
    tone: str
    detail: str


_READY = ReadinessWords(
    Readiness.READY,
    N_("Can issue"),
    "good",
    N_("This desk has enough evidence; CellIQ checks again before a credit is used."),
)
_PROVISIONAL = ReadinessWords(
    Readiness.PROVISIONAL,
    N_("Provisional"),
    "fair",
    N_("A report would be marked provisional; another charge narrows the interval."),
)
_NO_TELEMETRY = ReadinessWords(Readiness.NO_DATA, N_("No data"), "none", N_("No telemetry on this desk yet."))
_NOT_ESTIMATED = ReadinessWords(Readiness.NO_DATA, N_("No data"), "none", N_("Not estimated yet; sync the car."))
_UNDER_WAY = ReadinessWords(
    Readiness.UNDER_WAY, N_("Under way"), "info", N_("A report is on its way; Activity shows its state.")
)
_UNSENT = ReadinessWords(
    Readiness.UNDER_WAY,
    N_("Waiting to be sent"),
    "info",
    N_("A report is asked for; it is safe here and is sent with the next sync."),
)
_WAITING = {
    OperationState.QUEUED: _UNSENT,
    OperationState.WAITING: _UNSENT,
    OperationState.NEEDS_PAYMENT: ReadinessWords(
        Readiness.NEEDS_YOU, N_("Waits for credits"), "fair", N_("Open Activity to go on.")
    ),
    OperationState.NEEDS_USER: ReadinessWords(
        Readiness.NEEDS_YOU, N_("Needs your decision"), "fair", N_("Open Activity to go on.")
    ),
}


def readiness_of(row: FleetRow) -> ReadinessWords:
    """The first of these that holds: a report under way, enough evidence, not enough, none."""
    if row.pending is not None and row.pending.active:
        return _WAITING.get(row.pending, _UNDER_WAY)
    if row.estimate_status is EstimateStatus.STANDARD:
        return _READY
    if row.estimate_status is EstimateStatus.PROVISIONAL:
        return _PROVISIONAL
    if row.estimate_status is EstimateStatus.REFUSED:
        return ReadinessWords(Readiness.MORE_CHARGES, _more(row), "none", row.estimate_reason or "")
    return _NOT_ESTIMATED if row.readings_stored else _NO_TELEMETRY


def _more(row: FleetRow) -> str:
    missing = _CHARGES_TO_ISSUE - (row.sessions_used or 0)
    if missing <= 0:
        return _("Not yet")
    return _("1 more charge") if missing == 1 else _("{missing} more charges").format(missing=missing)
