"""The acceptance policy: what is accepted, what is foreign, and what cannot be verified."""

import random
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from celliq_desktop.domain.paper import PRODUCER, SEAL_FIELD, TWIN_NAME
from celliq_desktop.domain.reports import Verdict
from celliq_desktop.signing.check import MOST_BYTES
from celliq_desktop.signing.identity import SMALLEST_RSA_BITS, DealerIdentity
from celliq_desktop.signing.seal import PadesSealer
from tests.signing.papers import (
    ISSUER,
    TWIN,
    by_authority,
    checked,
    edited,
    identity,
    paper,
    sealed,
    with_key,
)
from tests.support.clocks import FakeClock

STRANGERS = Path(__file__).parents[2].parent / "shared" / "data" / "signed-pdfs"


@pytest.fixture(scope="module")
def report() -> bytes:
    return sealed()


def test_a_sealed_report_is_authentic_and_says_what_it_knows() -> None:
    who = identity()
    result = checked(sealed(by=who))
    assert result.verdict is Verdict.AUTHENTIC
    assert result.issuer == ISSUER
    assert result.sealed_at == FakeClock().now()
    assert result.certificate_sha256 == who.certificate_sha256
    assert result.self_issued
    assert result.timestamp is None
    assert result.twin == TWIN


def test_only_a_complete_chain_is_put_beside_the_seal() -> None:
    whole = by_authority()
    loose = DealerIdentity(whole.private_key, whole.certificate, (identity("Somebody else").certificate,))
    result = checked(sealed(by=loose))
    assert result.verdict is Verdict.AUTHENTIC
    assert result.issuer == "Dealer"


def test_a_report_without_its_seal_revision_carries_no_seal() -> None:
    result = checked(paper())
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "no seal" in result.reasons[0]


def test_a_report_whose_signature_was_removed_carries_no_seal(report: bytes) -> None:
    def without_seal(document: pikepdf.Pdf) -> None:
        del document.Root.AcroForm
        del document.Root.Perms
        del document.pages[0].Annots

    result = checked(edited(report, without_seal))
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "no seal" in result.reasons[0]


def test_a_truncated_file_that_names_nobody_cannot_be_verified() -> None:
    assert checked(paper()[:60]).verdict is Verdict.UNVERIFIABLE


def test_another_dealers_seal_holds_but_has_another_certificate(report: bytes) -> None:
    again = checked(sealed(by=identity(ISSUER)))
    assert again.verdict is Verdict.AUTHENTIC
    assert again.certificate_sha256 != checked(report).certificate_sha256


def test_a_certificate_that_was_not_valid_at_sealing_is_not_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    sealer = PadesSealer(identity(), clock)
    clock.advance(timedelta(days=3000).total_seconds())
    monkeypatch.setattr(sealer, "_check_dates", lambda _: None)
    result = checked(sealer.seal(paper(), twin=TWIN, reason="test"))
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "certificate" in result.reasons[0]


def test_a_weak_key_is_not_accepted() -> None:
    result = checked(sealed(by=with_key(rsa.generate_private_key(65537, SMALLEST_RSA_BITS // 2))))
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "weak" in result.reasons[0]


@pytest.mark.parametrize(
    "key", [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())], ids=["rsa", "p384"]
)
def test_the_usual_keys_of_certificate_providers_are_accepted(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
) -> None:
    assert checked(sealed(by=with_key(key))).verdict is Verdict.AUTHENTIC


def test_files_that_claim_nothing_are_foreign() -> None:
    for content in (b"", b"hello", random.Random(1).randbytes(5000), paper(producer="Another program")):
        assert checked(content).verdict is Verdict.FOREIGN


def test_an_encrypted_file_is_foreign() -> None:
    output = BytesIO()
    with pikepdf.open(BytesIO(paper())) as document:
        document.save(output, encryption=pikepdf.Encryption(owner="x", user="y"))
    assert checked(output.getvalue()).verdict is Verdict.FOREIGN


def test_wreckage_with_one_of_our_names_is_ours() -> None:
    for name in (PRODUCER, TWIN_NAME, SEAL_FIELD):
        assert checked(b"%PDF-1.4 ... " + name.encode()).verdict is Verdict.ALTERED


def test_a_file_larger_than_any_report_is_not_looked_at() -> None:
    result = checked(b"%PDF-" + bytes(MOST_BYTES))
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "50 MB" in result.reasons[0]


def test_signed_files_of_strangers_are_never_authentic() -> None:
    if not STRANGERS.is_dir():
        pytest.skip("shared/data/signed-pdfs is not beside this checkout")
    files = sorted(STRANGERS.rglob("*.pdf"))
    assert files
    for path in files:
        assert checked(path.read_bytes()).verdict in {Verdict.FOREIGN, Verdict.UNVERIFIABLE}, path.name
