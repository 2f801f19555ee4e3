"""The code on page 1 is still read after what happens to paper: a poor printer, a slanted camera, a fold."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from celliq_desktop.domain.letterheads import Letterhead
from celliq_desktop.domain.paper import PAGE_MM, placing_on
from celliq_desktop.reports.pdf import LANGUAGES, render
from tests.reports.contents import content, picture_of

_DPI = 150
_CODE_MM = (8.0, 238.0, 58.0, 283.0)


def _black_and_white(page: Image.Image) -> Image.Image:
    return page.point(lambda value: 255 if value > 127 else 0)


def _slanted(page: Image.Image) -> Image.Image:
    """Held so that one side is a fifth shorter than the other."""
    code = _corner(page)
    to_source = (1.1, 0.06, -5.0, 0.02, 1.2, -5.0, 0.0002, 0.0007)
    return code.transform(code.size, Image.Transform.PERSPECTIVE, to_source, Image.Resampling.BILINEAR, fillcolor=255)


def _turned(degrees: float) -> Callable[[Image.Image], Image.Image]:
    """A camera that is not held straight."""
    return lambda page: _corner(page).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _folded(column_mm: float, row_mm: float, slope: int) -> Callable[[Image.Image], Image.Image]:
    """Folded through a corner of the code and smoothed out again: a grey crease of a millimetre where the toner broke,
    and what lies beyond it in the shade."""

    def fold(page: Image.Image) -> Image.Image:
        pixels = np.array(_corner(page), dtype=np.float64)
        rows, columns = np.indices(pixels.shape)
        per_mm = _DPI / 25.4
        beyond = ((columns - column_mm * per_mm) + slope * (rows - row_mm * per_mm)) / np.sqrt(2)
        pixels[beyond > 0] = 0.8 * pixels[beyond > 0] + 10.0
        crease = np.abs(beyond) < 0.5 * per_mm
        pixels[crease] = 0.3 * pixels[crease] + 90.0
        return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))

    return fold


def _grainy(page: Image.Image) -> Image.Image:
    """A tired toner: noise and a grey veil."""
    pixels = np.array(_corner(page), dtype=np.float64) * 0.7 + 50.0
    noisy = pixels + np.random.default_rng(6).normal(0.0, 15.0, pixels.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _corner(page: Image.Image) -> Image.Image:
    """The code with some paper around it, wherever it lies on a sheet of this size."""
    placing = placing_on(page.width * 25.4 / _DPI, page.height * 25.4 / _DPI)
    left, top, right, bottom = _CODE_MM
    edges = placing.box(left, PAGE_MM[1] - bottom, right, PAGE_MM[1] - top)
    across = [round(edge * _DPI / 25.4) for edge in edges]
    return page.crop((across[0], page.height - across[3], across[2], page.height - across[1]))


def _read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def _read_by_another(picture: Image.Image, folder: Path) -> list[str]:
    """ZBar, which shares nothing with the library that the program reads with."""
    file = folder / "code.png"
    picture.convert("L").save(file)
    command = ["zbarimg", "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()


_HARM: dict[str, Callable[[Image.Image], Image.Image]] = {
    "black and white": _black_and_white,
    "slanted": _slanted,
    "turned a little": _turned(9.0),
    "turned the other way": _turned(-23.0),
    "folded, upper left": _folded(8.5, 9.0, 1),
    "folded, upper right": _folded(38.5, 9.0, -1),
    "folded, lower right": _folded(36.0, 37.0, 1),
    "folded, lower left": _folded(10.0, 37.0, -1),
    "black, white and folded": lambda page: _folded(36.0, 37.0, 1)(_black_and_white(page)),
    "black, white and slanted": lambda page: _slanted(_black_and_white(page)),
    "small on a screen": lambda page: page.resize((page.width // 2, page.height // 2), Image.Resampling.BILINEAR),
}
_CASES = {
    "real": content(),
    "sample": content(sample=True),
    "letter": replace(content(), letterhead=Letterhead(paper="letter")),
}


@pytest.fixture(scope="module")
def pages() -> dict[str, Image.Image]:
    """Page 1 of each case as a 150 dpi printer shows it."""
    return {name: picture_of(render(case), dpi=_DPI) for name, case in _CASES.items()}


@pytest.mark.parametrize("harm", _HARM.values(), ids=_HARM.keys())
@pytest.mark.parametrize("case", _CASES)
def test_the_code_is_read_from_a_harmed_page_by_two_libraries(
    pages: dict[str, Image.Image], case: str, harm: Callable[[Image.Image], Image.Image], tmp_path: Path
) -> None:
    picture = harm(pages[case])
    assert _read(picture) == [_CASES[case].verify_url]
    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg (zbar-tools) is not on this machine")
    assert _read_by_another(picture, tmp_path) == [_CASES[case].verify_url]


def test_the_code_is_read_through_the_grain_of_a_tired_toner(pages: dict[str, Image.Image]) -> None:
    """As a phone reads it; ZBar gives up on so much noise."""
    for name, case in _CASES.items():
        assert _read(_grainy(pages[name])) == [case.verify_url]


@pytest.mark.parametrize("language", LANGUAGES)
def test_white_lies_around_the_code(language: str) -> None:
    """Four modules of quiet zone (ISO/IEC 18004): nothing but white within 3 mm of the dark part."""
    page = picture_of(render(content(language=language)), dpi=254)
    for box in ((130, 2430, 158, 2790), (502, 2430, 530, 2790)):
        assert page.crop(box).getextrema() == (255, 255)
