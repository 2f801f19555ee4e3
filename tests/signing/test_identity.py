"""Identities: made, kept under a passphrase, and read again."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.signing.identity import SMALLEST_RSA_BITS, create_identity, from_pkcs12, to_pem, to_pkcs12

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_new_identity_names_the_dealer_and_may_only_sign() -> None:
    made = create_identity("Autohaus Müller", NOW)
    certificate = made.certificate
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert made.issuer == "Autohaus Müller"
    assert certificate.subject == certificate.issuer
    assert certificate.not_valid_before_utc <= NOW
    assert certificate.not_valid_after_utc == NOW + timedelta(days=1825)
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert isinstance(made.private_key, ec.EllipticCurvePrivateKey)
    assert made.private_key.curve.name == "secp256r1"
    certificate.verify_directly_issued_by(certificate)


def test_two_identities_of_one_name_are_told_apart() -> None:
    first, second = create_identity("Autohaus", NOW), create_identity("Autohaus", NOW)
    assert first.certificate_sha256 != second.certificate_sha256
    assert first.certificate_sha256 == first.certificate.fingerprint(hashes.SHA256()).hex()


def test_the_private_key_is_not_in_the_text_of_an_identity() -> None:
    assert "private" not in repr(create_identity("Autohaus", NOW))


def test_an_identity_survives_its_file() -> None:
    made = create_identity("Łódź Ελλάς", NOW)
    again = from_pkcs12(to_pkcs12(made, "päss"), "päss")
    assert again.issuer == "Łódź Ελλάς"
    assert again.certificate_sha256 == made.certificate_sha256
    assert again.private_key.private_numbers() == made.private_key.private_numbers()


def test_the_public_half_is_the_certificate_alone() -> None:
    made = create_identity("Autohaus", NOW)
    assert x509.load_pem_x509_certificate(to_pem(made)) == made.certificate
    assert b"PRIVATE" not in to_pem(made)


def test_a_wrong_passphrase_or_a_damaged_file_is_said_plainly() -> None:
    data = to_pkcs12(create_identity("Autohaus", NOW), "right")
    for content, passphrase in ((data, "wrong"), (data[:-40], "right"), (b"", "right"), (b"hello", "right")):
        with pytest.raises(BadSurroundings) as caught:
            from_pkcs12(content, passphrase)
        assert caught.value.code == "identity_unreadable"
        assert caught.value.next_step


def test_an_expired_identity_still_loads() -> None:
    old = create_identity("Autohaus", NOW - timedelta(days=4000))
    assert from_pkcs12(to_pkcs12(old, "x"), "x").issuer == "Autohaus"


def test_a_key_that_would_not_be_accepted_is_refused_at_the_door() -> None:
    certificate = create_identity("Autohaus", NOW).certificate
    weak = rsa.generate_private_key(65537, SMALLEST_RSA_BITS // 2)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Weak")])
    weak_certificate = x509.CertificateBuilder(name, name, weak.public_key(), 1, NOW, NOW + timedelta(days=1)).sign(
        weak, hashes.SHA256()
    )
    protection = serialization.BestAvailableEncryption(b"x")
    files = (
        pkcs12.serialize_key_and_certificates(None, weak, weak_certificate, None, protection),
        pkcs12.serialize_key_and_certificates(None, None, None, [certificate], protection),
    )
    for data in files:
        with pytest.raises(BadSurroundings) as caught:
            from_pkcs12(data, "x")
        assert caught.value.code == "identity_unsuitable"


@pytest.mark.parametrize("name", ["", "   ", "a\x00b"])
def test_a_name_that_cannot_stand_in_a_certificate_is_asked_for_again(name: str) -> None:
    with pytest.raises(NeedsYou) as caught:
        create_identity(name, NOW)
    assert caught.value.code == "issuer_name_invalid"


def test_a_name_too_long_for_a_certificate_is_cut_where_one_sees_it() -> None:
    assert create_identity("W" * 64, NOW).issuer == "W" * 64
    assert create_identity("W" * 65, NOW).issuer == "W" * 61 + "…"
    assert create_identity("Ü" * 40, NOW).issuer == "Ü" * 30 + "…"


def test_no_identity_is_kept_without_a_passphrase() -> None:
    with pytest.raises(NeedsYou) as caught:
        to_pkcs12(create_identity("Autohaus", NOW), "")
    assert caught.value.code == "passphrase_missing"
