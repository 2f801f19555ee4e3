"""An update server somebody may have taken over, the release engineers' key, and an installer that only takes notes."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.update_memory import UpdateMemoryFile
from celliq_desktop.clients.updates import UpdateServer
from celliq_desktop.domain.updates import KIND
from celliq_desktop.signing.manifests import ManifestSeal, seal
from celliq_desktop.usecases.updates import UpdateDesk
from tests.support.clocks import FakeClock
from tests.support.servers import Reply, Request, ScriptedServer

TARGET = "linux-x86_64-deb"
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"release engineer").digest())
STRANGER = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"somebody else").digest())


def public(key: Ed25519PrivateKey) -> str:
    """The key as a program trusts it."""
    return key.public_key().public_bytes_raw().hex()


@dataclass
class NotingOpener:
    """Implements ``update_ports.PackageOpener``."""

    opened: list[Path] = field(default_factory=list)

    def open(self, path: Path) -> None:
        """Note what a person would see."""
        self.opened.append(path)


class Releases:
    """Answers like a web server's folder: ``/stable.json`` and packages. Every field may be bent by a test."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.packages: dict[str, bytes] = {}
        self.envelopes: dict[str, bytes] = {}
        self.server = ScriptedServer(self._answer)

    def release(self, version: str, sequence: int, /, *, key: Ed25519PrivateKey = KEY, **bent: Any) -> bytes:
        """Publish a release on its channel; the envelope."""
        name = f"celliq-desktop_{version}_amd64.deb"
        content = f"the package of {version} ".encode() * 4_000
        self.packages[f"/{name}"] = content
        package = {
            "target": TARGET,
            "name": name,
            "url": f"{self.server.url}/{name}",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        manifest = {
            "kind": KIND,
            "channel": "stable",
            "sequence": sequence,
            "issued_at": self.clock.now().isoformat(),
            "expires_at": (self.clock.now() + timedelta(days=30)).isoformat(),
            "version": version,
            "notes": f"What is new in {version}.",
            "packages": [package],
            **bent,
        }
        envelope = seal(json.dumps(manifest).encode(), [key])
        self.envelopes[f"/{manifest['channel']}.json"] = envelope
        return envelope

    def serve(self, envelope: bytes) -> None:
        """What whoever holds the network answers for the stable channel from now on."""
        self.envelopes["/stable.json"] = envelope

    def desk(self, folder: Path, *, version: str = "0.1.0", opener: NotingOpener | None = None) -> UpdateDesk:
        """A program of ``version`` on a profile in ``folder``."""
        return UpdateDesk(
            server=UpdateServer(self.server.url),
            seal=ManifestSeal([public(KEY)]),
            memory=UpdateMemoryFile(folder / "seen.json", AtomicFiles()),
            opener=opener or NotingOpener(),
            clock=self.clock,
            channel="stable",
            version=version,
            target=TARGET,
            folder=folder / "package",
        )

    def _answer(self, heard: Request) -> Reply:
        body = {**self.packages, **self.envelopes}.get(heard.path)
        if body is None:
            return Reply(status=404)
        return Reply(body=body, headers={"Content-Type": "application/octet-stream"})
