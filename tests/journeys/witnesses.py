"""Second programs that must agree with ours: poppler, a QR reader, a browser."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

_LONGEST_S = 90


def program(name: str) -> str:
    """The path of ``name``; skips the test with the reason where the machine lacks it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def said_by(*command: str | Path) -> str:
    """What a program prints."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=_LONGEST_S, check=False
    )
    return done.stdout


def pdfsig(pdf: Path) -> str:
    """What poppler says of the signatures."""
    return said_by(program("pdfsig"), "-nocert", pdf)


def pdftotext(pdf: Path) -> str:
    """The text poppler finds, layout kept."""
    return said_by(program("pdftotext"), "-layout", pdf, "-")


def scanned(pdf: Path) -> list[str]:
    """Texts of the codes a camera would see on the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=150 / 72).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def browsed(url: str, folder: Path) -> str:
    """The page as headless Chromium has it after loading, script or none."""
    return said_by(
        program("chromium"),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        f"--user-data-dir={folder}",
        "--window-size=390,844",
        "--dump-dom",
        url,
    )


def all_agree(pdf: Path, *, vin: str, soh_percent: float, verify_url: str, folder: Path) -> None:
    """Poppler calls the seal valid and total, the paper shows VIN and state of health, the code leads to the public
    page, and the page shows the same."""
    signature = pdfsig(pdf)
    assert "Signature is Valid" in signature
    assert "Total document signed" in signature
    assert signature.count("Signature #") == 1
    text = pdftotext(pdf)
    assert vin in "".join(text.split())
    soh = f"{soh_percent:.1f}"
    assert soh in text or soh.replace(".", ",") in text
    assert scanned(pdf) == [verify_url]
    page = browsed(verify_url, folder)
    assert "Valid and in force" in page
    assert soh in page
    assert vin[-4:] in page
    assert vin not in page
