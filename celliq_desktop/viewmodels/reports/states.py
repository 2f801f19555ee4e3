"""What the reports screen shows: the library on the left, the selected report's sheet on the right."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Report, ReportStatus

LANGUAGES: tuple[tuple[str, str], ...] = (
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("nl", "Nederlands"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("pl", "Polski"),
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
class SheetState:
    """The selected report. ``pdf`` None while it is rendered; ``warning`` says why it should not be handed out as it
    is."""

    report: Report | None = None
    language: str = "en"
    pdf: bytes | None = None
    warning: str = ""
    exporting: bool = False
    exported_path: str = ""
    qr: QrState | None = None
    problem: Problem | None = None
