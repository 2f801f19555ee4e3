"""The dealer's letterhead on paper. A logo is made small and plain once, when it is chosen, so that its octets in the
twin give the same picture on any machine, whatever reads pictures there."""

import base64
import hashlib
import io
import zlib

from PIL import Image

from celliq_desktop.domain.letterheads import (
    LOGO_PIECE,
    MOST_LOGO_PIECES,
    MOST_LOGO_PX,
    PAPERS,
    REGIONS,
    Letterhead,
    Logo,
    legible,
)
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_

_MOST_BYTES = 10_000_000
_MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")
_COLOURS = 64
"""A photograph that is too large as it is keeps so many."""


def prepared(data: bytes) -> Logo:
    """A logo from the bytes of a PNG, JPEG or WebP file: on white, without transparency, at most ``MOST_LOGO_PX``.
    NeedsYou ``logo_unreadable``."""
    try:
        if len(data) > _MOST_BYTES:
            raise ValueError("too large a file")
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValueError("too many pixels")
            picture = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NeedsYou(
            "logo_unreadable",
            N_("This file cannot be used as a logo."),
            safe=N_("The letterhead is as it was."),
            next_step=N_("Choose a PNG, JPEG or WebP picture of less than 10 MB."),
        ) from error
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    flat.thumbnail(MOST_LOGO_PX, Image.Resampling.LANCZOS)
    return _packed(flat)


def picture_of(logo: Logo) -> Image.Image:
    """The picture; ValueError for a logo that ``prepared`` does not make: larger, cut short, or of another hash."""
    width, height = logo.width_px, logo.height_px
    if not (0 < width <= MOST_LOGO_PX[0] and 0 < height <= MOST_LOGO_PX[1]) or len(logo.pieces) > MOST_LOGO_PIECES:
        raise ValueError("not a logo of a report")
    size = width * height * 3
    try:
        unpacker = zlib.decompressobj()
        pixels = unpacker.decompress(base64.b64decode("".join(logo.pieces), validate=True), size + 1)
    except zlib.error as error:
        raise ValueError("a damaged logo") from error
    if len(pixels) != size or not unpacker.eof or hashlib.sha256(pixels).hexdigest() != logo.sha256:
        raise ValueError("a damaged logo")
    return Image.frombytes("RGB", (width, height), pixels)


def check_letterhead(head: Letterhead) -> None:
    """ValueError for a dress that no desk of ours puts on a report."""
    if head.paper not in PAPERS or head.region not in (None, *REGIONS):
        raise ValueError("an unknown paper or region")
    if head.accent is not None and legible(head.accent) != head.accent:
        raise ValueError("a colour that cannot be read")
    if head.logo is not None:
        picture_of(head.logo)


def _packed(picture: Image.Image) -> Logo:
    while True:
        for shown in (picture, picture.quantize(_COLOURS).convert("RGB")):
            pixels = shown.tobytes()
            text = base64.b64encode(zlib.compress(pixels, 9)).decode("ascii")
            if len(text) <= MOST_LOGO_PIECES * LOGO_PIECE:
                pieces = tuple(text[at : at + LOGO_PIECE] for at in range(0, len(text), LOGO_PIECE))
                return Logo(shown.width, shown.height, hashlib.sha256(pixels).hexdigest(), pieces)
        picture = picture.resize((max(1, picture.width * 2 // 3), max(1, picture.height * 2 // 3)))
