"""Whether a folder may hold a profile: a database with a write-ahead log needs a disk of this computer, so folders on
the network or kept by a synchronising service are refused (research/reliability.md P12)."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "davfs", "ceph", "glusterfs", "lustre"),
        *("fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.davfs2", "fuse.glusterfs", "fuse.onedriver", "webdav"),
    }
)
_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "nextcloud", "owncloud", "icloud drive", "icloaddrive")
_APPLE = ("Library", "Mobile Documents")
_MOUNTS = Path("/proc/self/mounts")


def check_place(folder: Path) -> None:
    """BadSurroundings ``profile_on_network`` when ``folder`` cannot hold a profile safely."""
    why = reason(folder)
    if why:
        raise BadSurroundings(
            "profile_on_network",
            N_("The profile folder {why}; a database there is damaged sooner or later.").format(why=why),
            safe=N_("Nothing was written."),
            next_step=N_("Choose a folder on this computer's own disk with --profile."),
        )


def reason(folder: Path) -> str:
    """Why not, as the end of a sentence; empty when the folder is fine."""
    there = folder.expanduser().absolute()
    if sys.platform == "win32" and _windows_network(there):
        return "is on a network drive"
    kind = _file_system(there)
    if kind in _NETWORK:
        return f"is on a network drive ({kind})"
    service = synced_by(there, os.environ)
    return f"is kept by {service}" if service else ""


def synced_by(folder: PurePath, environment: Mapping[str, str]) -> str:
    """Name of the synchronising service that keeps ``folder``; empty when none is known to."""
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        kept = environment.get(variable)
        if kept and folder.is_relative_to(kept):
            return "OneDrive"
    for part in folder.parts:
        name = part.casefold()
        for service in _SYNCED:
            if name == service or name.startswith((f"{service} - ", f"{service} (", f"{service}-")):
                return part
    parts = folder.parts
    apple = any(parts[at : at + 2] == _APPLE for at in range(len(parts)))
    return "iCloud" if apple else ""


def mount_of(folder: PurePath, mounts: str) -> str:
    """File system of ``folder`` according to the text of ``/proc/self/mounts``; empty when it says nothing."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        at = PurePath(words[1].encode().decode("unicode_escape"))
        if folder.is_relative_to(at) and len(at.parts) >= best:
            best, kind = len(at.parts), words[2]
    return kind


def _file_system(folder: Path) -> str:
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    try:
        return mount_of(there.resolve(), _MOUNTS.read_text(encoding="utf-8", errors="replace"))
    except OSError:  # not Linux
        return ""


if sys.platform == "win32":
    import ctypes

    _DRIVE_REMOTE = 4

    def _windows_network(folder: Path) -> bool:
        """A share by its name, or a drive letter that stands for one."""
        if folder.drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.drive + "\\") == _DRIVE_REMOTE)
else:

    def _windows_network(folder: Path) -> bool:
        """Only Windows has drive letters."""
        return bool(folder.drive)
