"""Seals a finished paper: one incremental revision that adds the twin, the visible seal and the signature (PAdES)."""

import asyncio
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from cryptography import x509

from celliq_desktop.domain.paper import SEAL_BOX_MM, SEAL_FIELD, SEAL_PAGE, TWIN_NAME, placing_on
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import BadSurroundings, Problem
from celliq_desktop.domain.text import N_
from celliq_desktop.signing.identity import common_name, fingerprint
from celliq_desktop.signing.stamp import seal_stamp, sealed_by

if TYPE_CHECKING:  # pyHanko takes most of a second to import; only a seal is worth that
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSigner, Signer

_POINTS_PER_MM = 72 / 25.4


class SealingIdentity(Protocol):
    """Who seals: a certificate and whatever holds its key."""

    @property
    def certificate(self) -> x509.Certificate: ...

    def signer(self) -> "AbstractContextManager[Signer]":
        """pyHanko's signer, usable inside the block; BadSurroundings when the key cannot be reached."""
        ...


class PadesSealer:
    """Implements ``ports.Sealer`` with one identity: PAdES-B-B, certified, no changes allowed afterwards."""

    def __init__(self, identity: SealingIdentity, clock: Clock) -> None:
        self._identity = identity
        self._clock = clock
        self._reserved: int | None = None

    @property
    def issuer(self) -> str:
        """Who the certificate names."""
        return common_name(self._identity.certificate)

    @property
    def certificate_sha256(self) -> str:
        """SHA-256 of the DER certificate, hexadecimal."""
        return fingerprint(self._identity.certificate)

    def seal(self, pdf: bytes, *, twin: str, reason: str) -> bytes:
        """``pdf`` with ``twin`` attached and everything signed, at the clock's time in whole seconds. BadSurroundings
        ``certificate_expired`` / ``certificate_not_yet_valid`` / ``cannot_seal``."""
        moment = self._clock.now().replace(microsecond=0)
        self._check_dates(moment)
        try:
            with self._identity.signer() as signer:
                draft = _Draft(pdf=pdf, twin=twin, reason=reason, issuer=self.issuer, moment=moment)
                sealed, self._reserved = asyncio.run(_sealed(signer, draft, self._reserved))
            return sealed
        except Problem:
            raise
        except Exception as error:  # pyHanko raises many kinds; a person can do the same about each
            raise BadSurroundings(
                "cannot_seal",
                N_("The paper cannot be sealed with this identity."),
                next_step=N_("Try again; if it happens again, create the diagnostics file and write to support."),
                safe=N_("No file is written."),
                reasons=(f"{type(error).__name__}: {error}",),
            ) from error

    def _check_dates(self, moment: datetime) -> None:
        certificate = self._identity.certificate
        if moment > certificate.not_valid_after_utc:
            raise BadSurroundings(
                "certificate_expired",
                N_("The sealing certificate expired on {not_valid_after_utc:%Y-%m-%d}.").format(
                    not_valid_after_utc=certificate.not_valid_after_utc
                ),
                next_step=N_("Create a new identity or import a renewed one."),
                safe=N_("Reports that were sealed before stay valid."),
            )
        if moment < certificate.not_valid_before_utc:
            raise BadSurroundings(
                "certificate_not_yet_valid",
                N_("The sealing certificate is valid from {not_valid_before_utc:%Y-%m-%d} only.").format(
                    not_valid_before_utc=certificate.not_valid_before_utc
                ),
                next_step=N_("Check the date of this computer."),
            )


def revision_of(pdf: bytes) -> "IncrementalPdfFileWriter":
    """A writer that appends to ``pdf`` and leaves its producer alone, by which we know our files."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class OneClockWriter(IncrementalPdfFileWriter):
        """pyHanko would add its own name to the producer, and the system's time, which is not our clock's."""

        def _update_meta(self) -> None:
            pass

    return OneClockWriter(BytesIO(pdf))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What is sealed, and what the seal says."""

    pdf: bytes
    twin: str
    reason: str
    issuer: str
    moment: datetime


async def _sealed(signer: "Signer", draft: _Draft, reserved: int | None) -> tuple[bytes, int]:
    """The sealed file, and how much room its signature was given: the same for every paper of an identity, and as much
    work to find out as to sign, so it is handed in again as ``reserved``."""
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    moment = draft.moment
    writer = revision_of(draft.pdf)
    _attach(writer, draft.twin, moment)
    # pyHanko's own all-in-one call reads the system's time; the steps let us say what time it is
    session = _pdf_signer(signer, writer, draft).init_signing_session(writer)
    session.system_time = moment
    if reserved is None:
        reserved = await session.estimate_signature_container_size(None)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    prepared, output = document.digest_tbs_document()
    await document.perform_signature(
        document_digest=prepared.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=moment)
    )
    if not isinstance(output, BytesIO):
        raise TypeError(f"sealed into {type(output).__name__}")
    return output.getvalue(), reserved


def _attach(writer: "IncrementalPdfFileWriter", twin: str, moment: datetime) -> None:
    from pyhanko.pdf_utils import embed, generic

    params = embed.EmbeddedFileParams(creation_date=moment, modification_date=moment)
    stream = embed.EmbeddedFileObject.from_file_data(writer, twin.encode(), params=params, mime_type="application/json")
    spec = embed.FileSpec(
        TWIN_NAME,
        file_name=TWIN_NAME,
        embedded_data=stream,
        description="The same report for machines",
        af_relationship=generic.pdf_name("/Data"),
    )
    embed.embed_file(writer, spec)


def _sheet_mm(writer: "IncrementalPdfFileWriter") -> tuple[float, float]:
    """Width and height of the page that carries the seal; our pages stand in one flat list."""
    root: Any = writer.root
    left, bottom, right, top = (
        float(edge) / _POINTS_PER_MM for edge in root["/Pages"]["/Kids"][SEAL_PAGE]["/MediaBox"]
    )
    return right - left, top - bottom


def _language(writer: "IncrementalPdfFileWriter") -> str:
    """As the file states it; empty when it does not."""
    root: Any = writer.root
    return str(root["/Lang"]) if "/Lang" in root else ""


def _pdf_signer(signer: "Signer", writer: "IncrementalPdfFileWriter", draft: _Draft) -> "PdfSigner":
    from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    said = sealed_by(_language(writer))
    placing = placing_on(*_sheet_mm(writer))
    left, bottom, right, top = (edge * _POINTS_PER_MM for edge in placing.box(*SEAL_BOX_MM))
    box: Any = (left, bottom, right, top)  # declared as whole points, written as it comes
    return PdfSigner(
        PdfSignatureMetadata(
            field_name=SEAL_FIELD,
            md_algorithm="sha256",
            name=draft.issuer,
            reason=draft.reason,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=signer,
        stamp_style=seal_stamp(writer, said, draft.issuer, draft.moment, right - left, top - bottom),
        new_field_spec=SigFieldSpec(
            SEAL_FIELD, on_page=SEAL_PAGE, box=box, readable_field_name=f"{said} {draft.issuer}"
        ),
    )
