"""How this program came onto the computer, and who installs its successor."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_INSTALLED = Path("/usr/lib")
_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_KINDS = {"win32": "exe", "darwin": "dmg"}


def target() -> str:
    """What a package must be for, e.g. ``linux-x86_64-deb``; ``source`` as kind when nothing is frozen."""
    return f"{_SYSTEMS.get(sys.platform, sys.platform)}-{platform.machine().lower()}-{_kind()}"


def _kind() -> str:
    if not getattr(sys, "frozen", False):
        return "source"
    if sys.platform in _KINDS:
        return _KINDS[sys.platform]
    if os.environ.get("APPIMAGE"):
        return "appimage"
    return "deb" if Path(sys.executable).resolve().is_relative_to(_INSTALLED) else "folder"


class SystemInstaller:
    """Implements ``update_ports.PackageOpener``: what a double click on the file would do."""

    def open(self, path: Path) -> None:
        """Open ``path`` and return at once; the installer asks for what it needs, an administrator's password too."""
        if sys.platform == "win32":
            os.startfile(path)
            return
        opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
        if opener is None:
            raise BadSurroundings(
                "no_installer",
                N_("This computer has no program that opens packages."),
                safe=N_("The checked update lies in {path}.").format(path=path),
                next_step=N_("Ask your administrator to install it, for example: sudo apt install {path}").format(
                    path=path
                ),
            )
        subprocess.Popen([opener, str(path)], start_new_session=True)
