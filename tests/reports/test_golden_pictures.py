"""Every page in every language still looks as agreed, within what another version of a drawing library may change; and
it is legible without colour."""

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.sections.registry import PAGES
from tests.reports import golden

_AGAIN = "a page looks different: look at it, then python -m tests.reports.golden"
_BLOCK = 8
_MEAN_OFF, _BLOCK_OFF = 1.5, 45.0
"""Of 255: over the whole page, and in the worst square of eight pixels (3 mm), where a word that moved shows."""


@pytest.mark.parametrize("paper", golden.papers())
def test_every_page_looks_as_agreed(paper: str) -> None:
    for number, picture in enumerate(golden.pictures(paper)):
        with Image.open(golden.picture_file(paper, number)) as agreed:
            mean, worst = _difference(agreed.convert("L"), picture)
        assert (mean < _MEAN_OFF, worst < _BLOCK_OFF) == (True, True), (
            f"page {number + 1}, {mean:.2f} {worst:.1f}: {_AGAIN}"
        )


def test_a_word_that_moved_or_is_missing_is_seen() -> None:
    page = golden.pictures("en")[0]
    moved = page.copy()
    word = page.crop((40, 60, 260, 85))  # the title
    moved.paste(255, (40, 60, 260, 85))
    moved.paste(word, (40, 63))
    assert _difference(page, moved)[1] > _BLOCK_OFF
    gone = page.copy()
    gone.paste(255, (140, 400, 230, 411))  # the VIN
    assert _difference(page, gone)[1] > _BLOCK_OFF
    assert _difference(page, page) == (0.0, 0.0)


def test_there_is_a_picture_of_every_page_and_no_other() -> None:
    wanted = {golden.picture_file(paper, page) for paper in golden.papers() for page in range(PAGES)}
    assert set(golden.PICTURES.iterdir()) == wanted


@pytest.mark.parametrize("paper", ["de", golden.LETTER])
def test_every_word_is_still_there_in_black_and_white(paper: str) -> None:
    """Where a reader of the file finds words there is ink after all colours became grey, and all grey black or white:
    enough of it to be read, and not a black box."""
    scale = 200 / 72
    with pypdfium2.PdfDocument(io.BytesIO(render(golden.papers()[paper]))) as document:
        for page in document:
            words, height = page.get_textpage(), page.get_height()
            black = np.array(page.render(scale=scale, grayscale=True).to_pil()) < 128
            for index in range(words.count_rects()):
                left, bottom, right, top = words.get_rect(index)
                if not words.get_text_bounded(left, bottom, right, top).strip(" –.·"):
                    continue
                rows = slice(int((height - top) * scale), int((height - bottom) * scale) + 1)
                ink = black[rows, int(left * scale) : int(right * scale) + 1].mean()
                assert 0.04 < ink < 0.95, words.get_text_bounded(left, bottom, right, top)


def test_grades_differ_without_colour() -> None:
    """By their shapes alone: the badges of the scale on page 3, all colours as one black."""
    black = np.array(golden.pictures("en")[2]) < 150
    cells = [black[520:548, left : left + 26] for left in (40, 130, 220, 310)]
    shares = [round(float(cell.mean()), 2) for cell in cells]
    assert abs(shares[0] - shares[1]) < 0.08  # A and B are both good: circles
    assert shares[0] - shares[2] > 0.08
    assert abs(shares[2] - shares[3]) > 0.02 or (cells[2] != cells[3]).mean() > 0.1


def _difference(agreed: Image.Image, found: Image.Image) -> tuple[float, float]:
    """Mean over the page, and over the worst square, of 0 to 255; another size is another page."""
    if agreed.size != found.size:
        return 255.0, 255.0
    off = np.abs(np.asarray(agreed, dtype=np.float64) - np.asarray(found, dtype=np.float64))
    rows, columns = off.shape[0] // _BLOCK * _BLOCK, off.shape[1] // _BLOCK * _BLOCK
    squares = off[:rows, :columns].reshape(rows // _BLOCK, _BLOCK, columns // _BLOCK, _BLOCK).mean(axis=(1, 3))
    return float(off.mean()), float(squares.max())
