"""Light and dark, live, and readable in both."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from celliq_desktop.ui.theme.switch import ThemeChoice
from celliq_desktop.ui.theme.tokens import DARK, LIGHT, Colours
from tests.gui.conftest import Open
from tests.support.window import Opened

_READABLE = 4.5
"""WCAG 2.2, 1.4.3."""


def _luminance(colour: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    low, high = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_of_text_and_ground_is_readable(scheme: Colours) -> None:
    grounds = (scheme.canvas, scheme.surface, scheme.raised, scheme.row_hover, scheme.row_selected)
    pairs = [(ink, ground) for ink in (scheme.text, scheme.muted) for ground in grounds]
    pairs += [
        (getattr(scheme, tone), getattr(scheme, f"{tone}_soft")) for tone in ("good", "fair", "poor", "info", "none")
    ]
    pairs += [(getattr(scheme, tone), scheme.surface) for tone in ("good", "fair", "poor", "info", "none", "accent")]
    pairs += [
        (scheme.on_accent, scheme.accent),
        (scheme.rail_text, scheme.rail_active),
        (scheme.rail_muted, scheme.rail),
    ]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < _READABLE} == {}


def test_the_switch_changes_style_and_palette_live_and_is_remembered(desk: Opened, qapp: QApplication) -> None:
    desk.window.account.choose(ThemeChoice.LIGHT)
    light = qapp.styleSheet()
    desk.window.account.choose(ThemeChoice.DARK)
    assert qapp.styleSheet() != light
    assert desk.window.palette().window().color().name().upper() == DARK.canvas
    assert desk.preferences.text("window/theme") == "dark"
    pixel = desk.window.frame.stack.grab().toImage().pixelColor(2, 2)
    assert pixel.lightness() < 60, "what is painted is dark, too"


def test_the_choice_of_last_time_is_on_from_the_start(opened: Open) -> None:
    first = opened()
    first.window.account.choose(ThemeChoice.DARK)
    first.window.account.enlarge(1.5)
    first.window.close()
    second = opened()
    assert second.theme.theme.colours is DARK
    assert second.theme.theme.scale == 1.5
