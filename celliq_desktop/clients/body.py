"""The bytes of an answer, unpacked by ourselves under a cap: a library that unpacks first and counts afterwards holds
a thousand times the network's bytes in memory, and a million times when a bomb sits in a bomb (research N15)."""

import zlib
from collections.abc import Iterable

from celliq_desktop.domain.text import N_

_GZIP = 16 + zlib.MAX_WBITS


class NotWhole(ValueError):
    """The body is too large, torn, or packed in a way nobody asked for; the message says which."""


def unpacked(parts: Iterable[bytes], coding: str, largest: int) -> bytes:
    """The body in ``parts`` as received, unpacked by ``coding`` (Content-Encoding: gzip or none), at most ``largest``
    bytes before and after; ``NotWhole`` for anything else."""
    packed = coding.strip().lower()
    if packed not in ("", "identity", "gzip"):
        raise NotWhole(N_("it is packed in an unknown way"))
    unzip = zlib.decompressobj(_GZIP) if packed == "gzip" else None
    found: list[bytes] = []
    received = size = 0
    for part in parts:
        received += len(part)
        try:
            plain = unzip.decompress(part, largest + 1 - size) if unzip else part
        except zlib.error as error:
            raise NotWhole(N_("it broke off")) from error
        size += len(plain)
        if max(received, size) > largest:
            raise NotWhole(N_("it is far too large"))
        found.append(plain)
    if unzip and received and (not unzip.eof or unzip.unused_data):
        raise NotWhole(N_("it broke off"))
    return b"".join(found)
