"""Appends a timestamp to a sealed report: one revision with the certificates and revocation answers that will be needed
to judge it later, then the token over everything (PAdES-B-LTA, EN 319 142-1; RFC 3161)."""

import asyncio
import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography import x509

from celliq_desktop.domain.paper import TIMESTAMP_FIELD
from celliq_desktop.domain.ports import RevocationAnswers, TimestampService
from celliq_desktop.domain.problems import Problem, Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.signing.envelope import open_envelope
from celliq_desktop.signing.rejection import Rejection
from celliq_desktop.signing.revisions import check_timestamps, layers_of
from celliq_desktop.signing.revocation import evidence_for
from celliq_desktop.signing.seal import revision_of
from celliq_desktop.signing.timestamp_token import Stamp, certificates_of, read_token

if TYPE_CHECKING:  # pyHanko takes most of a second to import
    from asn1crypto.tsp import TimeStampResp
    from pyhanko.sign.timestamps import TimeStamper

_SPARE_BYTES = 512
"""A token is as long as the one before, but for a serial number or fraction of a second."""


class DocumentTimestamper:
    """Implements ``ports.Timestamper`` with one service."""

    def __init__(self, service: TimestampService, answers: RevocationAnswers | None = None) -> None:
        """``answers`` None: no revocation answers are kept in the file (a self-signed identity has none)."""
        self._service = service
        self._answers = answers

    def append(self, sealed: bytes) -> tuple[bytes, datetime]:
        """``sealed`` with one more timestamp, and the time it states, aware UTC.

        Refused ``not_sealed`` for a file whose seal or earlier timestamps do not hold, ``timestamp_unusable`` for a
        token that does not fit; the service's TryAgain when it does not answer.
        """
        try:
            layers = layers_of(sealed)
            known = len(check_timestamps(layers))
            signer = open_envelope(layers.sealed)
        except Rejection as rejection:
            raise Refused("not_sealed", rejection.reason, next_step=N_("Export the report anew.")) from rejection
        try:
            stamped = asyncio.run(self._appended(sealed, signer.certificate, signer.chain, known + 1))
            return stamped, check_timestamps(layers_of(stamped))[-1].at
        except Problem:
            raise
        except Exception as error:  # pyHanko raises many kinds for an answer that is no token
            raise _unusable(self._service, error) from error

    async def _appended(
        self, sealed: bytes, signer: x509.Certificate, chain: tuple[x509.Certificate, ...], number: int
    ) -> bytes:
        from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec
        from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
        from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp

        stamper: Any = _stamper(self._service)
        placeholder: Any = DocumentTimestamp
        trial = (await stamper.async_dummy_response("sha256")).dump()
        writer = revision_of(sealed)
        self._keep_evidence(writer, (signer, *chain, *map(x509.load_der_x509_certificate, certificates_of(trial))))
        name = f"{TIMESTAMP_FIELD}{number}"
        field = SigFieldSpec(name, invis_sig_settings=InvisSigSettings(set_hidden_flag=False))
        embedder: Any = PdfCMSEmbedder(new_field_spec=field)
        steps = embedder.write_cms(field_name=name, writer=writer, existing_fields_only=False)
        next(steps)
        steps.send(SigObjSetup(sig_placeholder=placeholder(bytes_reserved=2 * (len(trial) + _SPARE_BYTES))))
        prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
        steps.send(await stamper.async_timestamp(prepared.document_digest, "sha256"))
        return bytes(output.getvalue())

    def _keep_evidence(self, writer: Any, certificates: tuple[x509.Certificate, ...]) -> None:
        """The store of the file gains what it does not hold yet."""
        import asn1crypto.crl
        import asn1crypto.ocsp
        import asn1crypto.x509
        from pyhanko.sign.validation.dss import DocumentSecurityStore

        evidence = evidence_for(certificates, self._answers)
        asn1: Any = asn1crypto  # carries no annotations
        store: Any = DocumentSecurityStore
        store.supply_dss_in_writer(
            writer,
            None,
            certs=[asn1.x509.Certificate.load(one) for one in evidence.certificates],
            ocsps=[asn1.ocsp.OCSPResponse.load(one) for one in evidence.ocsp_responses],
            crls=[asn1.crl.CertificateList.load(one) for one in evidence.crls],
        )


def tried(service: TimestampService) -> Stamp:
    """One timestamp of nothing in particular, to see who answers. Problems as ``append``."""
    digest = hashlib.sha256(b"CellIQ Desktop").digest()
    stamper: Any = _stamper(service)
    try:
        token = asyncio.run(stamper.async_timestamp(digest, "sha256"))
        return read_token(token.dump(), digest)
    except Problem:
        raise
    except Exception as error:
        raise _unusable(service, error) from error


def _unusable(service: TimestampService, error: Exception) -> Refused:
    return Refused(
        "timestamp_unusable",
        N_("“{name}” sent a timestamp that cannot be used.").format(name=service.name),
        safe=N_("The sealed report is unchanged and stays valid."),
        next_step=N_("Choose another timestamp service in Settings."),
        reasons=(f"{type(error).__name__}: {error}",),
    )


def _stamper(service: TimestampService) -> "TimeStamper":
    import asn1crypto.tsp
    from pyhanko.sign.timestamps import TimeStamper

    untyped: Any = asn1crypto.tsp

    class OverPort(TimeStamper):
        """pyHanko asks and checks the answer; the bytes go over our wire."""

        async def async_request_tsa_response(self, req: Any) -> "TimeStampResp":
            response: TimeStampResp = untyped.TimeStampResp.load(service.exchange(req.dump()))
            return response

    made: Any = OverPort  # its maker carries no annotations
    stamper: TimeStamper = made()
    return stamper
