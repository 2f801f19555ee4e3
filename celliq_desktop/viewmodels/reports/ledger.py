"""The ledger's view-model: who got which file, with which hash; searched by any of it."""

from dataclasses import replace
from pathlib import Path

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.reports import Report, SealedExport, TimestampState
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.reports.states import LedgerRow, LedgerState
from celliq_desktop.viewmodels.words import N_, _

_STAMPS = {
    TimestampState.PENDING: N_("timestamp still to come"),
    TimestampState.STAMPED: N_("with timestamp"),
    TimestampState.NOT_POSSIBLE: N_("no timestamp possible"),
    TimestampState.NONE: N_("no timestamp"),
}


class LedgerViewModel(Observable[LedgerState]):
    """Is handed what the library has read."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(LedgerState())
        self._formats = formats
        self._all: tuple[LedgerRow, ...] = ()

    def take(self, exports: tuple[SealedExport, ...], reports: dict[ReportId, Report]) -> None:
        """Every file handed out, newest first."""
        self._all = tuple(self._row(export, reports.get(export.report_id)) for export in exports)
        self.search(self.state.search)

    def search(self, text: str) -> None:
        """Keep the rows that contain every word of ``text``."""
        words = text.lower().split()
        rows = tuple(row for row in self._all if all(word in row.haystack for word in words))
        self.replace(replace(self.state, rows=rows, total=len(self._all), search=text))

    def _row(self, export: SealedExport, report: Report | None) -> LedgerRow:
        car = " ".join(str(part) for part in (report.year, report.make, report.model) if part) if report else ""
        vin = (report.vin if report else None) or ""
        stamped = export.stamped_sha256 if export.timestamp is TimestampState.STAMPED else None
        sha256 = stamped or export.sha256
        parts = (car, vin, export.report_id, export.recipient, export.purpose, export.path, sha256, export.sha256)
        return LedgerRow(
            id=export.id,
            report_id=export.report_id,
            day=self._formats.date(export.created_at),
            when=self._formats.moment(export.created_at),
            when_at=export.created_at,
            car=car or _("Car without details"),
            vin=vin,
            recipient=export.recipient,
            purpose=export.purpose,
            file=Path(export.path).name,
            path=export.path,
            sha256=sha256,
            sealed_as=f"{export.seal_level}, {_(_STAMPS[export.timestamp])}",
            haystack=" ".join(parts).lower(),
        )
