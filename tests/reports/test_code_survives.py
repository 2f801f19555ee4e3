"""The code on page 1 is still read after what happens to paper: a poor printer, a slanted camera, a fold."""

from collections.abc import Callable

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from celliq_desktop.reports.content import ReportContent
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


def _folded(page: Image.Image) -> Image.Image:
    """A grey crease of a millimetre through the lower right corner of the code."""
    pixels = np.array(_corner(page), dtype=np.float64)
    rows, columns = np.indices(pixels.shape)
    per_mm = _DPI / 25.4
    distance = np.abs((columns - 36.0 * per_mm) + (rows - 37.0 * per_mm)) / np.sqrt(2)
    crease = distance < 0.5 * per_mm
    pixels[crease] = 0.3 * pixels[crease] + 90.0
    return Image.fromarray(pixels.astype(np.uint8))


def _grainy(page: Image.Image) -> Image.Image:
    """A tired toner: noise and a grey veil."""
    pixels = np.array(_corner(page), dtype=np.float64) * 0.7 + 50.0
    noisy = pixels + np.random.default_rng(6).normal(0.0, 25.0, pixels.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _corner(page: Image.Image) -> Image.Image:
    left, top, right, bottom = (round(edge * _DPI / 25.4) for edge in _CODE_MM)
    return page.crop((left, top, right, bottom))


def _read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


_HARM: dict[str, Callable[[Image.Image], Image.Image]] = {
    "black and white": _black_and_white,
    "slanted": _slanted,
    "folded": _folded,
    "grainy": _grainy,
    "black, white and folded": lambda page: _folded(_black_and_white(page)),
    "small on a screen": lambda page: page.resize((page.width // 2, page.height // 2), Image.Resampling.BILINEAR),
}


@pytest.mark.parametrize("harm", _HARM.values(), ids=_HARM.keys())
@pytest.mark.parametrize("case", [content(), content(sample=True)], ids=["real", "sample"])
def test_the_code_is_read_from_a_harmed_page(case: ReportContent, harm: Callable[[Image.Image], Image.Image]) -> None:
    assert _read(harm(picture_of(render(case), dpi=_DPI))) == [case.verify_url]


@pytest.mark.parametrize("language", LANGUAGES)
def test_white_lies_around_the_code(language: str) -> None:
    """Four modules of quiet zone (ISO/IEC 18004): nothing but white within 3 mm of the dark part."""
    page = picture_of(render(content(language=language)), dpi=254)
    for box in ((130, 2430, 158, 2790), (502, 2430, 530, 2790)):
        assert page.crop(box).getextrema() == (255, 255)
