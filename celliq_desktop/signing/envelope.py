"""The signature as bytes: which bytes it covers and whether it holds, judged without reading the PDF's objects.

A PDF reader repairs, follows and interprets, and every one of these can show something else than was signed.
So the seal is found in the raw bytes, all other bytes must be under it, and the signature container must be, byte for
byte, the one form in which we write it. (CMS: RFC 5652; signing certificate attribute: RFC 5035.)"""

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography import x509

from celliq_desktop.domain.text import N_
from celliq_desktop.signing.identity import chain_is_complete, is_strong
from celliq_desktop.signing.lower_half import is_lower_half
from celliq_desktop.signing.rejection import Rejection, altered, unverifiable

if TYPE_CHECKING:  # reading the container is only worth its import once there is one
    from asn1crypto.cms import SignedData

TRACES = (b"/ByteRange", b"/DocMDP", b"ETSI.CAdES.detached")
"""What a signature leaves in a file; one changed byte cannot remove all three."""
RANGE = re.compile(rb"/ByteRange[ ]*\[[ ]*(\d{1,10}) (\d{1,10}) (\d{1,10}) (\d{1,10})[ ]*\]")
_BEFORE = re.compile(rb"/Contents[ \r\n]?\Z")
_HEX = re.compile(rb"(?:[0-9A-F]{2})+")
_DIGESTS = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_VERSION_1 = bytes.fromhex("020101")
_OID_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
# Algorithm identifiers of RFC 5754; their last octet depends on the digest
_DIGEST = {"sha256": "01", "sha384": "02", "sha512": "03"}
_ECDSA = {"sha256": "02", "sha384": "03", "sha512": "04"}
_RSA = {"sha256": "0b", "sha384": "0c", "sha512": "0d"}
_OID_DATA = bytes.fromhex("06092a864886f70d010701")
_BROKEN = N_("The seal is broken: the file was changed after it was sealed.")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A seal that holds. ``byte_range`` as the file says it; ``container`` DER without its padding;
    ``chain`` the certificates beside that of the signer."""

    byte_range: tuple[int, int, int, int]
    container: bytes
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


def has_traces(data: bytes) -> bool:
    """Whether the file carries a signature or what is left of one."""
    return any(trace in data for trace in TRACES)


def open_envelope(data: bytes) -> Envelope:
    """The one signature over the whole file, verified. Raises Rejection."""
    found = RANGE.findall(data)
    if len(found) != 1 or data.count(b"/ByteRange") != 1:
        raise altered(
            N_("The file carries more than one signature.")
            if len(found) > 1
            else N_("The seal of the file is damaged.")
        )
    start, length, resume, rest = (int(number) for number in found[0])
    if start != 0 or not 0 < length < resume or resume + rest != len(data):
        raise altered(N_("The seal does not cover the whole file: something was added or removed."))
    container = container_at(data, length, resume)
    signed = _signed_data(container)
    try:
        certificate, chain = _verified(signed, data[:length], data[resume:])
    except Rejection:
        raise
    except Exception as error:  # pyHanko, asn1crypto and cryptography each raise their own
        raise altered(_BROKEN) from error
    return Envelope((start, length, resume, rest), container, certificate, chain)


def container_at(data: bytes, start: int, end: int) -> bytes:
    """The bytes between the two signed ranges: ``<``, hexadecimal, ``>``, and zeros after the end of the container."""
    hexadecimal = data[start + 1 : end - 1]
    framed = data[start : start + 1] == b"<" and data[end - 1 : end] == b">" and _BEFORE.search(data[:start][-16:])
    if not framed or not _HEX.fullmatch(hexadecimal):
        raise altered(N_("The signature of the file is damaged."))
    padded = bytes.fromhex(hexadecimal.decode("ascii"))
    size_octets = padded[1] - 0x80 if len(padded) > 1 and padded[1] > 0x80 else 0
    size = 2 + size_octets + int.from_bytes(padded[2 : 2 + size_octets], "big")
    if not 1 <= size_octets <= 4 or size > len(padded) or any(padded[size:]):
        raise altered(N_("The signature of the file is damaged."))
    return padded[:size]


def _signed_data(container: bytes) -> "SignedData":
    import asn1crypto.cms
    import asn1crypto.tsp  # teaches the former the attribute that binds the certificate

    untyped: Any = asn1crypto.cms  # carries no annotations
    try:
        signed: SignedData = untyped.ContentInfo.load(container, strict=True)["content"]
        canonical = _as_we_write(signed)
        named = {attribute["type"].native for attribute in signed["signer_infos"][0]["signed_attrs"]}
    except Exception as error:  # any way in which bytes fail to be a container
        raise altered(N_("The signature of the file is damaged.")) from error
    if canonical != container or "signing_certificate_v2" not in named:
        raise altered(N_("The signature of the file was written differently from how a report is sealed."))
    return signed


def _as_we_write(signed: Any) -> bytes:
    """The container put together again from its parts: nothing may hide beside them, in none of the places of the
    format that a signature does not cover."""
    (signer,) = signed["signer_infos"]
    certificate = _signer_certificate(signed)
    name = signer["digest_algorithm"]["algorithm"].native
    digest = bytes.fromhex(f"300d06096086480165030402{_DIGEST[name]}0500")
    if certificate.public_key.algorithm == "ec":
        method = bytes.fromhex("300a06082a8648ce3d0403" + _ECDSA[name])
    else:
        method = bytes.fromhex(f"300d06092a864886f70d0101{_RSA[name]}0500")
    sid = _der(0x30, certificate.issuer.dump(), certificate["tbs_certificate"]["serial_number"].dump())
    info = _der(
        0x30,
        _VERSION_1,
        sid,
        digest,
        _der(0xA0, signer["signed_attrs"].contents),
        method,
        _der(0x04, signer["signature"].native),
    )
    content = _der(
        0x30,
        _VERSION_1,
        _der(0x31, digest),
        _der(0x30, _OID_DATA),
        _der(0xA0, *(_certificate_as_issued(choice.chosen) for choice in signed["certificates"])),
        _der(0x31, info),
    )
    return _der(0x30, _OID_SIGNED_DATA, _der(0xA0, content))


def _certificate_as_issued(certificate: Any) -> bytes:
    """Its two mentions of the algorithm agree, and its signature is whole octets: a reader of keys lets the count of
    unused bits pass, which would leave one place to change a certificate of the chain."""
    issued = certificate["tbs_certificate"]
    signature = certificate["signature_value"].contents[1:]
    return _der(0x30, issued.dump(), issued["signature"].dump(), _der(0x03, b"\0", signature))


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(size)]) + size + body


def _signer_certificate(signed: Any) -> Any:
    """asn1crypto's view of the one certificate that the signer names."""
    (signer,) = signed["signer_infos"]
    serial = signer["sid"].chosen["serial_number"].native
    (certificate,) = (choice.chosen for choice in signed["certificates"] if choice.chosen.serial_number == serial)
    return certificate


def _verified(signed: Any, before: bytes, after: bytes) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    (signer,) = signed["signer_infos"]
    digest = _DIGESTS[signer["digest_algorithm"]["algorithm"].native](before)
    digest.update(after)
    chosen = _signer_certificate(signed)
    intact, valid = validate_sig_integrity(signer, chosen, "data", digest.digest())
    if not (intact and valid):
        raise altered(_BROKEN)
    others = (choice.chosen for choice in signed["certificates"] if choice.chosen is not chosen)
    certificate, chain = _trusted_form(chosen.dump(), [other.dump() for other in others])
    if not is_lower_half(signer["signature"].native, certificate.public_key()):
        raise altered(N_("The signature of the file was written differently from how a report is sealed."))
    return certificate, chain


def _trusted_form(
    certificate_der: bytes, others_der: list[bytes]
) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    certificate = x509.load_der_x509_certificate(certificate_der)
    chain = tuple(x509.load_der_x509_certificate(other) for other in others_der)
    if chain and not chain_is_complete(certificate, chain):
        raise altered(N_("The certificates beside the seal do not belong to it."))
    if not is_strong(certificate.public_key()):
        raise unverifiable(N_("The file is signed with a key that is too weak or of an unknown kind."))
    return certificate, chain
