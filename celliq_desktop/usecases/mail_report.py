"""Send a sealed report by the user's own mail program: written, checked, and handed to it with a letter."""

from pathlib import Path

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.handing_over import Carried, HandOver, Letter
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.reports import SealedExport
from celliq_desktop.reports.words import words_of
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.export_report import export_report
from celliq_desktop.usecases.report_content import issued_report, own_link


def mail_report(
    desk: Desk,
    report_id: ReportId,
    *,
    out: Path,
    language: str,
    hand_over: HandOver,
    progress: Progress,
    cancel: CancelToken,
) -> tuple[SealedExport, Carried, Changes]:
    """Export as ``export_report``, then open a letter in the report's language. Nothing is sent: a person looks at it
    and presses Send. The recipient is the address of the letter when it looks like one."""
    sealed, changes = export_report(
        desk, report_id, out=out, language=language, progress=progress, cancel=cancel, hand_over=hand_over
    )
    report, words = issued_report(desk, report_id), words_of(language)
    car = " ".join(str(part) for part in (report.year, report.make, report.model) if part)
    to = hand_over.recipient.strip()
    letter = Letter(
        to=to if _is_address(to) else "",
        subject=f"{words['title']}: {car}" if car else words["title"],
        body=f"{words['title']}, {car}\n\n{words['verify']}:\n{own_link(desk, report)}\n\nSHA-256\n{sealed.sha256}\n",
        attachment=out,
    )
    return sealed, desk.mail.compose(letter), changes


def _is_address(text: str) -> bool:
    name, at, host = text.partition("@")
    return bool(name and at and host) and len(text.split()) == 1 and not text.startswith("-")
