"""What an issued report says and may be handed out with: the same for the sealed paper and for files for machines."""

from dataclasses import dataclass

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.letterheads import Letterhead
from celliq_desktop.domain.problems import Refused, TryAgain
from celliq_desktop.domain.reports import PublicReport, Report, ReportStatus
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import verify_url
from celliq_desktop.mirror import dealers
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.reports.content import ReportContent, content_of
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.vehicles import vehicle_detail

_WITHDRAWN = {
    ReportStatus.SUPERSEDED: N_("A newer report of this car exists."),
    ReportStatus.REVOKED: N_("This report was withdrawn by its issuer."),
    ReportStatus.EXPIRED: N_("This report has expired."),
}
_SOH_TOLERANCE = 0.05


def issued_report(desk: Desk, report_id: ReportId) -> Report:
    """As the mirror has it; Refused ``not_found``."""
    with desk.mirror.read() as session:
        report = report_rows.report(session, report_id)
    if report is None:
        raise Refused(
            "not_found",
            N_("There is no report {report_id} in the mirror.").format(report_id=report_id),
            next_step=N_("Sync, then try again."),
        )
    return report


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether a report may be relied on. ``asked`` is False when the public record could not be reached just now, so
    that ``status`` is the one of the last sync; ``raw`` is the server's own word. ``seals`` are the certificates that
    the public record names as its issuer's, None where it does not say."""

    status: ReportStatus
    raw: str
    asked: bool
    seals: tuple[str, ...] | None = None

    @property
    def sentence(self) -> str:
        """Why it is not in force."""
        return _WITHDRAWN.get(
            self.status, f"The server calls this report “{self.raw}”, which this program does not know."
        )


def in_force(desk: Desk, report: Report) -> InForce:
    """The public record has the last word where it can be reached. Refused ``not_in_record``, ``record_differs``."""
    record = _public(desk, report)
    status = report.status if record is None else record.status
    until = report.valid_until if record is None else record.valid_until
    if status is ReportStatus.VALID and until is not None and until <= desk.clock.now():
        status = ReportStatus.EXPIRED
    if record is not None and status is ReportStatus.VALID:
        _check_record(report, record)
    if record is None:
        return InForce(status, report.status_raw, False)
    return InForce(status, record.status_raw, True, record.seal_certificates)


def check_in_force(desk: Desk, report: Report) -> InForce:
    """Nobody hands out a report that was withdrawn. Refused ``not_in_force``, ``not_in_record``, ``record_differs``."""
    found = in_force(desk, report)
    if found.status is not ReportStatus.VALID:
        raise Refused(
            "not_in_force",
            found.sentence,
            safe=N_("No file was written."),
            next_step=N_("Sync, then issue a new report."),
        )
    return found


def own_link(desk: Desk, report: Report) -> str:
    """The link built from the token and our own verify host; Refused ``verify_url_differs``: a server that names
    another one is not believed."""
    link = verify_url(desk.verify_base_url, report.token)
    if report.verify_url is not None and report.verify_url != link:
        raise Refused(
            "verify_url_differs",
            N_("The server names another page for checking this report than the one this program trusts."),
            safe=N_("No file was written."),
            next_step=N_("Tell CellIQ support; if the verify pages have moved, set --verify-url."),
        )
    return link


def content_for(
    desk: Desk, report: Report, language: str, link: str, letterhead: Letterhead | None = None
) -> ReportContent:
    """The report with the evidence this desk holds, and the dealer who hands it out; on the desk's own letterhead
    unless another is given."""
    detail = vehicle_detail(desk, report.vehicle_id, also_gone=True)
    with desk.mirror.read() as session:
        dealer = dealers.dealer(session)
    return content_of(
        report,
        detail,
        dealer_name=dealer.dealer_name if dealer else desk.sealer.issuer,
        dealer_address=dealer.address if dealer else None,
        footer=dealer.report_footer if dealer else None,
        issuer=desk.sealer.issuer,
        verify_url=link,
        language=language,
        sample=desk.sample,
        prepared_at=desk.clock.now(),
        letterhead=letterhead or desk.letterheads.load(),
    )


def _check_record(report: Report, record: PublicReport) -> None:
    """A paper that differs from the record would be called altered when a buyer checks it."""
    if abs(record.soh_percent - report.soh_percent) > _SOH_TOLERANCE:
        said = N_("The mirror has {soh_percent:.1f} %, the public record {soh_percent2:.1f} %.").format(
            soh_percent=report.soh_percent, soh_percent2=record.soh_percent
        )
    elif report.content_sha256 and record.content_sha256 and report.content_sha256 != record.content_sha256:
        said = N_("The content of this report is not the one of the public record.")
    else:
        return
    raise Refused("record_differs", said, safe=N_("No file was written."), next_step=N_("Sync, then try again."))


def _public(desk: Desk, report: Report) -> PublicReport | None:
    """The public record; None when it cannot be reached just now."""
    try:
        record = desk.public_records.public_report(report.token)
    except TryAgain:
        return None
    if record is None:
        raise Refused(
            "not_in_record",
            N_("The public record does not know this report, so a buyer could not check it."),
            safe=N_("No file was written."),
            next_step=N_("Sync, then try again."),
        )
    return record
