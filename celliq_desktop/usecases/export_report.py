"""Export a report: render, read the QR back, seal, check the seal, write, note it; in this order, or not at all
(report.md section 5)."""

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from celliq_desktop.battery.forecast import forecast
from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.forecast import Forecast
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import BadSurroundings, Refused, TryAgain
from celliq_desktop.domain.reports import PublicReport, Report, ReportStatus, SealedExport, TimestampState, Verdict
from celliq_desktop.domain.urls import verify_url
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.mirror import dealers, exports
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.reports import qr
from celliq_desktop.reports.content import ReportContent, content_of
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.twin import twin_json
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.page_check import shows
from celliq_desktop.usecases.timestamp_exports import stamped
from celliq_desktop.usecases.vehicles import vehicle_detail

_LEVELS = {TimestampState.STAMPED: "PAdES-B-LTA"}
_PLAIN_LEVEL = "PAdES-B-B"
_REASON = "Battery Condition Report"
_STEPS = 6
_WITHDRAWN = {
    ReportStatus.SUPERSEDED: "A newer report of this car exists.",
    ReportStatus.REVOKED: "This report was withdrawn by its issuer.",
    ReportStatus.EXPIRED: "This report has expired.",
}
_SOH_TOLERANCE = 0.05


def export_report(
    desk: Desk, report_id: ReportId, *, out: Path, language: str, progress: Progress, cancel: CancelToken
) -> tuple[SealedExport, Changes]:
    """Write the sealed PDF of an issued report to ``out``.

    Refused ``not_in_force`` (superseded, revoked, expired), ``not_in_record``, ``record_differs``,
    ``verify_url_differs``, ``qr_unreadable``, ``page_differs``; BadSurroundings when the identity, the disk or our own
    check of the seal says no. Nothing is written unless every step has passed.
    """
    progress(0, _STEPS, "checking")
    report = _report(desk, report_id)
    _check_in_force(desk, report)
    _check_clock(desk)
    link = _own_link(desk, report)
    cancel.check()
    progress(1, _STEPS, "drawing")
    content = _content(desk, report, language, link)
    page = render(content)
    progress(2, _STEPS, "reading the code back")
    _check_page(page, content)
    cancel.check()
    progress(3, _STEPS, "sealing")
    sealed = desk.sealer.seal(page, twin=twin_json(content), reason=_REASON)
    progress(4, _STEPS, "checking the seal")
    _check_seal(desk, sealed)
    sealed, timestamp = stamped(desk, sealed)
    cancel.check()
    progress(5, _STEPS, "writing")
    desk.files.write(out, sealed)
    crashpoint("export: written")
    export = SealedExport(
        id=str(uuid4()),
        report_id=report.id,
        path=str(out),
        sha256=hashlib.sha256(sealed).hexdigest(),
        language=language,
        seal_level=_LEVELS.get(timestamp, _PLAIN_LEVEL),
        certificate_sha256=desk.sealer.certificate_sha256,
        created_at=desk.clock.now(),
        timestamp=timestamp,
    )
    with desk.mirror.write() as session:
        exports.add(session, export)
    progress(_STEPS, _STEPS, "exported")
    return export, Changes.of(Topic.REPORTS, ids=frozenset({report.vehicle_id}))


def preview_report(desk: Desk, report_id: ReportId, language: str) -> bytes:
    """The paper as it would be printed, not sealed."""
    report = _report(desk, report_id)
    return render(_content(desk, report, language, verify_url(desk.verify_base_url, report.token)))


def _report(desk: Desk, report_id: ReportId) -> Report:
    with desk.mirror.read() as session:
        report = report_rows.report(session, report_id)
    if report is None:
        raise Refused("not_found", f"There is no report {report_id} in the mirror.", next_step="Sync, then try again.")
    return report


def _check_in_force(desk: Desk, report: Report) -> None:
    """Nobody hands out a paper that was withdrawn; the public record has the last word where it can be reached."""
    record = _public(desk, report)
    status = report.status if record is None else record.status
    until = report.valid_until if record is None else record.valid_until
    if status is ReportStatus.VALID and until is not None and until <= desk.clock.now():
        status = ReportStatus.EXPIRED
    if status is not ReportStatus.VALID:
        word = report.status_raw if record is None else record.status_raw
        raise Refused(
            "not_in_force",
            _WITHDRAWN.get(status, f"The server calls this report “{word}”, which this program does not know."),
            safe="No file was written.",
            next_step="Sync, then issue a new report.",
        )
    if record is not None:
        _check_record(report, record)


def _check_clock(desk: Desk) -> None:
    """A seal states when it was made; a clock that is far off would state it wrongly (research/reliability.md P14)."""
    skew = desk.api.clock_skew
    if skew is not None and skew.forbids_sealing:
        minutes = round(abs(skew.seconds) / 60)
        way = "ahead of" if skew.seconds > 0 else "behind"
        raise BadSurroundings(
            "clock_wrong",
            f"This computer's clock is {minutes} minutes {way} the server's; a seal would state a wrong time.",
            safe="No file was written.",
            next_step="Set the clock, sync, then try again.",
        )


def _check_record(report: Report, record: PublicReport) -> None:
    """A paper that differs from the record would be called altered when a buyer checks it."""
    if abs(record.soh_percent - report.soh_percent) > _SOH_TOLERANCE:
        said = f"The mirror has {report.soh_percent:.1f} %, the public record {record.soh_percent:.1f} %."
    elif report.content_sha256 and record.content_sha256 and report.content_sha256 != record.content_sha256:
        said = "The content of this report is not the one of the public record."
    else:
        return
    raise Refused("record_differs", said, safe="No file was written.", next_step="Sync, then try again.")


def _public(desk: Desk, report: Report) -> PublicReport | None:
    """The public record; None when it cannot be reached just now."""
    try:
        record = desk.public_records.public_report(report.token)
    except TryAgain:
        return None
    if record is None:
        raise Refused(
            "not_in_record",
            "The public record does not know this report, so a buyer could not check it.",
            safe="No file was written.",
            next_step="Sync, then try again.",
        )
    return record


def _own_link(desk: Desk, report: Report) -> str:
    """The link built from the token and our own verify host; a server that names another one is not believed."""
    link = verify_url(desk.verify_base_url, report.token)
    if report.verify_url is not None and report.verify_url != link:
        raise Refused(
            "verify_url_differs",
            "The server names another page for checking this report than the one this program trusts.",
            safe="No file was written.",
            next_step="Tell CellIQ support; if the verify pages have moved, set --verify-url.",
        )
    return link


def _content(desk: Desk, report: Report, language: str, link: str) -> ReportContent:
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
        outlook=_outlook(detail, desk.clock.now()),
    )


def _outlook(detail: VehicleDetail, now: datetime) -> Forecast | None:
    """From our own estimate; the age is that of the middle of the model year. None without a state of health."""
    found = detail.estimate
    if found is None or found.soh_percent is None:
        return None
    return forecast(
        found.soh_percent,
        age_years=max(0.0, now.year + now.month / 12 - detail.vehicle.year - 0.5),
        history=detail.history,
        dc_share_percent=detail.use.dc_share_percent,
        mean_temperature_c=detail.use.temperature_mean_c,
    )


def _check_page(page: bytes, content: ReportContent) -> None:
    """What a scanner and a reader find on the page as drawn."""
    if qr.read_back(page) != (content.verify_url,):
        raise Refused(
            "qr_unreadable",
            "The code on the page does not read as the verify link.",
            safe="No file was written.",
            next_step="Try again; if it stays, tell CellIQ support.",
        )
    if not shows(page, vin=content.vin, soh_percent=content.report.soh_percent):
        raise Refused(
            "page_differs",
            "The page does not show the VIN and the state of health of this report.",
            safe="No file was written.",
            next_step="Try again; if it stays, tell CellIQ support.",
        )


def _check_seal(desk: Desk, sealed: bytes) -> None:
    found = desk.own_checker.check(sealed)
    if found.verdict is not Verdict.AUTHENTIC:
        raise BadSurroundings(
            "seal_not_accepted",
            "The seal just made does not pass this program's own check.",
            safe="No file was written.",
            next_step="Check the date of this computer and the sealing identity.",
            reasons=found.reasons,
        )
