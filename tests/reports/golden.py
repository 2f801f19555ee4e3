"""What every page looked like when it was last agreed to: ``python -m tests.reports.golden`` writes it anew.

A hash of each page's drawing orders instead of a picture: no drawing library's version takes part, and 28 pages are
3 kB. Whoever changes a page also changes ``twin.RENDERER``, or papers handed out before could not be drawn again."""

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf

from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.twin import RENDERER
from tests.reports.contents import content

FILE = Path(__file__).with_name("golden.json")


def drawn() -> dict[str, Any]:
    """Renderer and, by language, a hash of the drawing orders of each page of a sample paper with everything on it."""
    pages = {language: _hashes(render(replace(content(sample=True), language=language))) for language in LANGUAGES}
    return {"renderer": RENDERER, "pages": pages}


def _hashes(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [hashlib.sha256(page.obj["/Contents"].read_bytes()).hexdigest()[:24] for page in document.pages]


if __name__ == "__main__":
    FILE.write_text(json.dumps(drawn(), indent=1) + "\n")
