"""The library's view-model: every issued report in the mirror, searched and filtered at once."""

from collections import Counter
from dataclasses import replace

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Report, ReportStatus, SealedExport
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import reports
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.reports.ledger import LedgerViewModel
from celliq_desktop.viewmodels.reports.states import LibraryPhase, LibraryRow, LibraryState
from celliq_desktop.viewmodels.words import N_, _
from celliq_desktop.viewmodels.workbench import Workbench

Library = tuple[tuple[Report, ...], tuple[SealedExport, ...]]

_TONES = {
    ReportStatus.VALID: "good",
    ReportStatus.SUPERSEDED: "fair",
    ReportStatus.EXPIRED: "fair",
    ReportStatus.REVOKED: "poor",
    ReportStatus.UNKNOWN: "none",
}


class LibraryViewModel(Observable[LibraryState]):
    """Loads from the mirror, never from the network."""

    def __init__(self, workbench: Workbench, formats: Formats, ledger: LedgerViewModel) -> None:
        """``ledger`` is told what was handed out."""
        super().__init__(LibraryState())
        self._ledger = ledger
        self._bench = workbench
        self._formats = formats
        self._all: tuple[LibraryRow, ...] = ()
        self._reports: dict[ReportId, Report] = {}
        self._end = workbench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def load(self) -> None:
        """Read the library again."""
        desk = self._bench.desk

        def work(_context: JobContext) -> Library:
            return reports.report_library(desk), reports.report_exports(desk)

        self._bench.runner.submit(
            Job(
                name=N_("Open the reports"),
                lane=Lane.READ,
                key="reports",
                work=work,
                done=self._loaded,
                failed=self._failed,
                quiet=True,
            )
        )

    def report(self, report_id: ReportId) -> Report | None:
        """The record behind a row."""
        return self._reports.get(report_id)

    def search(self, text: str) -> None:
        """Keep the rows that contain every word of ``text``."""
        self._show(replace(self.state, search=text))

    def toggle_status(self, status: ReportStatus) -> None:
        """Add or remove a status chip; no chip means every status."""
        self._show(replace(self.state, statuses=self.state.statuses ^ {status}))

    def show_every_status(self) -> None:
        """Take the status chips away."""
        self._show(replace(self.state, statuses=frozenset()))

    def show_all(self) -> None:
        """Take search and status chips away."""
        self._show(replace(self.state, search="", statuses=frozenset()))

    def _loaded(self, library: Library) -> None:
        stored, exports = library
        handed_out = Counter(export.report_id for export in exports)
        self._reports = {report.id: report for report in stored}
        self._ledger.take(exports, self._reports)
        newest_first = sorted(stored, key=lambda report: report.generated_at, reverse=True)
        self._all = tuple(self._row(report, handed_out[report.id]) for report in newest_first)
        self._show(replace(self.state, phase=LibraryPhase.READY, total=len(self._all), problem=None))

    def _failed(self, problem: Problem) -> None:
        self.replace(replace(self.state, phase=LibraryPhase.FAILED, problem=problem))

    def _show(self, state: LibraryState) -> None:
        words = state.search.lower().split()
        rows = tuple(
            row
            for row in self._all
            if all(word in row.haystack for word in words) and (not state.statuses or row.status in state.statuses)
        )
        self.replace(replace(state, rows=rows))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.REPORTS, Topic.EXPORTS):
            self.load()

    def _row(self, report: Report, exported: int) -> LibraryRow:
        car = " ".join(str(part) for part in (report.year, report.make, report.model) if part) or _(
            "Car without details"
        )
        known = report.status is not ReportStatus.UNKNOWN
        return LibraryRow(
            id=report.id,
            vehicle_id=report.vehicle_id,
            car=car,
            vin=report.vin or "",
            generated=self._formats.date(report.generated_at),
            generated_at=report.generated_at,
            soh=self._formats.percent(report.soh_percent),
            soh_percent=report.soh_percent,
            status=report.status,
            tone=_TONES[report.status],
            status_word=_(report.status.value.capitalize()) if known else report.status_raw,
            valid_until=self._formats.date(report.valid_until),
            exported=exported,
            haystack=f"{car} {report.vin or ''} {report.id} {report.status_raw}".lower(),
        )
