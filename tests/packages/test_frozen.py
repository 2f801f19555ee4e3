"""The frozen program, built as for dealers and tried as they would: by ``--long`` only, because it takes minutes."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1_800),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="each system builds and tries its own"),
]
_MOST_BYTES = 300_000_000
_FIRST_PAINT_S = 1.5
_DIST = ROOT / "dist"


@pytest.fixture(scope="module")
def built() -> Path:
    """``dist/`` after the command that the README names."""
    command = [sys.executable, str(ROOT / "packaging" / "bootstrap.py"), "build"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return _DIST


def test_the_frozen_program_works_and_its_window_stands_in_time(built: Path, tmp_path: Path) -> None:
    program = built / "celliq-desktop" / "celliq-desktop"
    smoke = [sys.executable, str(ROOT / "packaging" / "smoke.py"), str(program), "--window"]
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    screens: list[tuple[list[str], str]] = [([], "offscreen")]
    if shutil.which("xvfb-run"):
        screens.append((["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"], "xcb"))
    for before, platform in screens:
        environment = {**surroundings, "QT_QPA_PLATFORM": platform}
        done = subprocess.run([*before, *smoke], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        found = re.search(r'\{"first_paint_s": .*\}', done.stdout)
        assert found is not None
        assert json.loads(found.group())["first_paint_s"] < _FIRST_PAINT_S, platform


def test_what_is_handed_out_is_small_listed_and_hashed(built: Path) -> None:
    files = [path for path in (built / "celliq-desktop").rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < _MOST_BYTES
    bill = json.loads((built / "celliq-desktop.cdx.json").read_text(encoding="utf-8"))
    kinds = {part["purl"].split("/")[0] for part in bill["components"]}
    assert {"pkg:pypi", "pkg:generic"} <= kinds
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=built, check=True, capture_output=True)


def test_the_package_declares_what_it_needs_and_brings_what_desktops_look_for(built: Path) -> None:
    (package,) = built.glob("celliq-desktop_*.deb")
    fields = subprocess.run(["dpkg-deb", "--field", package], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Depends: .*libegl1.*libgl1", fields, re.MULTILINE)
    listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True).stdout
    for path in (
        "./usr/bin/celliq-desktop -> ../lib/celliq-desktop/celliq-desktop",
        "./usr/share/applications/celliq-desktop.desktop",
        "./usr/share/icons/hicolor/256x256/apps/celliq-desktop.png",
        "./usr/share/metainfo/eu.celliq.desktop.metainfo.xml",
        "./usr/share/mime/packages/celliq-desktop.xml",
        "./usr/share/doc/celliq-desktop/copyright",
        "./usr/share/man/man1/celliq-desktop.1.gz",
    ):
        assert path in listed
    assert not [line for line in listed.splitlines() if " root/root " not in line]


@pytest.mark.skipif(shutil.which("lintian") is None, reason="lintian is not here (Debian: lintian)")
def test_the_package_is_one_that_debian_s_own_checks_pass(built: Path) -> None:
    """What is overridden says why in packaging/linux/lintian-overrides."""
    (package,) = built.glob("celliq-desktop_*.deb")
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error,warning", package], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
