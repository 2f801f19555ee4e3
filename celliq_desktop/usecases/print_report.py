"""Print a report: asked again whether it is in force, and marked on every page when that cannot be said."""

from datetime import timedelta

from celliq_desktop.domain.handing_over import Printout
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import checkpoints
from celliq_desktop.reports.formats import Formats
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.words import words_of
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.report_content import content_for, in_force, issued_report, own_link

_STALE = timedelta(hours=24)
"""A status that was synced longer ago is said with its day, on the paper."""


def prepare_print(desk: Desk, report_id: ReportId, language: str) -> Printout:
    """The pages, and what must be printed across them. Refused ``not_in_record``, ``record_differs``,
    ``verify_url_differs``: such a report is not printed at all."""
    report = issued_report(desk, report_id)
    found = in_force(desk, report)
    pdf = render(content_for(desk, report, language, own_link(desk, report)))
    words, now = words_of(language), desk.clock.now()
    if found.status is not ReportStatus.VALID:
        status = words[f"status_{found.status.value}"]
        return Printout(
            pdf, status.upper(), N_("{sentence} The print is marked on every page.").format(sentence=found.sentence)
        )
    if found.asked:
        return Printout(pdf)
    with desk.mirror.read() as session:
        synced = checkpoints.stream(session, "reports").completed_at
    if synced is not None and now - synced <= _STALE:
        return Printout(pdf, why=N_("CellIQ cannot be reached; the status is the one of the last sync."))
    seen = synced or report.updated_at or report.generated_at
    mark = words["status"].format(status=words["status_valid"], day=Formats(language).day(seen))
    why = N_(
        "CellIQ cannot be reached and the last sync is more than a day ago. The print says from when its status is."
    )
    return Printout(pdf, mark.upper(), why)
