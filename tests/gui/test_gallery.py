"""The gallery can still be made: its smallest story, on a screen of its own. By ``--long`` only."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def test_the_sign_in_page_in_every_look_stands_on_the_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.gallery", str(tmp_path), "--only", "signed_out"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(pictures) == 8
    assert all(name in page for name in pictures)
