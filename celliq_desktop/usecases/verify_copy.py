"""A paper that was scanned, or printed to another PDF: no seal can be left on it, but its code still leads
somewhere."""

from dataclasses import replace

from celliq_desktop.domain.ports import PublicRecords
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import PublicReport, Verdict, Verification
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import token_of

_NO_SEAL = N_("It carries one of our codes but no seal: anybody could have made this copy.")


def of_copy(
    base: Verification, codes: tuple[str, ...], records: PublicRecords | None, verify_base_url: str
) -> Verification:
    """``base`` as it is when none of the ``codes`` on the first page is ours; otherwise UNVERIFIABLE, with what the
    public record says for comparing by eye."""
    token = next((token for code in codes if (token := token_of(code, verify_base_url)) is not None), None)
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
    return replace(found, online=True, record_status=status, reasons=(_NO_SEAL, compare_by_eye(record)))


def compare_by_eye(record: PublicReport | None) -> str:
    """A sentence with what the record says, for a person who holds the paper."""
    if record is None:
        return N_("The public record knows no such report.")
    car = " ".join(str(part) for part in (record.year or "", record.make, record.model) if part)
    return N_(
        "Compare it with the public record: {soh_percent:.1f} %, {car}, VIN {vin_masked}, status “{status_raw}”."
    ).format(soh_percent=record.soh_percent, car=car, vin_masked=record.vin_masked, status_raw=record.status_raw)
