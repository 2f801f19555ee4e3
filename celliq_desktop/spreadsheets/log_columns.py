"""Which of a log's columns is probably which of ours, from its name alone: a proposal a person looks over."""

import re
from collections.abc import Sequence

_NAMES = {
    "time": ("time", "timestamp", "datetime", "date time", "date", "tboxtime", "recorded at", "created at", "utc"),
    "soc_percent": ("soc percent", "soc", "state of charge", "battery level", "vehbmspacksoc", "usable battery level"),
    "energy_kwh": ("energy kwh", "energy added", "charge energy added", "energy", "kwh", "charged kwh"),
    "power_kw": ("power kw", "charger power", "power", "kw", "charge power"),
    "current_a": ("current a", "current", "bmsbatterycurrent", "pack current", "battery current", "amps"),
    "voltage_v": ("voltage v", "voltage", "bmsbatteryvoltage", "pack voltage", "battery voltage", "volts"),
    "temperature_c": ("temperature c", "battery temperature", "battery temp", "bmsprobetempmax", "temperature", "temp"),
    "odometer_km": ("odometer km", "odometer", "mileage km", "vehodo", "km"),
    "speed_kmh": ("speed kmh", "speed", "vehspeed"),
}
"""Names seen in data/ev-charging, data/teslafi and the interfaces of research/apis.md; the likeliest first."""
_OTHER_UNIT = re.compile(r"\b(wh|w|mi|miles|mph|mv|ma|f|fraction)\b")
"""A column in a unit that is not ours is left for the person to see."""


def proposed(header: Sequence[str]) -> dict[str, str]:
    """Our names to the file's, each column of the file at most once."""
    plain = {_plain(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for ours, names in _NAMES.items():
        theirs = next((plain[name] for name in names if name in plain and plain[name] not in found.values()), None)
        if theirs is None:
            theirs = next((name for name in header if _fits(name, names) and name not in found.values()), None)
        if theirs is not None:
            found[ours] = theirs
    return found


def _fits(header: str, names: Sequence[str]) -> bool:
    """True when one of ``names`` begins a column's name and no foreign unit stands behind it."""
    plain = _plain(header)
    return not _OTHER_UNIT.search(plain) and any(plain.startswith(f"{name} ") for name in names)


def _plain(name: str) -> str:
    """Lower case, words parted by one space, without brackets and marks."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())
