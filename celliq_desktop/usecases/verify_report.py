"""Verify a file: the seal first, then the public record, which has the last word (report.md section 5)."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from celliq_desktop.domain.examinations import FileExaminer, TwinFacts
from celliq_desktop.domain.identity import is_unnamed
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.ports import Clock, PublicRecords
from celliq_desktop.domain.problems import BadSurroundings, Problem, Refused, TryAgain
from celliq_desktop.domain.reports import PublicReport, ReportStatus, SealCheck, Verdict, Verification
from celliq_desktop.domain.seals import SealBook
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import origin_of, token_of
from celliq_desktop.reports.twin import RENDERER
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.page_check import OTHER_VERSION
from celliq_desktop.usecases.verify_copy import compare_by_eye, of_copy
from celliq_desktop.usecases.verify_issuer import Whose, believe, whose_seal
from celliq_desktop.usecases.verify_record import differences, other_issuer

_MOST_BYTES = 50 * 1024 * 1024
_NOT_REDRAWN = N_(
    "Another version of this program made the pages, and not on this computer: only their words could be read, and "
    "those may lie under something else."
)
_OUTDATED = {
    ReportStatus.SUPERSEDED: N_("A newer report of this car exists."),
    ReportStatus.REVOKED: N_("The issuer has withdrawn this report."),
    ReportStatus.EXPIRED: N_("This report has expired."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What is known before the record is asked."""

    seal: SealCheck
    facts: TwinFacts
    base: Verification
    clock: Clock
    own: bool
    seals: SealBook
    home: str


def verify_for_desk(desk: Desk, path: Path) -> Verification:
    """Verify with the record and the certificates of this desk."""
    return verify_file(
        path,
        examiner=desk.examiner,
        records=desk.public_records,
        verify_base_url=desk.verify_base_url,
        known_certificates=desk.known_certificates(),
        clock=desk.clock,
        seals=desk.seals,
        known_services=frozenset(service.certificates) if (service := desk.timestamps.facts()) else frozenset(),
    )


def believe_for_desk(desk: Desk, found: Verification) -> None:
    """The person at this desk has asked the issuer of ``found`` whether the seal is theirs. Refused ``other_seal``."""
    believe(desk.seals, desk.verify_base_url, found, found.certificate_sha256 or "")


def verify_file(
    path: Path,
    *,
    examiner: FileExaminer,
    records: PublicRecords | None,
    verify_base_url: str,
    known_certificates: frozenset[str],
    clock: Clock,
    seals: SealBook,
    known_services: frozenset[str] = frozenset(),
) -> Verification:
    """One of the five verdicts, each reason a sentence. ``records`` None: offline. ``known_certificates`` are those of
    this desk's own seals, ``seals`` what it knows of others'; ``known_services`` are the
    certificates of timestamp services that this desk has chosen. BadSurroundings ``cannot_read`` when there is no file
    to look at."""
    data = _read(path)
    looked = examiner.examine(data)
    seal, facts = looked.seal, looked.facts
    digest = hashlib.sha256(data).hexdigest()
    base = Verification(
        verdict=seal.verdict,
        reasons=seal.reasons,
        issuer=seal.issuer,
        sealed_at=seal.sealed_at,
        timestamp=seal.timestamp,
        sha256=digest,
        certificate_sha256=seal.certificate_sha256,
    )
    if seal.verdict is not Verdict.AUTHENTIC:
        return of_copy(base, looked.codes, records, verify_base_url)
    if (
        facts is None
        or facts.token is None
        or facts.vin is None
        or facts.soh_percent is None
        or facts.verify_url is None
    ):
        return _said(base, Verdict.UNVERIFIABLE, N_("The sealed data of this report is incomplete."))
    base = replace(
        base,
        report_id=None if facts.report_id is None else ReportId(facts.report_id),
        token=facts.token,
        soh_percent=facts.soh_percent,
        vehicle=" ".join(str(part) for part in (facts.year, facts.make, facts.model) if part) or None,
        vin_masked=f"{facts.vin[:3]}{'*' * (len(facts.vin) - 7)}{facts.vin[-4:]}",
        sample=facts.sample,
    )
    if looked.doubt is not None:
        return _said(base, Verdict.ALTERED, looked.doubt)
    case = _Case(
        seal=seal,
        facts=facts,
        base=base,
        clock=clock,
        own=seal.certificate_sha256 in known_certificates,
        seals=seals,
        home=verify_base_url,
    )
    if token_of(facts.verify_url, verify_base_url) != facts.token:
        return _elsewhere(case, verify_base_url)
    found = _asked(case, records)
    return replace(found, reasons=(*found.reasons, *_time_confirmed(seal, known_services)))


def _time_confirmed(seal: SealCheck, known: frozenset[str]) -> tuple[str, ...]:
    """What the timestamp says, and how much that is worth here: anybody can run a timestamp service."""
    if seal.timestamp is None:
        return ()
    said = f"“{seal.timestamp_by}” confirms that it existed on {seal.timestamp:%Y-%m-%d at %H:%M} UTC"
    if known.isdisjoint(seal.timestamp_certificates):
        return (N_("{said}; this computer does not know that service.").format(said=said),)
    return (f"{said}.",)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refused(
                "file_too_large", N_("The file is larger than 50 MB; no report is."), next_step=N_("Choose another.")
            )
        return path.read_bytes()
    except OSError as error:
        raise BadSurroundings(
            "cannot_read",
            N_("“{name}” cannot be read: {value}.").format(name=path.name, value=error.strerror or error),
            next_step=N_("Check the name and the permissions."),
        ) from error


def _elsewhere(case: _Case, verify_base_url: str) -> Verification:
    try:
        home = origin_of(case.facts.verify_url or "")
    except ValueError:
        home = N_("another place")
    reason = N_("This report belongs to {home}; this program asks {verify_base_url}.").format(
        home=home, verify_base_url=verify_base_url
    )
    return _said(case.base, Verdict.UNVERIFIABLE, reason)


def _asked(case: _Case, records: PublicRecords | None) -> Verification:
    if records is None:
        return _offline(case, N_("The public record was not asked."))
    try:
        record = records.public_report(case.facts.token or "")
    except TryAgain:
        return _offline(case, N_("The public record could not be reached."))
    except Problem as problem:
        return _offline(case, problem.message)
    if record is None:
        sentence = N_("The public record knows no such report.")
        return _said(replace(case.base, online=True, record_status="unknown"), Verdict.UNVERIFIABLE, sentence)
    return _compared(case, record)


def _offline(case: _Case, sentence: str) -> Verification:
    if case.own:
        return _said(case.base, Verdict.AUTHENTIC, N_("It was sealed by this desk and is unchanged."), sentence)
    who = N_("Unchanged since it was sealed by “{issuer}”, whom this computer does not know.").format(
        issuer=case.seal.issuer
    )
    return _said(case.base, Verdict.UNVERIFIABLE, who, sentence)


def _compared(case: _Case, record: PublicReport) -> Verification:
    base = replace(case.base, online=True, record_status=record.status_raw)
    found = differences(case.facts, record)
    if found:
        return _said(base, Verdict.ALTERED, *found)
    # a desk knows its own seal, also one made before the server had told it the dealer's name
    unnamed = case.own and is_unnamed(case.seal.issuer)
    stranger = None if unnamed else other_issuer(case.seal.issuer, record, own=case.own)
    if stranger is not None:
        return _said(base, Verdict.UNVERIFIABLE, stranger)
    whose = None if case.own else whose_seal(case.seal, record, case.seals, case.home)
    if whose is not None and not whose.known:
        return _said(replace(base, stranger=whose.askable), Verdict.UNVERIFIABLE, whose.words, compare_by_eye(record))
    if case.facts.renderer != RENDERER and not case.own:
        return _said(base, Verdict.UNVERIFIABLE, _NOT_REDRAWN, compare_by_eye(record))
    expired = record.valid_until is not None and record.valid_until <= case.clock.now()
    status = ReportStatus.EXPIRED if record.status is ReportStatus.VALID and expired else record.status
    if status is ReportStatus.UNKNOWN:
        return _said(
            base,
            Verdict.UNVERIFIABLE,
            N_("The public record calls it “{status_raw}”.").format(status_raw=record.status_raw),
        )
    matches = N_("VIN, state of health and all else the public record holds are the same.")
    if status in _OUTDATED:
        return _said(base, Verdict.OUTDATED, _OUTDATED[status], matches)
    return _said(
        base, Verdict.AUTHENTIC, N_("Unchanged since it was sealed, and in force."), matches, *_about(case, whose)
    )


def _about(case: _Case, whose: Whose | None) -> list[str]:
    said = [] if case.facts.renderer == RENDERER else [OTHER_VERSION]
    if whose is not None:
        said.append(whose.words)
        said.append(
            N_("What the record does not hold, such as our own estimate and its grade, is the word of the issuer.")
        )
    if case.facts.sample:
        said.append(N_("It is a sample; no real car stands behind it."))
    return said


def _said(base: Verification, verdict: Verdict, *reasons: str) -> Verification:
    return replace(base, verdict=verdict, reasons=reasons)
