"""A small paper to seal, and ways to change it afterwards."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from reportlab.pdfgen.canvas import Canvas

from celliq_desktop.domain.paper import PRODUCER
from celliq_desktop.domain.reports import SealCheck, Verdict
from celliq_desktop.signing.check import AcceptancePolicy
from celliq_desktop.signing.identity import DealerIdentity, SealingKey, create_identity
from celliq_desktop.signing.seal import PadesSealer, revision_of
from tests.support.clocks import FakeClock

ISSUER = "Müller & Łukasz Αθήνα"
TWIN = '{"soh_percent": 91.2, "maker": "Škoda"}'


def paper(*, producer: str = PRODUCER, link: str = "https://celliq.eu/verify/abc") -> bytes:
    """Two A4 pages with a link, as reportlab writes them."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=(595.28, 841.89), invariant=1)
    canvas.setProducer(producer)
    canvas.drawString(72, 720, "State of health 91.2 %")
    canvas.linkURL(link, (72, 700, 200, 715))
    canvas.showPage()
    canvas.drawString(72, 720, "Evidence")
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def identity(name: str = ISSUER) -> DealerIdentity:
    """A fresh identity at the fake clock's time."""
    return create_identity(name, FakeClock().now())


def sealed(pdf: bytes | None = None, *, by: DealerIdentity | None = None, twin: str = TWIN) -> bytes:
    """``pdf`` (default: ``paper()``) sealed at the fake clock's time."""
    sealer = PadesSealer(by or identity(), FakeClock())
    return sealer.seal(paper() if pdf is None else pdf, twin=twin, reason="Battery Condition Report")


def signed_otherwise(pdf: bytes, field: str, *, permissions: int = 1, method: str = "sha256") -> bytes:
    """``pdf`` with another certification than ours: ``permissions`` 1 forbids all changes, 2 lets forms be filled."""
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=method,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm(permissions),
    )
    with identity().signer() as signer:
        return bytes(PdfSigner(metadata, signer).sign_pdf(revision_of(pdf)).getvalue())


def signed_again(pdf: bytes) -> bytes:
    """A second signature by pyHanko, which is kept from looking at what the first one forbids."""
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    class Careless(PdfSigner):
        def _enforce_certification_constraints(self, reader: object) -> None:
            pass

    with identity("Somebody else").signer() as signer:
        careless = Careless(PdfSignatureMetadata(field_name="Second"), signer)
        return bytes(careless.sign_pdf(revision_of(pdf)).getvalue())


def edited(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """``pdf`` written anew after ``change``; its producer stays."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(output, fix_metadata_version=False)
    return output.getvalue()


def with_key(key: SealingKey) -> DealerIdentity:
    """An identity whose own ``key`` signs its certificate, as somebody might bring it along."""
    return DealerIdentity(key, _certificate("Dealer", key, "Dealer", key))


def by_authority() -> DealerIdentity:
    """A dealer whose certificate an authority has signed, with the authority's own."""
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Authority", authority, "Authority", authority)
    return DealerIdentity(key, _certificate("Dealer", key, "Authority", authority), (root,))


def _certificate(subject: str, key: SealingKey, issuer: str, issuer_key: SealingKey) -> x509.Certificate:
    now = FakeClock().now()
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=30))
        .sign(issuer_key, hashes.SHA256())
    )


def checked(pdf: bytes) -> SealCheck:
    """What the policy says, with what every answer must keep to."""
    result = AcceptancePolicy().check(pdf)
    assert len(result.reasons) == 1
    assert result.reasons[0].endswith(".")
    assert (result.twin is not None) == (result.verdict is Verdict.AUTHENTIC)
    return result
