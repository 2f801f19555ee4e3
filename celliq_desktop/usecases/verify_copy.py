"""A paper that was scanned, or printed to another PDF: no seal can be left on it, but its code still leads
somewhere."""

from dataclasses import replace

from celliq_desktop.domain.ports import PublicRecords
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import PublicReport, Verdict, Verification
from celliq_desktop.domain.urls import token_of
from celliq_desktop.reports import qr

_NO_SEAL = "It carries one of our codes but no seal: anybody could have made this copy."


def of_copy(base: Verification, data: bytes, records: PublicRecords | None, verify_base_url: str) -> Verification:
    """``base`` as it is when the first page carries no code of ours; otherwise UNVERIFIABLE, with what the public
    record says for comparing by eye."""
    token = _token(data, verify_base_url)
    if token is None:
        return base
    found = replace(base, verdict=Verdict.UNVERIFIABLE, reasons=(_NO_SEAL,), token=token)
    if records is None:
        return found
    try:
        record = records.public_report(token)
    except Problem as problem:
        return replace(found, reasons=(_NO_SEAL, problem.message))
    status = "unknown" if record is None else record.status_raw
    return replace(found, online=True, record_status=status, reasons=(_NO_SEAL, _compare(record)))


def _token(data: bytes, verify_base_url: str) -> str | None:
    try:
        codes = qr.read_back(data)
    except Exception:  # most files are no paper at all, and a hostile one may break any reader
        return None
    return next((token for code in codes if (token := token_of(code, verify_base_url)) is not None), None)


def _compare(record: PublicReport | None) -> str:
    if record is None:
        return "The public record knows no such report."
    car = " ".join(str(part) for part in (record.year or "", record.make, record.model) if part)
    return (
        f"Compare it with the public record: {record.soh_percent:.1f} %, {car}, VIN {record.vin_masked}, "
        f"status “{record.status_raw}”."
    )
