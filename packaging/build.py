"""Makes what dealers install, in ``dist/``: the frozen program, its bill of materials, this system's package, hashes.

    python3 packaging/bootstrap.py build             everything this system can make
    python3 packaging/bootstrap.py build --folder    the frozen program with its bill of materials only

PyInstaller does not cross-build: each system makes its own. The figures printed are those the tests hold it to.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import PACKAGE_VENV, ROOT, SetupFailed, ensure, executable, variables

DIST = ROOT / "dist"
FOLDER = DIST / "celliq-desktop"
ICONS = ROOT / "build" / "icons"
MOST_BYTES = 300_000_000
"""What a dealer's disk is asked for at most (issue 7.1)."""
_NOT_STRIPPED = (".libs", "PySide6")
"""numpy's OpenBLAS breaks when it is stripped ("load command not page-aligned"); Qt comes stripped."""


def run(options: list[str]) -> int:
    """Build; returns the exit code. ``options``: ``--folder`` stops before the package of this system."""
    ensure("package", PACKAGE_VENV)
    _with_the_library("icons.py", ICONS, QT_QPA_PLATFORM="offscreen")
    shutil.rmtree(FOLDER, ignore_errors=True)
    _call(
        [
            *(executable("pyinstaller", PACKAGE_VENV), "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", DIST, "--workpath", ROOT / "build" / "pyinstaller", ROOT / "packaging" / "celliq.spec"),
        ],
        CELLIQ_ICONS=str(ICONS),
    )
    if sys.platform.startswith("linux"):
        _strip()
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{FOLDER.relative_to(ROOT)}: {size / 1e6:.0f} MB", flush=True)
    if size > MOST_BYTES:
        print(f"That is more than {MOST_BYTES / 1e6:.0f} MB: see packaging/frozen_parts.py.", file=sys.stderr)
        return 1
    _with_the_library("bill.py", FOLDER, DIST / "celliq-desktop.cdx.json")
    if "--folder" not in options and sys.platform.startswith("linux"):
        from linux import deb

        deb.make(FOLDER, ICONS, DIST)
    _write_hashes()
    return 0


def _strip() -> None:
    """Take the debugging symbols out of what others left them in; harmless where ``strip`` is missing."""
    if shutil.which("strip") is None:
        return
    for path in FOLDER.rglob("*.so*"):
        fragile = any(part.endswith(_NOT_STRIPPED) for part in path.relative_to(FOLDER).parts)
        if path.is_file() and not path.is_symlink() and not fragile:
            _call(["strip", "--strip-unneeded", path])


def _write_hashes() -> None:
    """``SHA256SUMS`` over what is handed out, in the form that ``sha256sum --check`` reads."""
    artefacts = sorted(path for path in DIST.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in artefacts]
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    print("".join(lines), end="", flush=True)


def _with_the_library(script: str, *arguments: Path, **settings: str) -> None:
    """Run one of our scripts where the program and its libraries can be imported."""
    _call([executable("python", PACKAGE_VENV), ROOT / "packaging" / script, *arguments], **settings)


def _call(command: list[str | Path], **settings: str) -> None:
    environment = {**variables(), **settings}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise SetupFailed(f"The build stopped at: {os.fspath(command[0])} {' '.join(map(str, command[1:3]))}")
