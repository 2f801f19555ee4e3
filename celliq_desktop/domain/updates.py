"""Updates: what a signed manifest says, and when it may be believed.

The attacks are those of The Update Framework (TUF 1.0.34, section 1.5.2), each met by one rule here or in the room it
names: arbitrary software (``signing/manifests.py``: Ed25519 over the exact bytes), rollback (``sequence`` never goes
back), freeze (``expires_at``, measured by a clock that cannot go back behind what was seen), mix-and-match (version,
channel, size and hash of every file stand in one signed text), endless data (``size``, and a limit for the manifest).
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import origin_of

KIND = "celliq-desktop-update"
LARGEST_MANIFEST = 64 * 1024
LARGEST_PACKAGE = 600 * 1024 * 1024
"""Twice what an installed program takes: a manifest that asks for more is wrong, whoever signed it."""
CHANNELS = ("stable", "beta")
_VERSION = re.compile(r"(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,120}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One file that installs the program. ``target`` names what it fits, e.g. ``linux-x86_64-deb``; ``size`` bytes."""

    target: str
    name: str
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The newest release of one channel. ``sequence`` grows with every manifest that is signed."""

    channel: str
    sequence: int
    issued_at: datetime
    expires_at: datetime
    version: str
    notes: str
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What this profile has seen of a channel; nothing at first."""

    sequence: int = 0
    issued_at: datetime | None = None
    version: str = "0.0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A newer release. ``package`` None when it has no file for this installation."""

    version: str
    notes: str
    package: Package | None


def read_manifest(text: bytes) -> Manifest:
    """The manifest in signed bytes; Refused ``update_malformed`` for anything else."""
    try:
        told = json.loads(text)
        if told["kind"] != KIND:
            raise ValueError(N_("it is another kind of document"))
        return Manifest(
            channel=_string(told["channel"]),
            sequence=_positive(told["sequence"]),
            issued_at=_time(told["issued_at"]),
            expires_at=_time(told["expires_at"]),
            version=_matching(_VERSION, told["version"]),
            notes=_string(told["notes"])[:2_000],
            packages=tuple(_package(one) for one in told["packages"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refused(
            "update_malformed", N_("The update information makes no sense: {error}.").format(error=error)
        ) from error


def believe(manifest: Manifest, *, channel: str, seen: Seen, now: datetime) -> Seen:
    """What is seen from now on; Refused when the manifest may not be believed although it is signed.

    ``now`` is this computer's clock; one that was set back does not make an old manifest young again.
    """
    latest = max(now, seen.issued_at) if seen.issued_at is not None else now
    if manifest.channel != channel:
        raise _refused(
            "update_wrong_channel",
            N_("The update information is for “{channel}”, not “{channel2}”.").format(
                channel=manifest.channel, channel2=channel
            ),
        )
    if manifest.expires_at <= latest:
        raise _refused("update_expired", N_("The update information is too old to be believed."))
    if manifest.sequence < seen.sequence:
        raise _refused("update_rolled_back", N_("The update information is older than what was seen before."))
    if is_newer(seen.version, manifest.version):
        raise _refused(
            "update_rolled_back",
            N_("Version {version} was announced before; this is {version2}.").format(
                version=seen.version, version2=manifest.version
            ),
        )
    return Seen(sequence=manifest.sequence, issued_at=manifest.issued_at, version=manifest.version)


def offer_of(manifest: Manifest, *, version: str, target: str) -> Offer | None:
    """The release, when it is newer than ``version`` (of this program); never the same, never an older one."""
    if not is_newer(manifest.version, version):
        return None
    fitting = [package for package in manifest.packages if package.target == target]
    return Offer(version=manifest.version, notes=manifest.notes, package=fitting[0] if fitting else None)


def is_newer(one: str, other: str) -> bool:
    """Whether version ``one`` comes after ``other``; ValueError for what is no version of ours."""
    return _numbers(one) > _numbers(other)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in _matching(_VERSION, version).split("."))


def _package(told: dict[str, Any]) -> Package:
    url = _string(told["url"])
    origin_of(url)  # ValueError unless it is plain
    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
        raise ValueError(N_("a package is not fetched over https"))
    size = _positive(told["size"])
    if size > LARGEST_PACKAGE:
        raise ValueError(N_("a package is far too large"))
    return Package(
        target=_string(told["target"]),
        name=_matching(_NAME, told["name"]),
        url=url,
        size=size,
        sha256=_matching(_SHA256, told["sha256"]),
    )


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(N_("a word is missing"))
    return value


def _positive(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise TypeError(N_("a number is missing"))
    return value


def _matching(pattern: re.Pattern[str], value: object) -> str:
    text = _string(value)
    if pattern.fullmatch(text) is None:
        raise ValueError(f"“{text[:40]}” is not in the agreed form")
    return text


def _time(value: object) -> datetime:
    moment = datetime.fromisoformat(_string(value))
    if moment.tzinfo is None:
        raise ValueError(N_("a time has no zone"))
    return moment


def _refused(code: str, message: str) -> Refused:
    return Refused(
        code,
        message,
        safe=N_("Nothing was downloaded or changed."),
        next_step=N_("Try again tomorrow; tell CellIQ support if it stays so."),
    )
