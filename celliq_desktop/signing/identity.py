"""Who seals: a dealer's private key with its certificate, created here or brought along as PKCS#12.

A created identity is self-signed. It proves that two papers come from the same hands; whose hands, the public record
says (report.md section 5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from celliq_desktop.domain.identity import IdentityFacts, IdentityKind
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.signing.lower_half import lower_half

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

LIFETIME = timedelta(days=5 * 365)
"""A created certificate seals for five years; what it sealed stays good afterwards."""
SMALLEST_RSA_BITS = 2048
NAME_BYTES = 64
"""Longest common name and organisation name in UTF-8; RFC 5280 counts characters, the library counts bytes."""
_CLOCK_SLACK = timedelta(minutes=5)

SealingKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class HasCertificate(Protocol):
    """Any identity, whatever holds its key."""

    @property
    def certificate(self) -> x509.Certificate: ...


@dataclass(frozen=True, slots=True)
class DealerIdentity:
    """A key and its certificate. ``chain`` are the certificates of those who vouch for it, none when self-signed."""

    private_key: SealingKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def issuer(self) -> str:
        """Common name of the certificate: who seals."""
        return common_name(self.certificate)

    @property
    def certificate_sha256(self) -> str:
        """SHA-256 of the DER certificate, 64 lower case hex digits."""
        return fingerprint(self.certificate)

    @contextmanager
    def signer(self) -> "Iterator[SimpleSigner]":
        """pyHanko's signer over our key. It wants its key as plain DER, which therefore exists in memory for a
        moment."""
        import asn1crypto.keys
        import asn1crypto.x509
        from pyhanko.sign.signers import SimpleSigner
        from pyhanko_certvalidator import registry

        asn1: Any = asn1crypto  # carries no annotations, nor does the store
        known: Any = registry
        der = serialization.Encoding.DER
        key = self.private_key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        others = known.SimpleCertificateStore()
        if chain_is_complete(self.certificate, self.chain):
            others.register_multiple(asn1.x509.Certificate.load(other.public_bytes(der)) for other in self.chain)
        public = self.certificate.public_key()

        class OneForm(SimpleSigner):
            async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
                signature = await super().async_sign_raw(data, digest_algorithm, dry_run)
                return signature if dry_run else lower_half(signature, public)

        yield OneForm(
            signing_cert=asn1.x509.Certificate.load(self.certificate.public_bytes(der)),
            signing_key=asn1.keys.PrivateKeyInfo.load(key),
            cert_registry=others,
        )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the DER certificate, 64 lower case hex digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def valid_at(certificate: x509.Certificate, moment: datetime) -> bool:
    """Whether the certificate may be used at an aware ``moment``."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def common_name(certificate: x509.Certificate) -> str:
    """The subject's common name, else its organisation, else the whole subject as RFC 4514 text."""
    return _named(certificate.subject)


def _named(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(oid):
            return str(attribute.value)
    return name.rfc4514_string()


def facts_of(certificate: x509.Certificate, kind: IdentityKind) -> IdentityFacts:
    """What a person is told of an identity."""
    own = certificate.subject == certificate.issuer
    return IdentityFacts(
        kind=kind,
        issuer=common_name(certificate),
        vouched_by=common_name(certificate) if own else _named(certificate.issuer),
        certificate_sha256=fingerprint(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def chain_is_complete(certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]) -> bool:
    """Whether each of ``chain`` is signed by one of them, so that no byte of them can change unnoticed. The seal itself
    covers ``certificate`` only, and a loose one beside it would be a place to change the file."""
    return all(any(issued_by(other, by) for by in chain) for other in chain) and (
        not chain or any(issued_by(certificate, by) for by in chain)
    )


def issued_by(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    """Whether ``by`` has signed ``certificate``."""
    try:
        certificate.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def create_identity(issuer_name: str, now: datetime) -> DealerIdentity:
    """A fresh ECDSA P-256 identity, self-signed, valid from ``now`` (aware) for ``LIFETIME``. A name that is too long
    for a certificate is cut and ends in an ellipsis, for it often comes from the server, where nobody here can shorten
    it. NeedsYou ``issuer_name_invalid`` when the name is empty or holds control characters."""
    name = " ".join(issuer_name.split())
    if not name or not name.isprintable():
        raise NeedsYou(
            "issuer_name_invalid",
            N_("The name on the seal is missing or holds characters that cannot be printed."),
            next_step=N_("Enter the name of the business as buyers know it."),
        )
    name = _cut(name)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)]
    )
    start = now.replace(microsecond=0)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # The first seal follows at once, perhaps after a small correction of this computer's clock
        .not_valid_before(start - _CLOCK_SLACK)
        .not_valid_after(start + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return DealerIdentity(key, certificate)


def to_pkcs12(identity: DealerIdentity, passphrase: str) -> bytes:
    """The identity as an encrypted PKCS#12 file. NeedsYou ``passphrase_missing`` for an empty passphrase."""
    if not passphrase:
        raise NeedsYou(
            "passphrase_missing",
            N_("The identity is only kept under a passphrase."),
            next_step=N_("Choose a passphrase."),
        )
    return pkcs12.serialize_key_and_certificates(
        identity.issuer.encode(),
        identity.private_key,
        identity.certificate,
        identity.chain or None,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def to_pem(identity: HasCertificate) -> bytes:
    """The certificate alone as PEM: the public half, by which a profile recognises its own seals."""
    return identity.certificate.public_bytes(serialization.Encoding.PEM)


def from_pkcs12(data: bytes, passphrase: str) -> DealerIdentity:
    """Read an identity. An expired one loads (it tells who sealed earlier papers). BadSurroundings
    ``identity_unreadable`` for a wrong passphrase or a damaged file, ``identity_unsuitable`` when the file holds no
    key, a key that does not belong to its certificate, or one the acceptance policy would refuse."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except Exception as error:  # the parser raises ValueError, TypeError, UnsupportedAlgorithm and OpenSSL's own
        raise BadSurroundings(
            "identity_unreadable",
            N_("The identity file does not open: the passphrase is wrong or the file is damaged."),
            next_step=N_("Check the passphrase, or choose another copy of the file."),
        ) from error
    if not isinstance(key, SealingKey) or certificate is None or not _fits(key, certificate):
        raise BadSurroundings(
            "identity_unsuitable",
            N_(
                "The identity file holds no key that seals: it needs an EC key, or RSA of at least"
                " {smallest_rsa_bits} bits, with its certificate."
            ).format(smallest_rsa_bits=SMALLEST_RSA_BITS),
            next_step=N_("Ask your certificate provider for such an identity, or create one here."),
        )
    return DealerIdentity(key, certificate, tuple(others))


def is_strong(key: object) -> bool:
    """Whether the acceptance policy takes a signature of this public key: a curve of at least 256 bits, or RSA of at
    least ``SMALLEST_RSA_BITS``."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.curve.key_size >= 256
    return isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA_BITS


def _cut(name: str) -> str:
    if len(name.encode()) <= NAME_BYTES:
        return name
    room = NAME_BYTES - len("…".encode())
    return name.encode()[:room].decode(errors="ignore").rstrip() + "…"


def _fits(key: SealingKey, certificate: x509.Certificate) -> bool:
    return is_strong(key.public_key()) and key.public_key() == certificate.public_key()


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,  # the newer name of nonRepudiation
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
