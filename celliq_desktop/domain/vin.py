"""Vehicle identification numbers (ISO 3779): 17 characters, no I, O, Q.

The check digit in position 9 is mandatory in North America and China only; European makers use fillers there, so a
wrong check digit is a warning and never a refusal (research/domain.md section 4).
"""

import re
from dataclasses import dataclass
from operator import mul

from celliq_desktop.domain.text import N_

_SHAPE = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_AIR = re.compile("[\\s\\-\u2010-\u2015\u2212\u00ad\u200b-\u200d\u2060\ufeff]")
"""Spaces, dashes of every length and what is invisible: spreadsheets and web pages bring them along."""
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = bytes.maketrans(
    b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ",
    bytes((*range(10), 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9)),
)
_CHECKED = "12345L"
"""First characters of North America and China, where the check digit is mandatory."""
_LOOKALIKES = str.maketrans({"I": "1", "O": "0", "Q": "0"})


@dataclass(frozen=True, slots=True)
class VinVerdict:
    """What we think of a typed VIN. ``suggestion`` is a well-formed VIN the person may have meant, or None.
    ``warning`` asks for a look at the car; ``note`` is worth knowing and no more."""

    vin: str
    ok: bool
    message: str = ""
    warning: str = ""
    note: str = ""
    suggestion: str | None = None


def normalise(text: str) -> str:
    """Upper case without spaces and dashes; a Code 39 import prefix (``I`` before 17 characters) is dropped."""
    vin = _AIR.sub("", text).upper()
    return vin[1:] if len(vin) == 18 and vin[0] == "I" else vin


def is_well_formed(vin: str) -> bool:
    """True for exactly 17 of the characters ISO 3779 allows."""
    return _SHAPE.fullmatch(vin) is not None


def check_digit(vin: str) -> str:
    """The check digit (``0``-``9`` or ``X``) that position 9 would carry under 49 CFR 565; ValueError when not well
    formed."""
    if not is_well_formed(vin):
        raise ValueError("not a well-formed VIN")
    remainder = sum(map(mul, vin.encode("ascii").translate(_VALUES), _WEIGHTS)) % 11
    return "X" if remainder == 10 else str(remainder)


def judge(text: str) -> VinVerdict:
    """Read what a person typed or scanned; never raises."""
    vin = normalise(text)
    if is_well_formed(vin):
        if len(set(vin)) == 1:
            return VinVerdict(vin, ok=False, message=N_("A VIN does not repeat one character seventeen times."))
        if check_digit(vin) == vin[8]:
            return VinVerdict(vin, ok=True)
        if vin[0] in _CHECKED:
            return VinVerdict(vin, ok=True, warning=N_("The check digit does not fit; please compare with the car."))
        return VinVerdict(
            vin, ok=True, note=N_("The check digit does not fit, as is common outside North America and China.")
        )
    if len(vin) != 17:
        return VinVerdict(vin, ok=False, message=N_("A VIN has 17 characters; this one has {n}.").format(n=len(vin)))
    guess = vin.translate(_LOOKALIKES)
    return VinVerdict(
        vin,
        ok=False,
        message=N_("A VIN never contains I, O or Q, or anything but letters and digits."),
        suggestion=guess if is_well_formed(guess) else None,
    )


def masked(vin: str) -> str:
    """Public form: manufacturer code and last six, e.g. ``WVW********012345``; never the whole VIN."""
    return f"{vin[:3]}{'*' * max(0, len(vin) - 9)}{vin[-6:]}" if len(vin) > 9 else "*" * len(vin)


def grouped(vin: str) -> str:
    """For reading aloud: ``WVW ZZZE1Z MP 012345`` (WMI, descriptor, year and plant, serial)."""
    return f"{vin[:3]} {vin[3:9]} {vin[9:11]} {vin[11:]}" if len(vin) == 17 else vin
