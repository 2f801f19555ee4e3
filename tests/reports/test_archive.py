"""The paper is an archive, PDF/A-3a: its rules hold, drawn and sealed, and whoever cannot see it hears it in order."""

import io
import re
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image, ImageCms

from celliq_desktop.reports.colour_profile import srgb_profile
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.words import words_of
from tests.reports.archive_rules import broken_rules, children, elements_of, operators_of
from tests.reports.contents import content, refused, without_estimate

_CASES = {
    **{language: content(language=language) for language in LANGUAGES},
    "sample": content(sample=True),
    "refused": refused("pl"),
    "without estimate": without_estimate(),
    "strange words": replace(content(), dealer_name="Ω <&> \u05d0 \U0001f697 \x02 \ufffe", issuer="A & B <C>"),
}


@pytest.mark.parametrize("case", _CASES.values(), ids=_CASES.keys())
def test_a_drawn_paper_keeps_the_rules_of_the_archive(case: ReportContent) -> None:
    assert broken_rules(render(case)) == []


def test_the_rules_are_not_kept_by_any_file() -> None:
    """What the rules above would say if something were missing."""
    with pikepdf.open(io.BytesIO(render(content()))) as document:
        for key in ("/Metadata", "/OutputIntents", "/MarkInfo", "/Lang"):
            del document.Root[key]
        figure = next(one for one in elements_of(document) if one["/S"] == "/Figure")
        del figure["/Alt"]
        document.pages[0].contents_add(b"BT ET 0 0 9 9 re f", prepend=True)
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")
        bare = io.BytesIO()
        document.save(bare)
    clauses = {found.split(":")[0] for found in broken_rules(bare.getvalue())}
    assert clauses >= {"6.6.2.1", "6.2.3", "6.7.2.2", "6.7.4", "6.7.5", "6.7.3", "6.5, 6.1", "6.5.1, 6.2.8"}


def test_the_colours_mean_srgb() -> None:
    """By another's colour engine: our profile and its own sRGB differ by no more than rounding."""
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    colours = [
        (red, green, blue) for red in range(0, 256, 51) for green in range(0, 256, 51) for blue in range(0, 256, 51)
    ]
    drawn = Image.frombytes("RGB", (len(colours), 1), bytes(part for colour in colours for part in colour))
    seen = ImageCms.profileToProfile(drawn, ours, ImageCms.createProfile("sRGB"))
    assert seen is not None
    assert max(abs(one - other) for one, other in zip(drawn.tobytes(), seen.tobytes(), strict=True)) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_bookmarks_in_the_readers_language_and_in_the_order_of_the_pages(language: str) -> None:
    words = words_of(language)
    with pikepdf.open(io.BytesIO(render(content(language=language)))) as document, document.open_outline() as outline:
        (title,) = outline.root
        headings = [entry.title for entry in title.children]
        spoken = [str(one["/S"]) for one in elements_of(document)]
    assert title.title == words["title"]
    assert headings[:3] == [words["soh"], words["vehicle"], words["battery"]]
    assert headings[-1] == words["proof"]
    assert len(headings) == spoken.count("/H2")


def test_a_listener_hears_the_verdict_first_and_each_table_row_by_row() -> None:
    heard = _heard(render(content()))
    wanted = [
        "Battery Condition Report",
        "92.1 %",
        "This battery stores about 92 % of the energy it stored when new.",
        "Grade B",
        "Odometer",
        "48,210 km measured",
        "until 28 Feb 2029 declared",
        "Scan to check this report",
        "Charge curve. Power in kW. State of charge in %. 10–80 % in 33 min.",
        "Fewer than 20 points of charge.",
        "Full equivalent cycles",
        "Battery category",
    ]
    places = [heard.find(words) for words in wanted]
    assert -1 not in places
    assert places == sorted(places)
    assert "Page 1 of 4" not in heard


@pytest.mark.parametrize("language", ["en", "de", "pl"])
def test_the_pages_are_real_text_in_reading_order(language: str) -> None:
    """As another reader of PDF extracts it, in the order of the content."""
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=render(content(language=language)),
        capture_output=True,
        check=True,
    ).stdout.decode()
    flat, words = re.sub(r"\s+", " ", text), words_of(language)
    places = [
        flat.find(words[key]) for key in ("title", "soh", "vehicle", "warranty", "verify", "curve", "use", "annex")
    ]
    assert -1 not in places
    assert places == sorted(places)


def _heard(pdf: bytes) -> str:
    """What a screen reader says: the words of each element, or what stands for them, in the order of the tree."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        spoken = _spoken(document)
        said = []
        for one in elements_of(document):
            pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
            if "/Alt" in one:
                said.append(str(one["/Alt"]))
            elif "/Pg" in one:
                page = pages[one["/Pg"].objgen]
                said.append("".join(spoken[page, mark] for mark in children(one) if isinstance(mark, int)))
    return " | ".join(said).replace("\N{NO-BREAK SPACE}", " ")


def _spoken(document: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """The words of each mark, by the fonts' own way back to text."""
    found: dict[tuple[int, int], str] = {}
    for number, page in enumerate(document.pages):
        maps = {name: _to_unicode(font) for name, font in page.resources["/Font"].items()}
        mark, table = -1, {}
        for operands, operator in operators_of(page):
            match operator:
                case "BDC":
                    mark = int(operands[1]["/MCID"])
                    found[number, mark] = ""
                case "EMC" | "BMC":
                    mark = -1
                case "Tf":
                    table = maps[str(operands[0])]
                case "Tj" if mark >= 0:
                    found[number, mark] += "".join(table[code] for code in bytes(operands[0]))
    return found


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    pairs = re.findall(r"^<(\w\w)> <(\w{4})>$", font["/ToUnicode"].read_bytes().decode("ascii"), re.MULTILINE)
    return {int(code, 16): chr(int(character, 16)) for code, character in pairs}
