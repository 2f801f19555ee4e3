"""What the program needs from the operating system, looked for by loading it; apt installs what is missing."""

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """``probe`` is a shared object (``lib...so.N``) or a program; ``package`` is what Debian and Ubuntu call it."""

    probe: str
    package: str

    @property
    def met(self) -> bool:
        """Whether the dynamic loader, or the search path, finds it now."""
        if ".so." not in self.probe:
            return shutil.which(self.probe) is not None
        try:
            ctypes.CDLL(self.probe)
        except OSError:
            return False
        return True


# Found by trying on a bare Debian 12: the first six are needed to import Qt and draw off screen, the next five for X11.
WINDOW = (
    Need("libglib-2.0.so.0", "libglib2.0-0"),
    Need("libGL.so.1", "libgl1"),
    Need("libEGL.so.1", "libegl1"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
# The second programs that must agree with ours; a test that misses one skips and says so.
WITNESSES = (
    Need("Xvfb", "xvfb"),
    Need("pdfsig", "poppler-utils"),
    Need("zbarimg", "zbar-tools"),
    Need("chromium", "chromium"),
    Need("gnome-keyring-daemon", "gnome-keyring"),
    Need("dbus-run-session", "dbus"),
    Need("softhsm2-util", "softhsm2"),
    Need("pg_ctlcluster", "postgresql"),
    Need("/usr/libexec/at-spi-bus-launcher", "at-spi2-core"),
)


def ensure_window_libraries() -> bool:
    """Make Qt loadable on Linux. False, after a sentence with the one line to run, when something is still missing."""
    missing = _missing(WINDOW)
    if missing and not _install(missing):
        print("The window needs these system libraries:", " ".join(need.probe for need in missing))
        print(f"On Debian and Ubuntu:  sudo apt-get install --no-install-recommends {_names(missing)}")
        return False
    return True


def ensure_witnesses() -> None:
    """Try to have the programs that tests check us with; without them those tests skip, with the reason."""
    missing = _missing(WITNESSES)
    if missing and not _install(missing):
        print("Some tests will be skipped; to run them too:")
        print(f"    sudo apt-get install --no-install-recommends {_names(missing)}")


def install(*packages: str) -> bool:
    """apt-get these packages, as root or with sudo that asks nothing; False when that is impossible."""
    prefix = _privilege()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    command = [*prefix, "apt-get", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3", "-q"]
    wanted = ["install", "-y", "--no-install-recommends", *packages]
    print("Installing with apt:", " ".join(packages), flush=True)
    if _quiet([*command, *wanted]):
        return True
    return _quiet([*command, "update"]) and _quiet([*command, *wanted])


def _missing(needs: tuple[Need, ...]) -> list[Need]:
    if not sys.platform.startswith("linux"):
        return []
    return [need for need in needs if not need.met]


def _names(needs: list[Need]) -> str:
    return " ".join(need.package for need in needs)


def _install(missing: list[Need]) -> bool:
    install(*(need.package for need in missing))
    return not [need for need in missing if not need.met]


def _privilege() -> list[str] | None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("sudo") and _quiet(["sudo", "-n", "true"]):
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _quiet(command: list[str]) -> bool:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip()[-600:])
    return done.returncode == 0
