"""Names for files: whatever a server or a person put into one, every system can hold the result (M19)."""

import re
import unicodedata

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_LONGEST = 150


def safe_name(wanted: str, *, otherwise: str = "file") -> str:
    """``wanted`` as one file name: no folders, no control or direction marks, no reserved word, at most 150
    characters; ``otherwise`` when nothing is left."""
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", wanted)).strip(" .")
    if not name.strip("_ ."):
        return otherwise
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    stem, dot, suffix = name.rpartition(".")
    if len(name) <= _LONGEST:
        return name
    if dot and len(suffix) <= 8:
        return f"{stem[: _LONGEST - len(suffix) - 1].rstrip()}.{suffix}"
    return name[:_LONGEST].rstrip()
