"""What the reports screen shows: the library on the left, the selected report's sheet on the right."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.handing_over import Printout
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.viewmodels.words import N_

LANGUAGES: tuple[tuple[str, str], ...] = (
    ("en", N_("English")),
    ("de", N_("Deutsch")),
    ("fr", "Français"),
    ("nl", N_("Nederlands")),
    ("es", "Español"),
    ("it", N_("Italiano")),
    ("pl", N_("Polski")),
)
"""Languages a report can be printed in, each by its own name."""


class LibraryPhase(Enum):
    """Which of the library's states is on."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryRow:
    """One issued report. ``status_word`` is the status in words, ``tone`` its mark (good, fair, poor, none);
    ``exported`` how often this desk handed it out."""

    id: ReportId
    vehicle_id: VehicleId
    car: str
    vin: str
    generated: str
    generated_at: datetime
    soh: str
    soh_percent: float
    status: ReportStatus
    status_word: str
    tone: str
    valid_until: str
    exported: int
    haystack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryState:
    """``rows`` are those the search and the status chips leave, newest first; ``total`` counts all."""

    phase: LibraryPhase = LibraryPhase.LOADING
    rows: tuple[LibraryRow, ...] = ()
    total: int = 0
    search: str = ""
    statuses: frozenset[ReportStatus] = field(default_factory=frozenset)
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QrState:
    """The QR code full screen: matrix, True = dark, and the link in words."""

    url: str
    modules: tuple[tuple[bool, ...], ...]
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One file that was handed out. ``sha256`` is of the file as it stands now, with a late timestamp or without."""

    id: str
    report_id: ReportId
    day: str
    when: str
    when_at: datetime
    car: str
    vin: str
    recipient: str
    purpose: str
    file: str
    path: str
    sha256: str
    sealed_as: str
    haystack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """``rows`` are those the search leaves, newest first; ``total`` counts all."""

    rows: tuple[LedgerRow, ...] = ()
    total: int = 0
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchState:
    """Many reports being sealed: ``done`` of ``total``; ``summary`` and ``detail`` once it is over."""

    running: bool = False
    done: int = 0
    total: int = 0
    summary: str = ""
    detail: str = ""
    folder: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintsState:
    """Many reports being printed: ``done`` of ``total``; ``summary`` and ``detail`` once it is over. ``waiting`` and
    ``doubtful`` count what a queue that broke off has left: not begun, and perhaps printed."""

    running: bool = False
    done: int = 0
    total: int = 0
    summary: str = ""
    detail: str = ""
    waiting: int = 0
    doubtful: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetState:
    """The selected report. ``pdf`` None while it is rendered; ``warning`` says why it should not be handed out as it
    is; ``copied`` is a link for the clipboard."""

    report: Report | None = None
    language: str = "en"
    pdf: bytes | None = None
    warning: str = ""
    qr: QrState | None = None
    copied: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingState:
    """How the selected report leaves: ``doing`` is what is under way, in a word or two. ``printout`` is ready for a
    printer, ``mailed`` says what became of a letter, ``exported_path`` where a file was written."""

    doing: str = ""
    exported_path: str = ""
    printout: Printout | None = None
    mailed: str = ""
    problem: Problem | None = None
