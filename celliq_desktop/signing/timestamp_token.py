"""A timestamp token (RFC 3161): whether it speaks of these bytes, who says so and when; and the request for one."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from celliq_desktop.domain.text import N_
from celliq_desktop.signing.identity import common_name, fingerprint, issued_by, valid_at
from celliq_desktop.signing.rejection import altered, unverifiable

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData

_BROKEN = N_("The timestamp of the file is broken.")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one token says. ``at`` is aware UTC; ``by`` names the service; ``certificates`` are the fingerprints
    (SHA-256, hexadecimal) of the service's certificate and of those in the token that vouch for it, in this order."""

    at: datetime
    by: str
    certificates: tuple[str, ...]


def read_token(token: bytes, imprint: bytes) -> Stamp:
    """The token in DER over data whose SHA-256 is ``imprint``. Raises Rejection ALTERED when it is broken or speaks of
    other data, UNVERIFIABLE when whoever signed it must not stamp times."""
    try:
        signed, stated = _opened(token)
        described = stated["message_imprint"]
        fits = (
            described["hash_algorithm"]["algorithm"].native == "sha256"
            and described["hashed_message"].native == imprint
        )
        certificate, others = _signer(signed)
        intact = _intact(signed, certificate)
        moment: datetime = stated["gen_time"].native
    except Exception as error:  # any way in which bytes fail to be a token
        raise altered(_BROKEN) from error
    if not fits or not intact:
        raise altered(_BROKEN)
    service = x509.load_der_x509_certificate(certificate.dump())
    if not _may_stamp(service) or not valid_at(service, moment):
        raise unverifiable(N_("The timestamp comes from a certificate that must not make timestamps."))
    chain = _chain(service, [x509.load_der_x509_certificate(other.dump()) for other in others])
    return Stamp(moment, common_name(service), tuple(fingerprint(one) for one in chain))


def certificates_of(token: bytes) -> tuple[bytes, ...]:
    """The certificates a token carries, DER; empty for bytes that are no token."""
    try:
        signed, _stated = _opened(token)
        return tuple(choice.chosen.dump() for choice in signed["certificates"])
    except Exception:  # asn1crypto raises ValueError, TypeError and KeyError
        return ()


def _opened(token: bytes) -> tuple["SignedData", Any]:
    import asn1crypto.cms
    import asn1crypto.tsp

    untyped: Any = asn1crypto.cms  # carries no annotations
    signed: SignedData = untyped.ContentInfo.load(token, strict=True)["content"]
    content = signed["encap_content_info"]
    if content["content_type"].native != "tst_info" or not isinstance(
        content["content"].parsed, asn1crypto.tsp.TSTInfo
    ):
        raise ValueError("no timestamp")
    return signed, content["content"].parsed


def _signer(signed: Any) -> tuple[Any, list[Any]]:
    (signer,) = signed["signer_infos"]
    named = signer["sid"].chosen
    known = [choice.chosen for choice in signed["certificates"]]
    if "serial_number" in getattr(named, "native", {}):
        serial, issuer = named["serial_number"].native, named["issuer"]
        (certificate,) = (one for one in known if one.serial_number == serial and one.issuer == issuer)
    else:
        (certificate,) = (one for one in known if one.key_identifier == named.native)
    return certificate, [one for one in known if one is not certificate]


def _intact(signed: Any, certificate: Any) -> bool:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    (signer,) = signed["signer_infos"]
    content = bytes(signed["encap_content_info"]["content"])
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, content).digest()
    intact, valid = validate_sig_integrity(signer, certificate, "tst_info", digest)
    return bool(intact and valid)


def _may_stamp(certificate: x509.Certificate) -> bool:
    """The extended key usage is there, critical, and time stamping only (RFC 3161 section 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _chain(certificate: x509.Certificate, others: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """``certificate`` and, one above the other, those of ``others`` that have signed the one below."""
    chain, left = [certificate], list(others)
    while (above := next((one for one in left if issued_by(chain[-1], one)), None)) is not None:
        chain.append(above)
        left.remove(above)
    return tuple(chain)
