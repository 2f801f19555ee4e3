"""What every page looked like when it was last agreed to: ``python -m tests.reports.golden`` writes it anew.

Twice: a hash of each page's drawing orders, in which no drawing library's version takes part and which nothing escapes;
and a small picture of each page in each language, for people to look at and for what only shows when it is drawn.
Whoever changes a page also changes ``twin.RENDERER``, or papers handed out before could not be drawn again."""

import hashlib
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from celliq_desktop.domain.letterheads import Letterhead, legible
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.letterheads import prepared
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.twin import RENDERER
from tests.reports.cases import rich
from tests.reports.contents import content

FILE = Path(__file__).with_name("golden.json")
PICTURES = Path(__file__).parents[2] / "resources/pictures/paper"
_DPI, _GREYS = 64, 16
LETTER = "en-letter"
"""Beside the languages: a page of the other size, with a logo and a colour."""


def papers() -> dict[str, ReportContent]:
    """Everything that is pictured: each language with every part of the paper, and one on Letter with a logo."""
    cases = {language: rich(language) for language in LANGUAGES}
    head = Letterhead(paper="letter", region="US", accent=legible("#1E50E8"), logo=prepared(_logo()))
    return {**cases, LETTER: replace(rich("en"), letterhead=head)}


def drawn() -> dict[str, Any]:
    """Renderer and, by language, a hash of the drawing orders of each page of a sample paper with everything on it."""
    pages = {language: _hashes(render(replace(content(sample=True), language=language))) for language in LANGUAGES}
    return {"renderer": RENDERER, "pages": pages}


@cache
def pictures(name: str) -> tuple[Image.Image, ...]:
    """The pages of one of ``papers`` in sixteen greys, as a black-and-white printer would show them small."""
    with pypdfium2.PdfDocument(io.BytesIO(render(papers()[name]))) as document:
        return tuple(_few_greys(page.render(scale=_DPI / 72, grayscale=True).to_pil()) for page in document)


def picture_file(name: str, page: int) -> Path:
    """Where the agreed picture of page ``page`` (from 0) is kept."""
    return PICTURES / f"{name}-{page + 1}.png"


def _few_greys(page: Image.Image) -> Image.Image:
    step = 255 / (_GREYS - 1)
    return page.convert("L").point([round(round(value / step) * step) for value in range(256)])


def _logo() -> bytes:
    logo = Image.new("RGB", (300, 100), "white")
    logo.paste((30, 80, 232), (10, 10, 90, 90))
    logo.paste((20, 20, 40), (110, 35, 290, 65))
    target = io.BytesIO()
    logo.save(target, "PNG")
    return target.getvalue()


def _hashes(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [hashlib.sha256(page.obj["/Contents"].read_bytes()).hexdigest()[:24] for page in document.pages]


if __name__ == "__main__":
    FILE.write_text(json.dumps(drawn(), indent=1) + "\n")
    PICTURES.mkdir(exist_ok=True)
    for paper in papers():
        for number, picture in enumerate(pictures(paper)):
            picture.quantize(_GREYS).save(picture_file(paper, number), optimize=True)
