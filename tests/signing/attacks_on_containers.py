"""Forgeries inside the signature container (CMS, RFC 5652), which no signature covers as a whole, and byte ranges that
mean the same to a lenient reader."""

import re
from collections.abc import Callable
from typing import Any

import asn1crypto.cms
import asn1crypto.x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from tests.signing.attacks import Attack
from tests.signing.papers import identity

_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *")
_cms: Any = asn1crypto.cms  # carries no annotations
_x509: Any = asn1crypto.x509
_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of the curve (SEC 2)."""


def _place(pdf: bytes) -> tuple[int, int]:
    start = pdf.index(b"/Contents <30") + len(b"/Contents <")
    return start, pdf.index(b">", start)


def _container(pdf: bytes) -> bytes:
    """Without its padding."""
    start, end = _place(pdf)
    padded = bytes.fromhex(pdf[start:end].decode("ascii"))
    octets = padded[1] - 0x80
    return padded[: 2 + octets + int.from_bytes(padded[2 : 2 + octets], "big")]


def _put(pdf: bytes, container: bytes) -> bytes:
    start, end = _place(pdf)
    written = container.hex().upper().encode("ascii")
    if len(written) > end - start:
        raise ValueError("no room for it")
    return pdf[:start] + written.ljust(end - start, b"0") + pdf[end:]


def _changed(change: Callable[[Any], None]) -> Attack:
    """``change`` gets the signed data; everything is encoded anew."""

    def attack(pdf: bytes) -> bytes:
        content = _cms.ContentInfo.load(_container(pdf))
        change(content["content"])
        return _put(pdf, content.dump(force=True))

    return attack


def _unsigned_attribute(signed: Any) -> None:
    attribute = {"type": "1.2.840.113549.1.9.16.2.14", "values": []}
    signed["signer_infos"][0]["unsigned_attrs"] = _cms.CMSAttributes([_cms.CMSAttribute(attribute)])


def _other_certificate() -> Any:
    der = identity().certificate.public_bytes(Encoding.DER)
    return _cms.CertificateChoices("certificate", _x509.Certificate.load(der))


def _one_more_certificate(signed: Any) -> None:
    signed["certificates"].append(_other_certificate())


def _certificate_of_the_same_name(signed: Any) -> None:
    signed["certificates"][0] = _other_certificate()


def _nobody(signed: Any) -> None:
    signed["signer_infos"] = _cms.SignerInfos([])


def _twice(signed: Any) -> None:
    signed["signer_infos"].append(signed["signer_infos"][0].copy())


def _zeros(signed: Any) -> None:
    """The signature that a broken library once took for any key (CVE-2022-21449)."""
    signed["signer_infos"][0]["signature"] = encode_dss_signature(0, 0)


def _the_other_half(signed: Any) -> None:
    """ECDSA holds for (r, s) and for (r, n - s)."""
    signer = signed["signer_infos"][0]
    r, s = decode_dss_signature(signer["signature"].native)
    signer["signature"] = encode_dss_signature(r, _P256 - s)


def _range(written: str) -> Attack:
    def attack(pdf: bytes) -> bytes:
        found = _RANGE.search(pdf)
        if found is None:
            raise ValueError("no byte range")
        length, resume, rest = (int(number) for number in found.groups())
        new = written.format(length=length, resume=resume, rest=rest, size=len(pdf)).encode("ascii")
        return pdf[: found.start()] + new.ljust(len(found[0])) + pdf[found.end() :]

    return attack


ON_CONTAINERS: dict[str, Attack] = {
    "an unsigned attribute": _changed(_unsigned_attribute),
    "one more certificate": _changed(_one_more_certificate),
    "a certificate of the same name": _changed(_certificate_of_the_same_name),
    "signed by nobody": _changed(_nobody),
    "signed twice": _changed(_twice),
    "a signature of two zeros": _changed(_zeros),
    "the other half of the signature": _changed(_the_other_half),
    "a container without length": lambda pdf: _put(pdf, b"\x30\x80" + _container(pdf)[4:] + b"\0\0"),
    "something in the padding": lambda pdf: _put(pdf, _container(pdf) + b"\0\0\0\0\x01"),
    "a second container in the padding": lambda pdf: _put(pdf, _container(pdf) + _container(pdf)[:200]),
    "a range with signs": _range("/ByteRange [+0 {length} {resume} {rest}]"),
    "a range with fractions": _range("/ByteRange [0. {length} {resume} {rest}]"),
    "a range with a zero in front": _range("/ByteRange [00 {length} {resume} {rest}]"),
    "a range with a comment": _range("/ByteRange [0 {length} {resume} {rest}]%"),
    "a range without the gap": _range("/ByteRange [0 {length} {length} {rest}]"),
    "a range the other way round": _range("/ByteRange [{resume} {rest} 0 {length}]"),
    "a name in other letters": lambda pdf: pdf.replace(b"/ByteRange", b"/Byte#52ange"),
}
"""The signature and what says how far it reaches."""
