"""The faces of the paper, embedded from their packages: Source Sans Pro for words and figures (its digits are
tabular), Source Code Pro for VINs and hashes. Packages are located, not imported."""

import importlib.util
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

REGULAR = "CellIQSans"
SEMIBOLD = "CellIQSans-Semibold"
BOLD = "CellIQSans-Bold"
ITALIC = "CellIQSans-Italic"
MONO = "CellIQMono"
MONO_STROKE_EM = 0.05
"""The mono file is a variable font whose default is extra light; a stroke of this width makes it a regular weight."""

_FILES = {
    REGULAR: ("font_source_sans_pro", "files/SourceSansPro-Regular.ttf"),
    SEMIBOLD: ("font_source_sans_pro", "files/SourceSansPro-Semibold.ttf"),
    BOLD: ("font_source_sans_pro", "files/SourceSansPro-Bold.ttf"),
    ITALIC: ("font_source_sans_pro", "files/SourceSansPro-It.ttf"),
    MONO: ("fontpkg_source_code_pro", "files/SourceCodePro[wght].ttf"),
}


def register() -> None:
    """Make the faces known to reportlab, once a process; BadSurroundings ``font_missing`` when a file is not there."""
    known = set(pdfmetrics.getRegisteredFontNames())
    for name, (package, file) in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(_font(name, package, file))


def printable(text: str, name: str) -> str:
    """``text`` with a question mark for each character that face ``name`` has no glyph for: an archive may hold no
    reference to a missing one (ISO 19005-3, 6.2.11.8), and an empty box tells a reader less."""
    font = pdfmetrics.getFont(name)
    glyphs = font.face.charToGlyph if isinstance(font, TTFont) else {}
    return text if all(ord(one) in glyphs for one in text) else "".join(c if ord(c) in glyphs else "?" for c in text)


def _font(name: str, package: str, file: str) -> TTFont:
    spec = importlib.util.find_spec(package)
    if spec is not None and spec.submodule_search_locations:
        try:
            return TTFont(name, str(Path(spec.submodule_search_locations[0], file)))
        except (TTFError, OSError) as error:
            raise _missing(package) from error
    raise _missing(package)


def _missing(package: str) -> BadSurroundings:
    return BadSurroundings(
        "font_missing",
        N_("The font package {package} is missing or damaged.").format(package=package),
        safe=N_("No report was written."),
        next_step=N_("Install CellIQ Desktop again."),
    )
