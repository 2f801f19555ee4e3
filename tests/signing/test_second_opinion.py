"""What poppler says of the same files: it agrees on an honest one, and calls many a forgery valid that we do not."""

import shutil
import subprocess
from pathlib import Path

import pytest

from celliq_desktop.domain.reports import Verdict
from tests.signing.attacks import BY_REVISION
from tests.signing.attacks_in_place import IN_PLACE
from tests.signing.papers import checked, sealed


@pytest.fixture(scope="module")
def report() -> bytes:
    return sealed()


def _pdfsig(pdf: bytes, folder: Path) -> str:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig is not installed here")
    path = folder / "file.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([program, "-nocert", str(path)], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout


def test_poppler_agrees_on_an_honest_report(report: bytes, tmp_path: Path) -> None:
    said = _pdfsig(report, tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert checked(report).verdict is Verdict.AUTHENTIC


def test_whatever_poppler_calls_wholly_signed_and_valid_among_forgeries_we_do_not(
    report: bytes, tmp_path: Path
) -> None:
    """“Signature is Valid” alone is said of many of these; together with “Total document signed” of hardly any."""
    fooled = []
    for name, attack in {**BY_REVISION, **IN_PLACE}.items():
        forged = attack(report)
        assert checked(forged).verdict is Verdict.ALTERED, name
        if "Signature is Valid" in _pdfsig(forged, tmp_path):
            fooled.append(name)
    assert fooled, "the corpus holds what a public validator calls valid, or it proves nothing"
