"""Where a profile may not lie: on the network, or in a folder that a service keeps (P12)."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from celliq_desktop.app import profile_place
from celliq_desktop.app.profile_place import check_place, mount_of, reason, synced_by
from celliq_desktop.domain.problems import BadSurroundings

_MOUNTS = """
/dev/sda1 / ext4 rw 0 0
nas:/people /people/alex nfs4 rw 0 0
//nas/cars /mnt/the\\040cars cifs rw 0 0
tmpfs /people/alex/fast tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/x", "ext4"),
        ("/people/alex/profile", "nfs4"),
        ("/people/alexa/profile", "ext4"),
        ("/mnt/the cars/profile", "cifs"),
        ("/people/alex/fast/p", "tmpfs"),
    ],
)
def test_the_innermost_mount_decides(folder: str, kind: str) -> None:
    assert mount_of(PurePosixPath(folder), _MOUNTS) == kind


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (PureWindowsPath("C:/people/alex/OneDrive - Autohaus/CellIQ"), "OneDrive - Autohaus"),
        (PureWindowsPath("D:/Work/CellIQ"), "OneDrive"),
        (PurePosixPath("/people/alex/Dropbox/profile"), "Dropbox"),
        (PurePosixPath("/people/alex/Dropbox (Personal)/profile"), "Dropbox (Personal)"),
        (PurePosixPath("/people/alex/Library/Mobile Documents/profile"), "iCloud"),
        (PurePosixPath("/people/alex/Nextcloud/profile"), "Nextcloud"),
        (PurePosixPath("/people/alex/dropboxes/profile"), ""),
        (PurePosixPath("/people/alex/.local/share/CellIQ Desktop"), ""),
    ],
)
def test_folders_of_synchronising_services_are_known(folder: PurePosixPath, service: str) -> None:
    assert synced_by(folder, {"OneDrive": "D:/Work"} if isinstance(folder, PureWindowsPath) else {}) == service


def test_a_profile_on_the_network_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/x {tmp_path} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(profile_place, "_MOUNTS", mounts)
    with pytest.raises(BadSurroundings, match="network drive") as refusal:
        check_place(tmp_path / "not" / "there" / "yet")
    assert refusal.value.code == "profile_on_network"
    assert "--profile" in refusal.value.next_step


def test_a_folder_on_this_computers_disk_is_fine(tmp_path: Path) -> None:
    assert reason(tmp_path) == ""
