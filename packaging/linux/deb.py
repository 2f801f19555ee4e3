"""The Debian package: the frozen folder under /usr/lib, one name on the path, and what desktops look for.

No maintainer scripts: icons, menus and MIME types are taken up by the triggers of the packages that own them.
"""

import gzip
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_HERE = Path(__file__).parent
_NAME = "celliq-desktop"
_DEPENDS = (
    "libc6 (>= 2.36)",
    # not frozen in, because they belong to the graphics of the machine
    *("libegl1", "libgl1", "libfontconfig1"),
    # frozen in, but their data are not: keyboard layouts and one face to fall back on
    *("xkb-data", "fonts-dejavu-core"),
)
_SUGGESTS = ("libpq5",)  # for the desks of a dealer group
_RECOMMENDS = ("gnome-keyring | libpam-kwallet5", "shared-mime-info", "desktop-file-utils", "hicolor-icon-theme")
_CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: CellIQ <support@celliq.eu>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Suggests: {suggests}
Section: misc
Priority: optional
Homepage: https://celliq.eu
Description: prove the battery health of used electric cars
 The workstation of a dealership that sells used electric cars: an encrypted
 copy of the fleet, a state of health with its interval and its evidence, and
 sealed reports that a buyer checks by a QR code.
"""
_COPYRIGHT = """\
CellIQ Desktop {version}

{licence}
The libraries inside /usr/lib/{name}/_internal keep their own licences: their texts lie beside them in the folders that
end in .dist-info, the list in /usr/share/doc/{name}/{name}.cdx.json, and both are shown by the program under Settings,
About. Qt and PySide are used under the LGPL, version 3 (/usr/share/common-licenses/LGPL-3): they are separate files in
that folder and may be replaced.
"""
_CHANGES = """\
{name} ({version}) stable; urgency=medium

  * What is new stands in CHANGELOG.md.gz.

 -- CellIQ <support@celliq.eu>  {day}
"""


def make(folder: Path, icons: Path, out: Path) -> Path:
    """Write ``celliq-desktop_<version>_<architecture>.deb`` into ``out``; CalledProcessError when dpkg-deb says no."""
    version = _version()
    architecture = _say("dpkg", "--print-architecture")
    tree = _ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / "usr" / "lib" / _NAME, symlinks=True)
    _forget_the_builder(tree / "usr" / "lib" / _NAME)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / _NAME).symlink_to(f"../lib/{_NAME}/{_NAME}")
    _put_desktop_files(tree / "usr" / "share", icons)
    _put_documents(tree / "usr" / "share", version, out)
    _set_modes(tree)
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    control = _CONTROL.format(
        name=_NAME,
        version=version,
        architecture=architecture,
        kilobytes=size // 1024,
        depends=", ".join(_DEPENDS),
        recommends=", ".join(_RECOMMENDS),
        suggests=", ".join(_SUGGESTS),
    )
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    package = out / f"{_NAME}_{version}_{architecture}.deb"
    _say("dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(tree), str(package))
    return package


def _put_desktop_files(share: Path, icons: Path) -> None:
    _copy(_HERE / f"{_NAME}.desktop", share / "applications")
    _copy(_HERE / f"{_NAME}.xml", share / "mime" / "packages")
    _copy(_HERE / "eu.celliq.desktop.metainfo.xml", share / "metainfo")
    for picture in sorted(icons.glob(f"*/{_NAME}.png")):
        size = picture.parent.name
        _copy(picture, share / "icons" / "hicolor" / f"{size}x{size}" / "apps")


def _put_documents(share: Path, version: str, out: Path) -> None:
    documents = share / "doc" / _NAME
    documents.mkdir(parents=True)
    licence = (_ROOT / "LICENSE").read_text(encoding="utf-8")
    words = _COPYRIGHT.format(name=_NAME, version=version, licence=licence)
    (documents / "copyright").write_text(words, encoding="utf-8")
    changes = _CHANGES.format(name=_NAME, version=version, day=format_datetime(_day_of(version)))
    _pack(changes.encode(), documents / "changelog.gz")
    _pack((_ROOT / "CHANGELOG.md").read_bytes(), documents / "CHANGELOG.md.gz")
    (share / "man" / "man1").mkdir(parents=True)
    _pack((_HERE / f"{_NAME}.1").read_bytes(), share / "man" / "man1" / f"{_NAME}.1.gz")
    _copy(out / f"{_NAME}.cdx.json", documents)
    _copy(_HERE / "policy.json", documents / "examples")
    (share / "lintian" / "overrides").mkdir(parents=True)
    shutil.copyfile(_HERE / "lintian-overrides", share / "lintian" / "overrides" / _NAME)


def _pack(content: bytes, target: Path) -> None:
    target.write_bytes(gzip.compress(content, 9, mtime=0))


def _day_of(version: str) -> datetime:
    """When ``version`` was released, by the words for software centres."""
    described = (_HERE / "eu.celliq.desktop.metainfo.xml").read_text(encoding="utf-8")
    match = re.search(rf'<release version="{re.escape(version)}" date="([0-9-]+)"', described)
    if match is None:
        raise ValueError(f"the software centres are told nothing of {version}")
    return datetime.fromisoformat(match.group(1)).replace(tzinfo=UTC)


def _forget_the_builder(folder: Path) -> None:
    """Libraries look beside themselves, never in the builder's Python: the path that was built in is written over in
    place, no longer than it was."""
    built_in = f"\0{sys.base_prefix}/lib\0".encode()
    for path in folder.rglob("*.so*"):
        if path.is_file() and not path.is_symlink() and built_in in (content := path.read_bytes()):
            path.write_bytes(content.replace(built_in, b"\0$ORIGIN\0".ljust(len(built_in), b"\0")))


def _set_modes(tree: Path) -> None:
    """What is executable stays so, nothing is writable for others (the umask of whoever builds does not count)."""
    for path in tree.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path == tree / "usr" / "lib" / _NAME / _NAME
            path.chmod(0o755 if runs else 0o644)


def _copy(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / source.name)


def _version() -> str:
    text = (_ROOT / "celliq_desktop" / "__init__.py").read_text(encoding="utf-8")
    match = re.search(r'__version__ = "([^"]+)"', text)
    if match is None:
        raise ValueError("celliq_desktop/__init__.py names no version")
    return match.group(1)


def _say(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
