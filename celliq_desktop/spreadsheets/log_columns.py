"""Which of a log's columns is probably which of ours, and in what unit, from its name alone: a proposal a person looks
over."""

import re
from collections.abc import Mapping, Sequence

_NAMES = {
    "time": (
        *("time", "timestamp", "datetime", "date time", "record time", "tboxtime", "recorded at", "created at"),
        *("utc", "date", "zeit", "zeitstempel", "datum"),
    ),
    "soc_percent": (
        *("soc percent", "soc", "soc display", "display soc", "displayed soc", "state of charge", "battery level"),
        *("vehbmspacksoc", "usable battery level", "soc bms", "bms soc", "ladezustand"),
    ),
    "energy_kwh": (
        *("energy kwh", "energy added", "charge energy added", "charged energy", "energy charged", "energy"),
        *("kwh", "charged kwh", "energie"),
    ),
    "power_kw": (
        *("power kw", "power", "kw", "battery power", "dc battery power", "charge power", "charging power"),
        *("leistung", "charger power"),
    ),
    "current_a": (
        *("current a", "current", "bmsbatterycurrent", "pack current", "battery current", "dc battery current"),
        *("charge current", "pack amps", "amps", "strom"),
    ),
    "voltage_v": (
        *("voltage v", "voltage", "bmsbatteryvoltage", "pack voltage", "battery voltage", "dc battery voltage"),
        *("pack volts", "volts", "spannung"),
    ),
    "temperature_c": (
        *("temperature c", "battery temperature", "battery temp", "batt temp", "bmsprobetempmax", "max temperature"),
        *("battery max temperature", "temperature", "temp", "temperatur"),
    ),
    "odometer_km": ("odometer km", "odometer", "odo", "mileage km", "mileage", "vehodo", "km", "kilometerstand"),
    "speed_kmh": ("speed kmh", "speed", "vehspeed", "vehicle speed", "geschwindigkeit"),
}
"""Names seen in data/ev-charging, data/teslafi, the interfaces of research/apis.md, and in what common logging programs
write; the likeliest first."""
_OF_SESSIONS = {
    "start": ("start", "start time", "start date", "started at", "charge start", "begin", "beginn"),
    "end": ("end", "end time", "end date", "ended at", "charge end", "stop", "ende"),
    "soc_start_percent": (
        *("soc start percent", "soc start", "start soc", "start battery level", "starting soc", "battery level start"),
        *("initial soc", "soc begin", "soc beginn"),
    ),
    "soc_end_percent": (
        *("soc end percent", "soc end", "end soc", "end battery level", "ending soc", "battery level end", "final soc"),
        "soc ende",
    ),
    "energy_kwh": _NAMES["energy_kwh"],
    "charge_ah": ("charge ah", "charged ah", "ah charged", "ah added", "ah", "capacity ah"),
    "temperature_c": _NAMES["temperature_c"],
    "odometer_km": _NAMES["odometer_km"],
    "current_kind": ("current kind", "charge type", "ac dc"),
}
SESSION_HEADER = ("start", "end", "soc_start_percent", "soc_end_percent")
"""What every list of sessions has."""
_WITHIN = frozenset({"soc_percent", "current_a", "voltage_v", "odometer_km", "speed_kmh"})
"""Ours that a longer name may hold anywhere, as in “HV battery current (A)”; energies, powers and temperatures of a car
are many, so they are only taken where their name begins like one of the list."""
_ANOTHERS = re.compile(
    r"\b(cell|cells|charger|ac|grid|phase|phases|aux|12v|limit|max|min|target|request|requested|available|remaining"
    r"|used|wall|price|cost|soh|discharge|discharged|regen|motor|set)\b"
)
"""Words of a quantity that is not the pack's own."""
_FOREIGN_UNIT = re.compile(r"\b(f|fahrenheit|mwh|mi h)\b")
"""A column in a unit that is not turned into ours is left for the person to see."""
_KM_PER_MILE = 1.609344
_FACTORS: Mapping[str, Mapping[str, float]] = {
    "power_kw": {"w": 1e-3, "watt": 1e-3, "watts": 1e-3},
    "energy_kwh": {"wh": 1e-3},
    "current_a": {"ma": 1e-3},
    "voltage_v": {"mv": 1e-3},
    "charge_ah": {"mah": 1e-3},
    "odometer_km": {"mi": _KM_PER_MILE, "mile": _KM_PER_MILE, "miles": _KM_PER_MILE, "m": 1e-3},
    "speed_kmh": {"mph": _KM_PER_MILE},
}


def proposed(header: Sequence[str]) -> dict[str, str]:
    """Our names to the file's, each column of the file at most once; those of a list of sessions where it is one."""
    of_sessions = _chosen(header, _OF_SESSIONS)
    if of_sessions.keys() >= set(SESSION_HEADER):
        return of_sessions
    return _chosen(header, _NAMES)


def factor_of(ours: str, theirs: str) -> float:
    """What a value of the column ``theirs`` is multiplied by to be in our unit, from the unit its name ends in."""
    words = plain(theirs).split()
    return _FACTORS.get(ours, {}).get(words[-1], 1.0) if len(words) > 1 else 1.0


def plain(name: str) -> str:
    """Lower case, words parted by one space, without brackets and marks."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())


def _chosen(header: Sequence[str], ours: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The likeliest column of each: one called so, else one that begins so, else one that holds such a name."""
    found: dict[str, str] = {}
    for ask in (_called, _beginning, _holding):
        for mine, names in ours.items():
            if mine in found:
                continue
            free = [
                theirs for theirs in header if theirs not in found.values() and not _FOREIGN_UNIT.search(plain(theirs))
            ]
            theirs = next((theirs for name in names for theirs in free if ask(mine, name, plain(theirs))), None)
            if theirs is not None:
                found[mine] = theirs
    return {mine: found[mine] for mine in ours if mine in found}


def _called(ours: str, name: str, theirs: str) -> bool:
    unit = theirs.rpartition(" ")[2]
    return theirs == name or (unit in _FACTORS.get(ours, {}) and theirs == f"{name} {unit}")


def _beginning(_ours: str, name: str, theirs: str) -> bool:
    return theirs.startswith(f"{name} ") and not _ANOTHERS.search(theirs.removeprefix(name))


def _holding(ours: str, name: str, theirs: str) -> bool:
    return ours in _WITHIN and f" {name} " in f" {theirs} " and not _ANOTHERS.search(theirs)
