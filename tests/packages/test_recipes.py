"""The recipes for other people's computers, as far as they can be judged without building: each by the tool that reads
it, where that tool is here."""

import importlib.util
import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from celliq_desktop import __version__
from celliq_desktop.app.update_keys import TRUSTED
from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.updates import read_manifest
from celliq_desktop.signing.manifests import ManifestSeal
from tests.house.source import ROOT, product_modules

_PACKAGING = ROOT / "packaging"
_LINUX = _PACKAGING / "linux"


def _script(name: str) -> ModuleType:
    """A script of ``packaging/``, which is no package."""
    spec = importlib.util.spec_from_file_location(f"celliq_packaging_{name}", _PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here (Debian: {package})")
    return found


def _passes(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_desktop_entry_is_valid_and_offers_reports_and_pdf() -> None:
    entry = _LINUX / "celliq-desktop.desktop"
    _passes(_tool("desktop-file-validate", "desktop-file-utils"), entry)
    kinds = next(line for line in entry.read_text(encoding="utf-8").splitlines() if line.startswith("MimeType="))
    named = re.findall(
        r'<(?:mime-type|sub-class-of) type="([^"]+)"', (_LINUX / "celliq-desktop.xml").read_text("utf-8")
    )
    assert kinds.split("=")[1].split(";")[:2] == named
    assert named[1] == "application/pdf"


def test_the_software_centre_can_describe_this_version() -> None:
    described = _LINUX / "eu.celliq.desktop.metainfo.xml"
    _passes(_tool("appstreamcli", "appstream"), "validate", "--no-net", described)
    releases = re.findall(r'<release version="([^"]+)"', described.read_text(encoding="utf-8"))
    assert releases[0] == __version__


def test_the_windows_installer_compiles_without_a_warning(tmp_path: Path) -> None:
    makensis = _tool("makensis", "nsis")
    folder = tmp_path / "celliq-desktop"
    (folder / "_internal").mkdir(parents=True)
    for name in ("celliq-desktop.exe", "celliq.exe", "_internal/python311.dll"):
        (folder / name).write_bytes(b"stands for a program of Windows")
    icon = tmp_path / "celliq-desktop.ico"
    icon.write_bytes(_smallest_icon())
    words = [f"-DVERSION={__version__}", f"-DFOLDER={folder}", f"-DICON={icon}", f"-DOUT={tmp_path}"]
    _passes(makensis, "-V2", "-WX", *words, _PACKAGING / "windows" / "celliq-desktop.nsi")
    assert (tmp_path / f"celliq-desktop-{__version__}-setup.exe").read_bytes()[:2] == b"MZ"


def _smallest_icon() -> bytes:
    """One 16x16 picture of 32 bits a pixel, all clear (ICO as Microsoft describes it)."""
    picture = b"\x28\0\0\0\x10\0\0\0\x20\0\0\0\x01\0\x20\0" + b"\0" * 24 + b"\0" * (16 * 16 * 4) + b"\0" * (16 * 4)
    return (
        b"\0\0\x01\0\x01\0" + b"\x10\x10\0\0\x01\0\x20\0" + len(picture).to_bytes(4, "little") + b"\x16\0\0\0" + picture
    )


def test_the_recipes_for_macos_and_appimage_can_be_read() -> None:
    bash = _tool("bash", "bash")
    for script in (
        _PACKAGING / "macos" / "make_dmg.sh",
        _LINUX / "make_appimage.sh",
        _LINUX / "on_bare_debian.sh",
    ):
        _passes(bash, "-n", script)
        assert os.access(script, os.X_OK), script
    rights = plistlib.loads((_PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert all(name.startswith("com.apple.security.") for name in rights)


def test_nothing_the_program_imports_is_left_out_of_the_frozen_one() -> None:
    parts = _script("frozen_parts")
    imported = {name for module in product_modules() for name, _line in module.imports()}
    unwanted = set(parts.UNWANTED_MODULES)
    assert not {name for name in imported if any(name == one or name.startswith(f"{one}.") for one in unwanted)}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6\\Qt\\plugins\\sqldrivers\\qsqlite.dll", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("libgtk-3.so.0", False),
        ("libxkbcommon.so.0", True),
    ],
)
def test_which_shared_objects_are_frozen_in(name: str, wanted: bool) -> None:
    assert _script("frozen_parts").is_wanted(name) is wanted


def test_the_words_of_every_language_of_the_paper_are_frozen_in() -> None:
    wanted = _script("frozen_parts").is_wanted_data
    for language in ("en", "de", "fr", "nl", "es", "it", "pl", "de_AT", "root"):
        assert wanted(f"babel/locale-data/{language}.dat")
    assert not wanted("babel/locale-data/zu.dat")
    assert not wanted("qtawesome/fonts/remixicon-2.5.0.ttf")


def test_the_lock_of_the_frozen_program_is_that_of_dealers() -> None:
    """What is frozen is what is tested: the same versions of every library."""

    def pins(name: str) -> dict[str, str]:
        text = (_PACKAGING / "requirements" / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))

    runtime, package = pins("runtime.txt"), pins("package.txt")
    assert {name: package.get(name) for name in runtime} == runtime
    assert "pyinstaller" in package


def test_release_engineers_make_a_key_once_and_sign_what_programs_believe(tmp_path: Path) -> None:
    release = [sys.executable, str(_PACKAGING / "release.py")]
    line = _passes(*release, "keygen", str(tmp_path))
    trusted = re.findall(r'"([0-9a-f]{64})"', line)
    assert subprocess.run([*release, "keygen", str(tmp_path)], capture_output=True, check=False).returncode == 1
    package = tmp_path / "celliq-desktop_0.2.0_amd64.deb"
    package.write_bytes(b"a package")
    asked = ["--channel", "stable", "--version", "0.2.0", "--sequence", "1", "--out", str(tmp_path)]
    where = ["--base-url", "https://celliq.eu/desktop/updates", "--key", str(tmp_path / "update.key")]
    _passes(*release, "sign", *asked, *where, f"{package}=linux-x86_64-deb")
    envelope = (tmp_path / "stable.json").read_bytes()
    manifest = read_manifest(ManifestSeal(trusted).open(envelope))
    assert (manifest.version, manifest.packages[0].size) == ("0.2.0", 9)
    with pytest.raises(Refused):
        ManifestSeal(TRUSTED).open(envelope)
    assert json.loads(envelope)["signatures"]
