"""The paper drawn and sealed, against reportlab alone and against pyHanko as it comes."""

import io
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from celliq_desktop.reports import fonts
from celliq_desktop.reports.pdf import render
from celliq_desktop.signing.identity import DealerIdentity, create_identity
from celliq_desktop.signing.seal import PadesSealer
from tests.reports.contents import content
from tests.support.clocks import FakeClock
from tests.support.ratios import Line, side_by_side, timed

pytestmark = pytest.mark.timeout(300)

_FACES = (fonts.REGULAR, fonts.SEMIBOLD, fonts.BOLD, fonts.ITALIC, fonts.MONO)
_WORDS = "Capacity left of the capacity when new"


def test_the_paper_is_drawn(tell: Callable[[Line], None]) -> None:
    paper = content()
    operators = _operators(render(paper))
    pages = _pages(render(paper))

    def ours() -> None:
        assert render(paper)

    pair = side_by_side(timed(lambda: _bare_canvas(operators, pages), calls=3), timed(ours, calls=3))
    drawn = f"{operators['Tj']} texts, {operators['l']} lines, {operators['re']} boxes, {operators['c']} curves"
    tell(Line(axis="report drawn", against=f"canvas: {drawn}", pair=pair, at_most=2.0))


def test_the_paper_is_sealed(tmp_path: Path, tell: Callable[[Line], None]) -> None:
    paper, clock = render(content()), FakeClock()
    path = tmp_path / "stock.p12"
    rsa_identity = _rsa_identity(clock.now())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"stock", rsa_identity.private_key, rsa_identity.certificate, None, serialization.NoEncryption()
        )
    )
    untyped: Any = signers.SimpleSigner
    stock = untyped.load_pkcs12(str(path))
    assert stock is not None

    def with_stock() -> None:
        metadata = PdfSignatureMetadata(field_name="Signature1")
        assert signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(paper)), metadata, signer=stock).read(4)

    own = PadesSealer(create_identity("Autohaus Brunner GmbH", clock.now()), clock)
    own_rsa = PadesSealer(rsa_identity, clock)
    twin = '{"vin": "WVWZZZE1ZMP012345"}' * 200

    def sealed(sealer: PadesSealer) -> Callable[[], None]:
        def seal() -> None:
            assert sealer.seal(paper, twin=twin, reason="Battery report")

        return seal

    pair = side_by_side(timed(with_stock, calls=3), timed(sealed(own), calls=3))
    tell(Line(axis="report sealed", against="stock pyHanko, RSA-2048", pair=pair, at_most=0.2))
    pair = side_by_side(timed(with_stock, calls=3), timed(sealed(own_rsa), calls=3))
    tell(Line(axis="report sealed with RSA-2048", against="stock pyHanko, RSA-2048", pair=pair))


def _operators(pdf: bytes) -> Counter[str]:
    """What a paper draws, counted: text, straight lines, boxes, curves; ``Do`` are things drawn by reference."""
    counted: Counter[str] = Counter()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            counted.update(str(one.operator) for one in pikepdf.parse_content_stream(page))
    return counted


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def _bare_canvas(operators: Counter[str], pages: int) -> None:
    """As many texts, lines, boxes and curves in the same five fonts, without thinking about what they mean."""
    fonts.register()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=1)
    for _page in range(pages):
        for number in range(operators["Tj"] // pages):
            canvas.setFont(_FACES[number % len(_FACES)], 8)
            canvas.drawString(40, 40 + number, _WORDS)
        for number in range(operators["l"] // pages):
            canvas.line(40, 40 + number, 300, 40 + number)
        for number in range(operators["re"] // pages):
            canvas.rect(40, 40 + number, 3, 3, stroke=0, fill=1)
        for number in range(operators["c"] // pages):
            canvas.bezier(40, 40 + number, 41, 41, 42, 42, 43, 43)
        canvas.showPage()
    canvas.save()
    assert target.tell()


def _rsa_identity(now: datetime) -> DealerIdentity:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Stock signer")])
    begin = min(now, datetime.now(UTC)) - timedelta(days=1)
    usage = {
        "key_encipherment": False,
        "data_encipherment": False,
        "key_agreement": False,
        "key_cert_sign": False,
        "crl_sign": False,
        "encipher_only": False,
        "decipher_only": False,
    }
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=3_650))
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    return DealerIdentity(key, certificate)
