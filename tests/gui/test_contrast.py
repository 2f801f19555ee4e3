"""Readable for weak eyes, and no meaning by colour alone: contrast by WCAG 2.2, and colours as those see them who lack
red or green cones."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from celliq_desktop.ui.theme.colours import CONTRAST, CONTRAST_LIGHT, SCHEMES, Colours
from celliq_desktop.ui.theme.fonts import sans
from celliq_desktop.ui.theme.tokens import TYPE, Theme
from celliq_desktop.ui.widgets.health_badge import paint_badge
from celliq_desktop.ui.widgets.pill import paint_pill

_READABLE, _SEEN, _EASY = 4.5, 3.0, 7.0
"""WCAG 2.2: text (1.4.3), lines that carry meaning (1.4.11), text of a scheme for weak eyes (1.4.6)."""
_TONES = ("good", "fair", "poor", "info", "none")
_GRADES = ("good", "fair", "poor", "none")
"""What a badge of health may be."""
_EYES = {
    "all cones": np.eye(3),
    "no red cones": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "no cones": np.tile(np.array([[0.2126, 0.7152, 0.0722]]), (3, 1)),
}
"""What becomes of linear red, green and blue: protanopia and deuteranopia (Machado, Oliveira and Fernandes 2009,
severity 1.0), and luminance alone, which is a black-and-white printer, too."""
_APART = 10
"""Pixels of a mark, some 50 to 400 large, that must be of clearly another brightness."""
_STEP = 40
"""Of 255: a difference of brightness that nobody overlooks."""
_NAMES = ("light", "dark", "high contrast", "high contrast, light")
schemes = pytest.mark.parametrize("scheme", SCHEMES, ids=_NAMES)


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


def _text(scheme: Colours) -> list[tuple[str, str]]:
    """Every ink with the grounds it is written on."""
    grounds = (scheme.canvas, scheme.surface, scheme.raised, scheme.row_hover, scheme.row_selected)
    pairs = [(ink, ground) for ink in (scheme.text, scheme.muted) for ground in grounds]
    pairs += [(scheme.faint, ground) for ground in (scheme.surface, scheme.sunken, scheme.canvas)]
    pairs += [(scheme.text, scheme.accent_soft)]
    for tone in _TONES:
        ink = getattr(scheme, tone)
        pairs += [(ink, getattr(scheme, f"{tone}_soft")), (ink, scheme.surface)]
    pairs += [(scheme.accent, scheme.surface), (scheme.accent, scheme.canvas)]
    pairs += [(scheme.on_accent, ground) for ground in (scheme.accent, scheme.accent_hover, scheme.accent_pressed)]
    pairs += [(scheme.rail_text, scheme.rail_active), (scheme.rail_text, scheme.rail_hover)]
    return [*pairs, (scheme.rail_muted, scheme.rail)]


def _graphics(scheme: Colours) -> list[tuple[str, str]]:
    """Rings, outlines of fields, marks and the lines of plots, with what they stand on."""
    pairs = [(scheme.focus, ground) for ground in (scheme.surface, scheme.canvas, scheme.raised, scheme.rail)]
    pairs += [(scheme.edge, ground) for ground in (scheme.surface, scheme.canvas, scheme.raised)]
    lines = (scheme.ac, scheme.dc, scheme.cold, scheme.mild, scheme.warm, scheme.accent, scheme.faint, scheme.muted)
    pairs += [(line, scheme.surface) for line in lines]
    return [*pairs, (scheme.mark, scheme.rail)]


def _too_weak(pairs: list[tuple[str, str]], least: float) -> dict[tuple[str, str], float]:
    return {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < least}


@schemes
def test_every_text_stands_out_from_its_ground(scheme: Colours) -> None:
    assert _too_weak(_text(scheme), _READABLE) == {}


@schemes
def test_every_ring_outline_mark_and_line_is_seen(scheme: Colours) -> None:
    assert _too_weak(_graphics(scheme), _SEEN) == {}


@pytest.mark.parametrize("scheme", [CONTRAST, CONTRAST_LIGHT], ids=_NAMES[2:])
def test_high_contrast_is_more_than_readable(scheme: Colours) -> None:
    assert _too_weak(_text(scheme), _EASY) == {}


@schemes
def test_states_are_readable_in_a_chosen_row_too(scheme: Colours) -> None:
    assert _too_weak([(getattr(scheme, tone), scheme.row_selected) for tone in _TONES], _READABLE) == {}


def _picture(scheme: Colours, tone: str, mark: str) -> NDArray[np.float64]:
    """A mark of the fleet as it is painted, as linear red, green and blue."""
    theme = Theme(scheme)
    image = QImage(64, 24, QImage.Format.Format_RGB32)
    image.fill(QColor(scheme.surface))
    painter = QPainter(image)
    painter.setFont(sans(theme, TYPE.secondary, TYPE.semibold))
    if mark == "badge":
        paint_badge(painter, QRectF(2, 2, 20, 20), "B", tone, theme)
    else:
        paint_pill(painter, QRectF(0, 0, 64, 24), "State", tone, theme)
    painter.end()
    raw = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(24, 64, 4)[:, :, 2::-1] / 255.0
    linear: NDArray[np.float64] = np.where(raw <= 0.04045, raw / 12.92, ((raw + 0.055) / 1.055) ** 2.4)
    return linear


def _brightness(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 to 255, as a screen would be told."""
    luminance = np.clip(seen @ np.array([0.2126, 0.7152, 0.0722]), 0.0, 1.0)
    bright: NDArray[np.float64] = np.where(
        luminance <= 0.0031308, 12.92 * luminance, 1.055 * luminance ** (1 / 2.4) - 0.055
    )
    return bright * 255


@pytest.mark.usefixtures("qapp")
@schemes
@pytest.mark.parametrize("eyes", _EYES)
@pytest.mark.parametrize(("mark", "tones"), [("badge", _GRADES), ("pill", _TONES)])
def test_states_are_told_apart_without_red_without_green_and_without_colour(
    scheme: Colours, eyes: str, mark: str, tones: tuple[str, ...]
) -> None:
    """The letter and the word are the same in all of them here, so it is shape and ground that must differ."""
    seen = {tone: _brightness(_picture(scheme, tone, mark) @ _EYES[eyes].T)[:, :24] for tone in tones}
    alike = {}
    for one, other in combinations(tones, 2):
        differing = int((np.abs(seen[one] - seen[other]) > _STEP).sum())
        if differing < _APART:
            alike[one, other] = differing
    assert alike == {}
