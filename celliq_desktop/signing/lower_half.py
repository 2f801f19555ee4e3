"""The one form of an ECDSA signature: (r, s) and (r, n - s) hold for the same bytes, so whoever has a file could write
the other into it. We seal with the smaller s and take no other."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

_ORDERS = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
    "secp521r1": int("1" + "F" * 65 + "A51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409", 16),
}
"""Orders of the curves of NIST (SEC 2, version 2); other curves are rare, and both their halves are taken."""


def lower_half(signature: bytes, key: object) -> bytes:
    """``signature`` in its one form; one by another kind of ``key`` (RSA, another curve) as it is."""
    order = _order_of(key)
    if order is None:
        return signature
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, order - s))


def is_lower_half(signature: bytes, key: object) -> bool:
    """Whether ``signature``, which holds, is the form in which we write it."""
    return lower_half(signature, key) == signature


def _order_of(key: object) -> int | None:
    return _ORDERS.get(key.curve.name) if isinstance(key, ec.EllipticCurvePublicKey) else None
