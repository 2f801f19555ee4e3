"""The seal of an update manifest: Ed25519 (RFC 8032) over the exact bytes, by one of the keys this program trusts.

The envelope is JSON: ``{"signed": base64, "signatures": [{"key": hex fingerprint, "signature": base64}]}``. Only bytes
that a trusted key has signed are ever parsed further.
"""

import base64
import hashlib
import json
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.text import N_

_PURPOSE = b"celliq-desktop update manifest 1\n"
"""Signed in front of the manifest, so that no other document signed by the same key can pass for one."""
_MOST_SIGNATURES = 8


class ManifestSeal:
    """Implements ``ports.ManifestSeal`` with ``keys``: raw public keys, 32 bytes each, in hexadecimal."""

    def __init__(self, keys: Iterable[str]) -> None:
        """ValueError for a key that is none."""
        raw = [bytes.fromhex(key) for key in keys]
        self._keys = {fingerprint(key): Ed25519PublicKey.from_public_bytes(key) for key in raw}

    def open(self, envelope: bytes) -> bytes:
        """The signed bytes; Refused ``update_not_signed`` unless a trusted key has signed them."""
        try:
            told = json.loads(envelope)
            signed = base64.b64decode(told["signed"], validate=True)
            signatures = [(str(one["key"]), str(one["signature"])) for one in told["signatures"][:_MOST_SIGNATURES]]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise _not_signed() from error
        for name, signature in signatures:
            if name in self._keys and self._holds(name, signature, signed):
                return signed
        raise _not_signed()

    def _holds(self, name: str, signature: str, signed: bytes) -> bool:
        try:
            self._keys[name].verify(base64.b64decode(signature, validate=True), _PURPOSE + signed)
        except (InvalidSignature, ValueError):
            return False
        return True


def seal(signed: bytes, keys: Iterable[Ed25519PrivateKey]) -> bytes:
    """The envelope around ``signed``, as the release tool publishes it; several keys while one is being replaced."""
    signatures = [
        {
            "key": fingerprint(key.public_key().public_bytes_raw()),
            "signature": base64.b64encode(key.sign(_PURPOSE + signed)).decode("ascii"),
        }
        for key in keys
    ]
    document = {"signed": base64.b64encode(signed).decode("ascii"), "signatures": signatures}
    return json.dumps(document, indent=1).encode("utf-8")


def fingerprint(key: bytes) -> str:
    """The name of a raw public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:16]


def _not_signed() -> Refused:
    return Refused(
        "update_not_signed",
        N_("The update information was not signed by CellIQ."),
        safe=N_("Nothing was downloaded or changed."),
        next_step=N_("Tell your administrator: somebody may be interfering with this network."),
    )
