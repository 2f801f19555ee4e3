"""Sealed papers, the record that may know them, and a buyer's computer."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from celliq_desktop.domain.examinations import FileExaminer
from celliq_desktop.domain.ports import PublicRecords
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import PublicReport, Report, ReportStatus, Verification
from celliq_desktop.domain.seals import ForgetfulSealBook, SealBook
from celliq_desktop.reports.content import ReportContent, content_of
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.twin import twin_json
from celliq_desktop.signing.check import AcceptancePolicy
from celliq_desktop.signing.likeness import sealed_alike
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.usecases.examinations import Examiner
from celliq_desktop.usecases.verify_report import verify_file
from tests.support import vehicle_details
from tests.support.celliq_world import ORIGIN, public_view
from tests.support.clocks import FakeClock

TOKEN = "N7pQx2VwLk93TzRb5sHdYc"
SOH = 88.2
VIN = vehicle_details.VIN


@dataclass
class Records:
    """The public record: one answer, or a problem."""

    answer: PublicReport | Problem | None
    asked: int = 0

    def public_report(self, token: str) -> PublicReport | None:
        """None for any other token."""
        self.asked += 1
        if isinstance(self.answer, Problem):
            raise self.answer
        return self.answer if self.answer is not None and token == self.answer.token else None


@dataclass(frozen=True)
class Paper:
    """A sealed file, what was sealed, and by whom."""

    data: bytes
    report: Report
    certificate: str


def content(**other: Any) -> ReportContent:
    """What an honest report holds; its state of health is not the figure of the local estimate."""
    report = replace(
        vehicle_details.report(),
        token=TOKEN,
        vin=VIN,
        status=ReportStatus.VALID,
        status_raw="valid",
        soh_percent=SOH,
        content_sha256="ab" * 32,
        valid_until=None,
    )
    parts: dict[str, Any] = {
        "report": report,
        "detail": vehicle_details.detail(vehicle_details.estimate()),
        "dealer_name": "Autohaus Test",
        "dealer_address": None,
        "footer": None,
        "issuer": "Autohaus Test",
        "verify_url": f"{ORIGIN}/verify/{TOKEN}",
        "language": "en",
        "sample": False,
        "prepared_at": FakeClock().now(),
    }
    return content_of(**(parts | other))


def sealed(sealer: PadesSealer, content: ReportContent, *, page: bytes | None = None, twin: str | None = None) -> Paper:
    data = sealer.seal(page or render(content), twin=twin or twin_json(content), reason="Battery Condition Report")
    return Paper(data, content.report, sealer.certificate_sha256)


@dataclass(frozen=True)
class Judge:
    """Verifies bytes as a file."""

    folder: Path

    def __call__(self, data: bytes, records: PublicRecords | None, **how: Any) -> Verification:
        """As ``verified``."""
        path = self.folder / "report.pdf"
        path.write_bytes(data)
        return self.verified(path, records, **how)

    def verified(
        self,
        path: Path,
        records: PublicRecords | None,
        *,
        own: str = "",
        base: str = ORIGIN,
        days_later: int = 0,
        examiner: FileExaminer | None = None,
        seals: SealBook | None = None,
    ) -> Verification:
        """``own`` is a certificate of this computer, ``seals`` are others it knows; without ``examiner`` the file is
        looked at in this process."""
        clock = FakeClock()
        clock.advance(days_later * 86_400)
        return verify_file(
            path,
            examiner=examiner or Examiner(AcceptancePolicy(), sealed_alike),
            records=records,
            verify_base_url=base,
            known_certificates=frozenset({own}),
            clock=clock,
            seals=seals or ForgetfulSealBook(),
        )


def record_of(paper: Paper, **known: Any) -> Records:
    """The public record of ``paper``, which names its seal; keyword arguments replace what it says."""
    return Records(public_view(paper.report, **({"seal_certificates": (paper.certificate,)} | known)))
