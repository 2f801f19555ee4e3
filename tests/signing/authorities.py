"""A certificate authority and a timestamp service of our own, in memory; the service behaves as RFC 3161 says, or as a
test wants it to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from celliq_desktop.signing.identity import fingerprint
from tests.support.clocks import FakeClock

_DER = serialization.Encoding.DER
_YEARS = timedelta(days=3 * 365)


@dataclass
class StampOffice:
    """Implements ``ports.TimestampService``. ``answer`` replaces what it would say; ``at`` is what its clock shows."""

    name: str = "tsa.example"
    at: datetime = field(default_factory=lambda: FakeClock().now() + timedelta(seconds=2))
    usages: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    answer: bytes | BaseException | None = None

    def __post_init__(self) -> None:
        self._root_key = rsa.generate_private_key(65537, 2048)
        self._key = rsa.generate_private_key(65537, 2048)
        self.root = _certificate("Stamp Root", self._root_key, "Stamp Root", self._root_key, usages=())
        self.certificate = _certificate("Stamp Office", self._key, "Stamp Root", self._root_key, usages=self.usages)

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Of the service and of the root above it."""
        return fingerprint(self.certificate), fingerprint(self.root)

    def exchange(self, request: bytes) -> bytes:
        """Answer as a service does."""
        if isinstance(self.answer, BaseException):
            raise self.answer
        if self.answer is not None:
            return self.answer
        import asn1crypto.keys
        import asn1crypto.tsp
        import asn1crypto.x509
        from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

        asn1: Any = asn1crypto
        stamper: Any = DummyTimeStamper
        key = self._key.private_bytes(_DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        office = stamper(
            asn1.x509.Certificate.load(self.certificate.public_bytes(_DER)),
            asn1.keys.PrivateKeyInfo.load(key),
            certs_to_embed=[asn1.x509.Certificate.load(self.root.public_bytes(_DER))],
            fixed_dt=self.at,
        )
        return bytes(office.request_tsa_response(asn1.tsp.TimeStampReq.load(request)).dump())


def _certificate(
    subject: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: rsa.RSAPrivateKey,
    *,
    usages: tuple[x509.ObjectIdentifier, ...],
) -> x509.Certificate:
    now = FakeClock().now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _YEARS)
        .not_valid_after(now + _YEARS)
    )
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=True)
    else:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())
