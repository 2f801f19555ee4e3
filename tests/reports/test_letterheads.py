"""Paper, region, colour and logo of the dealer: what is printed, what is kept in the twin, and what is refused."""

import base64
import io
import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from celliq_desktop.domain.letterheads import (
    LOGO_PIECE,
    MOST_LOGO_PIECES,
    MOST_LOGO_PX,
    PAPERS,
    REGIONS,
    Letterhead,
    Logo,
    contrast,
    legible,
)
from celliq_desktop.domain.paper import PAPER_MM, SEAL_BOX_MM, placing_on
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.reports.canonical import canonical
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.letterheads import check_letterhead, picture_of, prepared
from celliq_desktop.reports.page_text import headline_of, text_of
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.qr import read_back
from celliq_desktop.reports.twin import content_from_twin, twin_json
from celliq_desktop.viewmodels.letterheads import PAPER_NAMES, REGION_NAMES
from tests.reports.archive_rules import broken_rules
from tests.reports.cases import rich
from tests.reports.contents import content
from tests.reports.contents import picture_of as page_of


def _drawn(width: int = 900, height: int = 300, kind: str = "PNG") -> bytes:
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((5, 5, height - 5, height - 5), fill=(200, 30, 40, 255))
    target = io.BytesIO()
    picture.convert("RGBA" if kind == "PNG" else "RGB").save(target, kind)
    return target.getvalue()


def _noise(width: int, height: int) -> bytes:
    pixels = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG")
    return target.getvalue()


LOGO = prepared(_drawn())


def _letter(language: str = "en") -> ReportContent:
    head = Letterhead(paper="letter", region="US", accent=legible("#E8501E"), logo=LOGO)
    return replace(rich(language), letterhead=head)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_page_is_the_same_page_a_little_smaller(language: str) -> None:
    """No words without room, the code read back, the headline found, the rules of the archive kept."""
    pdf = render(_letter(language))
    assert read_back(pdf) == (content().verify_url,)
    assert headline_of(pdf) == ("92.1",)
    assert broken_rules(pdf) == []
    page = page_of(pdf, dpi=100)
    assert (page.width, page.height) == (850, 1100)


def test_the_code_on_letter_is_still_large_enough_and_the_seal_box_empty() -> None:
    placing = placing_on(215.9, 279.4)
    assert 34.0 * placing.scale >= 28.0
    dpi = 144
    page = page_of(render(_letter()), dpi=dpi)
    left, bottom, right, top = (edge / 25.4 * dpi for edge in placing.box(*SEAL_BOX_MM))
    box = page.crop((int(left) + 1, int(page.height - top) + 1, int(right), int(page.height - bottom)))
    assert box.getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("language", "region", "words"),
    [
        ("en", "US", ("29,956 mi", "Oct 1, 2026", "51.8 °F", "32,311 mi")),
        ("en", "GB", ("29,956 mi", "1 Oct 2026", "11.0 °C")),
        ("en", "IE", ("48,210 km", "1 Oct 2026")),
        ("de", "CH", ("48’210 km", "01.10.2026", "92.1 %")),
        ("de", "DE", ("48.210 km", "01.10.2026", "92,1 %")),
        ("pl", "US", ("29 956 mi", "92,1 %")),
        ("fr", None, ("48 210 km", "1 oct. 2026")),
    ],
)
def test_units_and_numbers_are_those_of_the_buyers_region(
    language: str, region: str | None, words: tuple[str, ...]
) -> None:
    text = text_of(render(replace(rich(language), letterhead=Letterhead(region=region))))
    assert [one for one in words if one not in text] == []


def test_the_twin_keeps_kilometres_and_degrees_celsius_whatever_the_region() -> None:
    said = json.loads(twin_json(_letter()))
    assert said["vehicle"]["odometer"]["value"] == 48_210
    assert said["annex_xiii"]["temperature_information"]["unit"] == "°C"


def test_the_pages_drawn_again_from_the_twin_are_the_same_bytes() -> None:
    case = _letter("fr")
    assert render(content_from_twin(twin_json(case))) == render(case)


def test_the_logo_stands_in_its_place_and_nowhere_else() -> None:
    plain, dressed = (
        page_of(render(replace(content(), letterhead=Letterhead(logo=logo))), dpi=72) for logo in (None, LOGO)
    )
    differs = np.argwhere(np.array(plain, dtype=int) != np.array(dressed, dtype=int)) * 25.4 / 72
    assert differs.size
    assert differs[:, 0].max() < 21.0  # above the title


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_made_small_and_opaque(kind: str) -> None:
    logo = prepared(_drawn(3_000, 1_000, kind))
    picture = picture_of(logo)
    assert (picture.mode, picture.width <= MOST_LOGO_PX[0], picture.height <= MOST_LOGO_PX[1]) == ("RGB", True, True)
    if kind == "PNG":
        assert picture.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(640, 240), (1_500, 1_100), (3, 900)])
def test_even_a_photograph_has_room_in_the_twin(size: tuple[int, int]) -> None:
    logo = prepared(_noise(*size))
    assert len(logo.pieces) <= MOST_LOGO_PIECES
    assert all(len(piece) <= LOGO_PIECE for piece in logo.pieces)
    assert picture_of(logo).size == (logo.width_px, logo.height_px)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", _drawn()[:-40], b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NeedsYou) as caught:
        prepared(data)
    assert caught.value.code == "logo_unreadable"


def _bomb(count: int) -> tuple[str, ...]:
    return (base64.b64encode(zlib.compress(b"\0" * count, 9)).decode(),)


@pytest.mark.parametrize(
    "logo",
    [
        replace(LOGO, width_px=LOGO.width_px - 1),
        replace(LOGO, width_px=99_999, height_px=99_999),
        replace(LOGO, sha256="0" * 64),
        replace(LOGO, pieces=LOGO.pieces[:1]),
        replace(LOGO, pieces=("!", *LOGO.pieces)),
        replace(LOGO, pieces=LOGO.pieces * 30),
        Logo(10, 10, LOGO.sha256, _bomb(50_000_000)),
        Logo(0, 0, LOGO.sha256, ()),
    ],
)
def test_a_logo_that_no_desk_made_is_refused_in_a_twin(logo: Logo) -> None:
    with pytest.raises(ValueError, match=r".*"):
        check_letterhead(Letterhead(logo=logo))


@pytest.mark.parametrize(
    ("field", "value"), [("paper", "a3"), ("region", "XX"), ("accent", "#FFFF00"), ("accent", "red"), ("logo", {})]
)
def test_a_twin_with_a_dress_no_desk_offers_is_refused(field: str, value: object) -> None:
    said = json.loads(twin_json(_letter()))
    said["paper"]["letterhead"][field] = value
    with pytest.raises(ValueError, match=r".*"):
        content_from_twin(canonical(said))


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_becomes_one_that_is_read_on_white(number: int) -> None:
    made = legible(f"#{number:06X}")
    assert contrast([int(made[at : at + 2], 16) for at in (1, 3, 5)]) >= 4.5
    assert legible(made) == made


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#12345G", "0F766E7", "#0F766E7"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        legible(colour)


def test_every_region_has_a_name_in_the_settings() -> None:
    assert set(REGION_NAMES) == {"", *REGIONS}
    assert set(PAPER_NAMES) == set(PAPERS) == set(PAPER_MM)
