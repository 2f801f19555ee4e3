"""The program about itself: its version, what an administrator fixed, its updates and its libraries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from celliq_desktop import __version__
from celliq_desktop.app.installation import SystemInstaller, target
from celliq_desktop.app.licences import libraries
from celliq_desktop.app.paths import ProfilePaths
from celliq_desktop.app.update_keys import TRUSTED
from celliq_desktop.domain.policy import Policy
from celliq_desktop.domain.ports import Clock, FileWriter
from celliq_desktop.domain.text import N_
from celliq_desktop.viewmodels.updates import ProgramVerbs

if TYPE_CHECKING:
    from celliq_desktop.usecases.desk import Desk
    from celliq_desktop.usecases.updates import UpdateDesk

_SERVER = "https://celliq.eu/desktop/updates"
_CHANNEL = "stable"


def program(policy: Policy, paths: ProfilePaths, files: FileWriter, clock: Clock, *, desk: Desk) -> ProgramVerbs:
    """What a desk may ask of the program it runs in."""
    off = why_off(policy)
    if off:
        return ProgramVerbs(version=__version__, locked=policy.locked, off=off, libraries=libraries)

    def parts() -> UpdateDesk:
        return update_desk(policy, paths, files, clock)

    def sending() -> bool:
        from celliq_desktop.usecases.updates import is_sending

        return is_sending(desk)

    from celliq_desktop.usecases import updates

    return ProgramVerbs(
        version=__version__,
        locked=policy.locked,
        libraries=libraries,
        at_start=not desk.sample,
        look=lambda: updates.look_for_update(parts()),
        fetch=lambda offer, progress, cancel: updates.fetch_update(parts(), offer, progress=progress, cancel=cancel),
        hand_over=lambda offer, path: updates.hand_over(parts(), offer, path, being_sent=sending),
    )


def update_desk(policy: Policy, paths: ProfilePaths, files: FileWriter, clock: Clock) -> UpdateDesk:
    """The parts of an update, as the policy has them."""
    from celliq_desktop.app.update_memory import UpdateMemoryFile
    from celliq_desktop.clients.updates import UpdateServer
    from celliq_desktop.signing.manifests import ManifestSeal
    from celliq_desktop.usecases.updates import UpdateDesk

    folder: Path = paths.updates
    return UpdateDesk(
        server=UpdateServer(policy.updates.manifest_url or _SERVER),
        seal=ManifestSeal(_keys(policy)),
        memory=UpdateMemoryFile(folder / "seen.json", files),
        opener=SystemInstaller(),
        clock=clock,
        channel=policy.updates.channel or _CHANNEL,
        version=__version__,
        target=target(),
        folder=folder / "package",
    )


def why_off(policy: Policy) -> str:
    """Why there are no updates, for a person; empty when there are."""
    if policy.updates.check is False:
        return N_("Updates are switched off by your administrator.")
    if not _keys(policy):
        return N_("This build knows no update key, so it looks for no updates. It is updated the way it was installed.")
    return ""


def _keys(policy: Policy) -> tuple[str, ...]:
    return (*TRUSTED, *policy.update_keys)
