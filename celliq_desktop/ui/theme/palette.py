"""The palette made from a scheme, and the way back: painters ask a widget's palette which scheme is on."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from celliq_desktop.ui.theme.colours import DARK, LIGHT, SCHEMES, Colours
from celliq_desktop.ui.theme.tokens import TYPE, Theme

_HALF = 128
_BY_CANVAS = {QColor(scheme.canvas).rgb(): scheme for scheme in SCHEMES}
_Role = QPalette.ColorRole


def palette_of(colours: Colours) -> QPalette:
    """Every role of Qt's palette from the tokens, so that stock widgets fit too."""
    palette = QPalette()
    for role, colour in (
        (_Role.Window, colours.canvas),
        (_Role.WindowText, colours.text),
        (_Role.Base, colours.surface),
        (_Role.AlternateBase, colours.sunken),
        (_Role.Text, colours.text),
        (_Role.Button, colours.surface),
        (_Role.ButtonText, colours.text),
        (_Role.BrightText, colours.poor),
        (_Role.ToolTipBase, colours.raised),
        (_Role.ToolTipText, colours.text),
        (_Role.PlaceholderText, colours.faint),
        (_Role.Highlight, colours.accent),
        (_Role.HighlightedText, colours.on_accent),
        (_Role.Accent, colours.accent),
        (_Role.Link, colours.accent),
        (_Role.LinkVisited, colours.accent),
        (_Role.Light, colours.surface),
        (_Role.Midlight, colours.sunken),
        (_Role.Mid, colours.border),
        (_Role.Dark, colours.border_strong),
        (_Role.Shadow, colours.shade),
    ):
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return palette


def scheme_of(palette: QPalette) -> Colours:
    """The scheme a palette was made from; of a palette that is not ours, the nearer one of light and dark."""
    window = palette.color(_Role.Window)
    return _BY_CANVAS.get(window.rgb()) or (DARK if window.lightness() < _HALF else LIGHT)


def theme_of(widget: QWidget) -> Theme:
    """Scheme and text scale that hold for ``widget``, for code that paints by itself."""
    # The application's font and palette, not the widget's: children hear of a new font before their window has it,
    # and a style sheet that makes a ground transparent takes the window's colour out of the widget's palette
    size = QApplication.font().pixelSize()
    return Theme(scheme_of(QApplication.palette(widget)), size / TYPE.body if size > 0 else 1.0)
