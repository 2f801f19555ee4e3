"""Export a report: render, read the QR back, seal, check the seal, note and write it; in this order, or not at all
(report.md section 5)."""

import hashlib
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.handing_over import HandOver
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.letterheads import Letterhead
from celliq_desktop.domain.paper import SEAL_REASON
from celliq_desktop.domain.ports import CancelToken, Progress, SealChecker
from celliq_desktop.domain.problems import BadSurroundings, Problem, Refused
from celliq_desktop.domain.reports import SealedExport, TimestampState, Verdict
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import verify_url
from celliq_desktop.mirror import exports
from celliq_desktop.reports import qr
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.twin import twin_json
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.page_check import shows
from celliq_desktop.usecases.report_content import InForce, check_in_force, content_for, issued_report, own_link
from celliq_desktop.usecases.timestamp_exports import stamped

_LEVELS = {TimestampState.STAMPED: "PAdES-B-LTA"}
_PLAIN_LEVEL = "PAdES-B-B"
_STEPS = 6
_NOBODY = HandOver()


def export_report(
    desk: Desk,
    report_id: ReportId,
    *,
    out: Path,
    language: str,
    progress: Progress,
    cancel: CancelToken,
    hand_over: HandOver = _NOBODY,
    letterhead: Letterhead | None = None,
) -> tuple[SealedExport, Changes]:
    """Write the sealed PDF of an issued report to ``out``, on the desk's own letterhead unless another is given;
    ``hand_over`` is noted in the ledger.

    Refused ``not_in_force`` (superseded, revoked, expired), ``not_in_record``, ``record_differs``,
    ``verify_url_differs``, ``qr_unreadable``, ``page_differs``; BadSurroundings when the identity, the disk or our own
    check of the seal says no. Nothing is written unless every step has passed.
    """
    progress(0, _STEPS, N_("checking"))
    report = issued_report(desk, report_id)
    found = check_in_force(desk, report)
    _check_clock(desk)
    link = own_link(desk, report)
    cancel.check()
    progress(1, _STEPS, N_("drawing"))
    content = content_for(desk, report, language, link, letterhead)
    page = desk.heavy.submit(render, content).result()
    progress(2, _STEPS, N_("reading the code back"))
    desk.heavy.submit(_check_page, page, content).result()
    cancel.check()
    progress(3, _STEPS, N_("sealing"))
    sealed = desk.sealer.seal(page, twin=twin_json(content), reason=SEAL_REASON)
    progress(4, _STEPS, N_("checking the seal"))
    desk.heavy.submit(_check_seal, desk.own_checker, sealed).result()
    _announce(desk, found)
    sealed, timestamp = stamped(desk, sealed)
    cancel.check()
    progress(5, _STEPS, N_("writing"))
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
        recipient=hand_over.recipient.strip(),
        purpose=hand_over.purpose.strip(),
    )
    _write(desk, export, sealed)
    progress(_STEPS, _STEPS, N_("exported"))
    return export, Changes.of(Topic.REPORTS, ids=frozenset({report.vehicle_id}))


def _write(desk: Desk, export: SealedExport, sealed: bytes) -> None:
    """The file and its row in the ledger: the row begins before the file, so that a file is never there which the
    ledger does not know, wherever the program ends (``reports.settle_exports`` confirms it at the next start)."""
    with desk.mirror.write() as session:
        exports.begin(session, export)
    crashpoint("export: begun")
    try:
        desk.files.write(Path(export.path), sealed)
    except Problem:
        with suppress(Problem), desk.mirror.write() as session:  # a full disk may refuse this, too; it is not shown
            exports.withdraw(session, export)
        raise
    crashpoint("export: written")
    with desk.mirror.write() as session:
        exports.confirm(session, export)


def preview_report(desk: Desk, report_id: ReportId, language: str) -> bytes:
    """The paper as it would be printed, not sealed."""
    report = issued_report(desk, report_id)
    return render(content_for(desk, report, language, verify_url(desk.verify_base_url, report.token)))


def _announce(desk: Desk, found: InForce) -> None:
    """Where the public record names its issuer's seals, have it name this one: else nobody who does not know this desk
    could tell its seal from one that somebody else made in its name. A paper is whole without; the next one tries
    again."""
    certificate = desk.sealer.certificate_sha256
    if found.seals is not None and certificate not in found.seals:
        with suppress(Problem):
            desk.api.announce_seal(certificate)


def _check_clock(desk: Desk) -> None:
    """A seal states when it was made; a clock that is far off would state it wrongly (research/reliability.md P14)."""
    skew = desk.api.clock_skew
    if skew is not None and skew.forbids_sealing:
        minutes = round(abs(skew.seconds) / 60)
        way = N_("ahead of") if skew.seconds > 0 else N_("behind")
        raise BadSurroundings(
            "clock_wrong",
            N_(
                "This computer's clock is {minutes} minutes {way} the server's; a seal would state a wrong time."
            ).format(minutes=minutes, way=way),
            safe=N_("No file was written."),
            next_step=N_("Set the clock, sync, then try again."),
        )


def _check_page(page: bytes, content: ReportContent) -> None:
    """What a scanner and a reader find on the page as drawn."""
    if qr.read_back(page) != (content.verify_url,):
        raise Refused(
            "qr_unreadable",
            N_("The code on the page does not read as the verify link."),
            safe=N_("No file was written."),
            next_step=N_("Try again; if it stays, tell CellIQ support."),
        )
    if not shows(page, vin=content.vin, soh_percent=content.report.soh_percent):
        raise Refused(
            "page_differs",
            N_("The page does not show the VIN and the state of health of this report."),
            safe=N_("No file was written."),
            next_step=N_("Try again; if it stays, tell CellIQ support."),
        )


def _check_seal(checker: SealChecker, sealed: bytes) -> None:
    found = checker.check(sealed)
    if found.verdict is not Verdict.AUTHENTIC:
        raise BadSurroundings(
            "seal_not_accepted",
            N_("The seal just made does not pass this program's own check."),
            safe=N_("No file was written."),
            next_step=N_("Check the date of this computer and the sealing identity."),
            reasons=found.reasons,
        )
