"""Fonts from their packages: Source Sans Pro for words and figures (its digits are tabular), Source Code Pro for VINs,
Phosphor (inside qtawesome) for icons. Packages are located, not imported: their code would cost more than the font."""

import importlib.util
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from celliq_desktop.ui.theme.tokens import TYPE, Theme

SANS = "Source Sans Pro"
MONO = "Source Code Pro"
ICONS = "Phosphor"

_FILES = (
    ("font_source_sans_pro", "files/SourceSansPro-Regular.ttf"),
    ("font_source_sans_pro", "files/SourceSansPro-Semibold.ttf"),
    ("font_source_sans_pro", "files/SourceSansPro-Bold.ttf"),
    ("fontpkg_source_code_pro", "files/SourceCodePro[wght].ttf"),
    ("qtawesome", "fonts/phosphor-1.3.0.ttf"),
)


def load_fonts() -> tuple[str, ...]:
    """Register the fonts with the application; returns the files that could not be read (then Qt's default stands
    in)."""
    return tuple(
        name
        for package, name in _FILES
        if (path := _path(package, name)) is None or QFontDatabase.addApplicationFont(str(path)) < 0
    )


def _path(package: str, name: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0], name)


def sans(theme: Theme, size: int = TYPE.body, weight: int = TYPE.regular) -> QFont:
    """The window's face at a token size; figures are tabular."""
    font = QFont(SANS)
    font.setPixelSize(theme.px(size))
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def mono(theme: Theme, size: int = TYPE.secondary) -> QFont:
    """The face of VINs and hashes."""
    font = QFont(MONO)
    font.setPixelSize(theme.px(size))
    font.setStyleHint(QFont.StyleHint.Monospace)
    # The file is a variable font whose default is extra light
    font.setVariableAxis(QFont.Tag("wght"), TYPE.regular)
    return font
