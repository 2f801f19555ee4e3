"""Ports of updates: the server, the seal, what was seen, and the system's installer."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.updates import Package, Seen


class UpdateServer(Protocol):
    """Where manifests and packages come from; trusted in nothing."""

    def manifest(self, channel: str) -> bytes:
        """The envelope of a channel; TryAgain, Refused ``no_updates``."""
        ...

    def fetch(self, package: Package, to: Path, *, progress: Progress, cancel: CancelToken) -> None:
        """Write a package to ``to``, whole and as announced, or Refused ``update_altered`` with nothing there."""
        ...


class ManifestSeal(Protocol):
    """Says whether a manifest was signed by somebody this program trusts."""

    def open(self, envelope: bytes) -> bytes:
        """The signed bytes; Refused ``update_not_signed``."""
        ...


class UpdateMemory(Protocol):
    """What this profile has seen of each channel."""

    def seen(self, channel: str) -> Seen:
        """What was seen last; a fresh ``Seen`` when nothing was."""
        ...

    def remember(self, channel: str, seen: Seen) -> None:
        """Keep it; BadSurroundings when the disk says no."""
        ...


class PackageOpener(Protocol):
    """The installer of the operating system."""

    def open(self, path: Path) -> None:
        """Open ``path`` with it and return at once; BadSurroundings ``no_installer``."""
        ...
