"""The paper as a file: its bytes, its fonts, what it says about itself, and the place it leaves for the seal."""

import io
from dataclasses import replace

import pikepdf
import pytest

from celliq_desktop.domain.paper import PRODUCER, SEAL_BOX_MM, SEAL_PAGE
from celliq_desktop.domain.problems import Refused
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.qr import modules, read_back
from celliq_desktop.reports.sections.registry import PAGES, SECTIONS
from tests.reports.contents import content, picture_of, refused, without_estimate

_CASES = {
    "full": content(),
    "german": content(language="de"),
    "sample": content(sample=True),
    "refused": refused(),
    "without estimate": without_estimate(),
    "long token": replace(content(), verify_url="https://celliq.eu/verify/" + "A1b2C3d4" * 8),
    "longest token": replace(content(), verify_url="https://celliq.eu/verify/" + "A1b2C3d4" * 16),
    "long words": replace(
        content(),
        dealer_name="Maximilian Oberhuber-Schwarzenegger und Söhne Automobilhandelsgesellschaft mbH " * 2,
        dealer_address="Industriegebiet Nord, Halle 14b, Obere Donaustraße 1234 " * 3,
        footer="All prices include value added tax where it applies. " * 12,
        issuer="CellIQ Battery Certification Services International Holding Limited " * 2,
    ),
}
_every_case = pytest.mark.parametrize("case", _CASES.values(), ids=_CASES.keys())


def test_the_same_content_gives_the_same_bytes() -> None:
    first = render(content())
    render(content(language="de", sample=True))
    assert render(content()) == first


def test_another_figure_gives_other_bytes() -> None:
    other = replace(content(), report=replace(content().report, soh_percent=92.2))
    assert render(other) != render(content())


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Battery Condition Report – aligned"), ("de", "Batteriezustands")]
)
def test_the_file_names_its_maker_its_language_and_its_title(language: str, title: str) -> None:
    with pikepdf.open(io.BytesIO(render(content(language=language)))) as document:
        assert str(document.docinfo["/Producer"]) == PRODUCER
        assert str(document.docinfo["/Title"]).startswith(title)
        assert str(document.Root["/Lang"]) == language


@_every_case
def test_the_paper_is_four_a4_pages(case: ReportContent) -> None:
    with pikepdf.open(io.BytesIO(render(case))) as document:
        sizes = [[round(float(edge)) for edge in page.mediabox] for page in document.pages]
    assert sizes == [[0, 0, 595, 842]] * 4


@_every_case
def test_every_font_is_embedded(case: ReportContent) -> None:
    with pikepdf.open(io.BytesIO(render(case))) as document:
        fonts = [font for page in document.pages for font in page.resources["/Font"].values()]
        assert fonts
        assert [str(font["/BaseFont"]) for font in fonts if "/FontFile2" not in font["/FontDescriptor"]] == []


@_every_case
def test_nothing_in_the_file_runs_or_opens_anything(case: ReportContent) -> None:
    with pikepdf.open(io.BytesIO(render(case))) as document:
        keys = {key for found in document.objects if isinstance(found, pikepdf.Dictionary) for key in found}
    assert keys & {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Names", "/URI"} == set()


@_every_case
def test_the_code_on_page_one_reads_back_as_the_verify_address(case: ReportContent) -> None:
    assert read_back(render(case)) == (case.verify_url,)


@_every_case
def test_the_whole_verify_address_stands_beside_the_code(case: ReportContent) -> None:
    assert case.verify_url in text_of(render(case)).split("\f")[0]


def test_the_code_is_at_least_thirty_millimetres_wide() -> None:
    dpi = 254
    dark = picture_of(render(content()), dpi=dpi).point(lambda value: 255 if value < 128 else 0)
    per_mm = dpi / 25.4
    box = dark.crop((int(10 * per_mm), int(243 * per_mm), int(54 * per_mm), int(281 * per_mm))).getbbox()
    assert box is not None
    assert (box[2] - box[0]) / per_mm >= 30.0
    assert (box[3] - box[1]) / per_mm >= 30.0


@_every_case
def test_the_place_of_the_seal_is_left_empty(case: ReportContent) -> None:
    dpi = 144
    page = picture_of(render(case), SEAL_PAGE, dpi)
    left, bottom, right, top = (edge / 25.4 * dpi for edge in SEAL_BOX_MM)
    box = page.crop((int(left) + 1, int(page.height - top) + 1, int(right), int(page.height - bottom)))
    assert box.getextrema() == (255, 255)


@_every_case
def test_nothing_is_drawn_into_the_margins(case: ReportContent) -> None:
    dpi = 144
    for number in range(PAGES):
        page = picture_of(render(case), number, dpi)
        edge = int(13 / 25.4 * dpi)
        left = page.crop((0, 0, edge, page.height))
        right = page.crop((page.width - edge, 0, page.width, page.height))
        assert left.getextrema() == (255, 255)
        assert right.getextrema() == (255, 255)


def test_a_sample_says_so_on_every_page_and_a_real_report_on_none() -> None:
    samples = text_of(render(content(sample=True))).split("\f")
    german = text_of(render(replace(content(sample=True), language="de"))).split("\f")
    assert all("SAMPLE" in page for page in samples)
    assert all("MUSTER" in page and "SAMPLE" in page for page in german)
    assert "SAMPLE" not in text_of(render(content()))


def test_a_language_that_is_not_offered_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        render(content(language="tlh"))
    assert caught.value.code == "language_not_offered"
    assert all(language in caught.value.next_step for language in LANGUAGES)


def test_sections_have_names_of_their_own_and_fill_four_pages() -> None:
    names = [section.name for section in SECTIONS]
    assert len(set(names)) == len(names)
    assert {section.page for section in SECTIONS} == set(range(PAGES)) == {0, 1, 2, 3}


def test_the_code_has_no_quiet_zone_of_its_own() -> None:
    rows = modules("https://celliq.eu/verify/token-0000000000000001")
    assert all(len(row) == len(rows) for row in rows)
    assert all(rows[0][:7])
