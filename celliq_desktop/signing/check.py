"""The acceptance policy (report.md section 5): when a file counts as a sealed report, and what is said when not.

"Signature valid" is not enough: a valid signature may cover only part of what is shown, or allow changes. The order is
chosen so that less and less trust is needed: whose file it says it is, the signature over the raw bytes, and only then
what a PDF reader makes of them.

Whose file it is: a readable PDF is ours by its producer, its seal field or its twin. A file too damaged to be read is
ours when one of these names stands anywhere in its bytes, for a broken report shall be called altered, not foreign. The
name of the seal field is enough by itself, since nobody writes it by chance. Both are claims only; they never accept
anything."""

from datetime import timedelta

from celliq_desktop.domain.paper import PRODUCER, SEAL_FIELD, TWIN_NAME
from celliq_desktop.domain.reports import SealCheck, Verdict
from celliq_desktop.domain.text import N_
from celliq_desktop.signing.contents import check_nothing_acts, check_seal, claims_to_be_ours, read_objects, twin_in
from celliq_desktop.signing.envelope import has_traces, open_envelope
from celliq_desktop.signing.identity import common_name, fingerprint, valid_at
from celliq_desktop.signing.rejection import Rejection, altered, unverifiable
from celliq_desktop.signing.revisions import check_timestamps, layers_of

MOST_BYTES = 50 * 1024 * 1024
"""Largest file that is looked at."""
_SLACK = timedelta(minutes=10)
"""A dealer's clock may be this much ahead; sealing is refused beyond it (research/reliability.md P14)."""
_NAMES = tuple(name.encode("ascii") for name in (PRODUCER, TWIN_NAME, SEAL_FIELD))


def load() -> None:
    """Import now what a check imports late, for whoever makes many of them."""
    from importlib import import_module

    for name in ("pyhanko.pdf_utils.reader", "pyhanko.sign.validation", "pyhanko.sign.fields"):
        import_module(name)


class AcceptancePolicy:
    """Implements ``ports.SealChecker`` in this process."""

    def check(self, pdf: bytes) -> SealCheck:
        """What the seal alone says. Never raises."""
        try:
            return _judged(pdf)
        except Rejection as rejection:
            return SealCheck(verdict=rejection.verdict, reasons=(rejection.reason,), signed=has_traces(pdf))
        except Exception as error:  # whatever a hostile file does to a reader, the answer is the same
            return SealCheck(
                verdict=Verdict.UNVERIFIABLE,
                reasons=(
                    N_("The file cannot be checked: its structure is not readable ({name}).").format(
                        name=type(error).__name__
                    ),
                ),
                signed=has_traces(pdf),
            )


def _judged(pdf: bytes) -> SealCheck:
    if len(pdf) > MOST_BYTES:
        raise unverifiable(
            N_("The file is larger than {most_bytes} MB; no report is.").format(most_bytes=MOST_BYTES // 1024**2)
        )
    readable = _require_ours(pdf)
    if not has_traces(pdf):
        if readable and pdf.rstrip().endswith(b"%%EOF"):
            raise unverifiable(N_("The file carries no seal."))
        raise altered(N_("The file is incomplete."))
    layers = layers_of(pdf)
    envelope = open_envelope(layers.sealed)
    reader = read_objects(layers.sealed)
    sealed_at = check_seal(reader, envelope)
    if not valid_at(envelope.certificate, sealed_at):
        raise unverifiable(N_("The certificate of the seal was not valid when the file was sealed."))
    check_nothing_acts(reader)
    stamps = check_timestamps(layers)
    if stamps and stamps[0].at < sealed_at - _SLACK:
        raise unverifiable(N_("The timestamp is older than the seal it is meant to confirm."))
    first = stamps[0] if stamps else None
    return SealCheck(
        verdict=Verdict.AUTHENTIC,
        reasons=(N_("The seal is intact and covers the whole file."),),
        issuer=common_name(envelope.certificate),
        sealed_at=sealed_at,
        certificate_sha256=fingerprint(envelope.certificate),
        # No list of public CAs is consulted, so no certificate confirms a name here, whoever signed it
        self_issued=True,
        twin=twin_in(reader),
        timestamp=first.at if first else None,
        timestamp_by=first.by if first else None,
        timestamp_certificates=first.certificates if first else (),
        signed=True,
    )


def _require_ours(pdf: bytes) -> bool:
    """Returns whether the file can be read. Raises Rejection FOREIGN, or UNVERIFIABLE for a damaged PDF that names
    nobody."""
    try:
        ours, readable = claims_to_be_ours(read_objects(pdf)), True
    except Exception:  # pyHanko, and Python itself, raise many kinds for a damaged file
        ours, readable = any(name in pdf for name in _NAMES), False
    if ours or SEAL_FIELD.encode("ascii") in pdf:
        return readable
    if readable or b"%PDF-" not in pdf[:1024]:
        raise Rejection(Verdict.FOREIGN, N_("This is not a CellIQ report."))
    raise unverifiable(N_("The file is damaged or unusual, and does not say whose report it is."))
