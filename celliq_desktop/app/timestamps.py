"""Which timestamp service a profile uses: one small file, written after the service has answered once."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from celliq_desktop.domain.identity import TimestampFacts
from celliq_desktop.domain.ports import FileWriter, RevocationAnswers, Timestamper, TimestampService
from celliq_desktop.domain.urls import normalise_api_url

_FILE = "timestamps.json"


class Wire(TimestampService, RevocationAnswers, Protocol):
    """A timestamp service and the authorities around it."""


class ChosenTimestamps:
    """Implements ``ports.Timestamps``; ``wire`` opens the way to a service."""

    def __init__(self, folder: Path, files: FileWriter, wire: Callable[[str], Wire]) -> None:
        self._path = folder / _FILE
        self._files = files
        self._wire = wire

    def facts(self) -> TimestampFacts | None:
        """The service, or None when none was chosen; an unreadable file is none, for it is chosen again in a
        minute."""
        return _chosen(self._path)

    def timestamper(self) -> Timestamper | None:
        """What stamps, or None."""
        chosen = self.facts()
        if chosen is None:
            return None
        from celliq_desktop.signing.timestamper import DocumentTimestamper

        wire = self._wire(chosen.url)
        return DocumentTimestamper(wire, wire)

    def choose(self, url: str) -> TimestampFacts:
        """Ask ``url`` for one timestamp, of nothing in particular, and pin who answered. NeedsYou ``bad_api_url`` for
        an address over plain http; the service's own problems; Refused ``timestamp_unusable``."""
        from celliq_desktop.signing.timestamper import tried

        address = normalise_api_url(url)
        stamp = tried(self._wire(address))
        chosen = TimestampFacts(address, stamp.by, stamp.certificates)
        self._files.write(self._path, json.dumps(asdict(chosen)).encode())
        return chosen

    def forget(self) -> None:
        """Seal without timestamps from now on."""
        self._path.unlink(missing_ok=True)


def services_in(folder: Path) -> frozenset[str]:
    """Fingerprints of the service a profile has chosen, for checking files without an account."""
    chosen = _chosen(folder / _FILE)
    return frozenset(chosen.certificates) if chosen else frozenset()


def _chosen(path: Path) -> TimestampFacts | None:
    try:
        stored: Any = json.loads(path.read_text(encoding="utf-8"))
        certificates = tuple(str(one) for one in stored["certificates"])
        return TimestampFacts(str(stored["url"]), str(stored["name"]), certificates)
    except (OSError, ValueError, KeyError, TypeError):
        return None
