"""Look for a newer program, fetch it, and hand it to the system's installer. The program never replaces itself."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.ports import CancelToken, Clock, Progress
from celliq_desktop.domain.problems import BadSurroundings, Refused, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.update_ports import ManifestSeal, PackageOpener, UpdateMemory, UpdateServer
from celliq_desktop.domain.updates import Offer, believe, offer_of, read_manifest
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.send_outbox import operations

_BEING_SENT = frozenset({OperationState.SENDING, OperationState.RECONCILING})


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDesk:
    """What updates need. ``target`` names this installation (``domain.updates.Package.target``); ``folder`` keeps a
    package until it is installed."""

    server: UpdateServer
    seal: ManifestSeal
    memory: UpdateMemory
    opener: PackageOpener
    clock: Clock
    channel: str
    version: str
    target: str
    folder: Path


def look_for_update(updates: UpdateDesk) -> Offer | None:
    """The newest release when it is newer than this program. Refused for a manifest that may not be believed: what was
    seen before then stays as it is."""
    manifest = read_manifest(updates.seal.open(updates.server.manifest(updates.channel)))
    seen = updates.memory.seen(updates.channel)
    now_seen = believe(manifest, channel=updates.channel, seen=seen, now=updates.clock.now())
    if now_seen != seen:
        updates.memory.remember(updates.channel, now_seen)
    return offer_of(manifest, version=updates.version, target=updates.target)


def fetch_update(updates: UpdateDesk, offer: Offer, *, progress: Progress, cancel: CancelToken) -> Path:
    """Fetch the package of ``offer``; one that lies there already and is whole is not fetched again."""
    if offer.package is None:
        raise Refused(
            "no_package",
            N_("Version {version} comes without a package for this kind of installation.").format(
                version=offer.version
            ),
            next_step=N_("Update it the way it was installed."),
        )
    updates.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = updates.folder / offer.package.name
    if not _is_whole(path, offer):
        for old in updates.folder.iterdir():
            old.unlink()
        updates.server.fetch(offer.package, path, progress=progress, cancel=cancel)
    return path


def hand_over(updates: UpdateDesk, offer: Offer, path: Path, *, being_sent: Callable[[], bool]) -> None:
    """Open the package with the system's installer. TryAgain ``operation_being_sent`` while a change is on its way;
    BadSurroundings ``update_changed`` when the file is no longer the one that was fetched."""
    if being_sent():
        raise TryAgain(
            "operation_being_sent",
            N_("A change is being sent to CellIQ at this moment."),
            safe=N_("The update is ready and waits."),
            next_step=N_("Try again in a minute."),
        )
    if not _is_whole(path, offer):
        path.unlink(missing_ok=True)
        raise BadSurroundings(
            "update_changed",
            N_("The downloaded update was changed on this computer."),
            safe=N_("It was deleted; nothing was installed."),
            next_step=N_("Download it again."),
        )
    updates.opener.open(path)


def is_sending(desk: Desk) -> bool:
    """Whether an operation of this desk is on the wire, or its outcome is being found out."""
    return any(operation.state in _BEING_SENT for operation in operations(desk))


def _is_whole(path: Path, offer: Offer) -> bool:
    if offer.package is None or not path.is_file() or path.stat().st_size != offer.package.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == offer.package.sha256
