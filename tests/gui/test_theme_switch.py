"""Light, dark and high contrast, live; what the system asks for, and what was chosen last."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from celliq_desktop.ui.theme.colours import CONTRAST, CONTRAST_LIGHT, DARK, LIGHT, Colours
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.switch import ThemeChoice
from tests.gui.conftest import Open
from tests.support.window import Opened


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


def test_the_system_decides_while_nothing_is_chosen(desk: Opened, qapp: QApplication) -> None:
    """Qt hands on what the desktop is set to: a dark scheme, or more contrast."""
    desk.theme.choose(ThemeChoice.SYSTEM)
    hints = qapp.styleHints()
    wished = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    assert (
        desk.theme.theme.colours
        is {
            (True, True): CONTRAST,
            (True, False): CONTRAST_LIGHT,
            (False, True): DARK,
            (False, False): LIGHT,
        }[wished, dark]
    )


@pytest.mark.parametrize(
    ("words", "scheme", "kept"),
    [("High contrast, dark", CONTRAST, "contrast"), ("High contrast, light", CONTRAST_LIGHT, "contrast-light")],
)
def test_high_contrast_is_chosen_from_the_account_menu_and_holds_everywhere(
    desk: Opened, words: str, scheme: Colours, kept: str
) -> None:
    menu = desk.window.account
    next(action for action in menu.themes.actions() if action.text() == words).trigger()
    assert desk.theme.theme.colours is scheme
    assert desk.preferences.text("window/theme") == kept
    assert theme_of(desk.window.frame).colours is scheme, "painters draw with it, too"
    pixel = desk.window.frame.stack.grab().toImage().pixelColor(2, 2)
    assert pixel.name().upper() == scheme.canvas


@pytest.mark.parametrize("choice", list(ThemeChoice)[1:])
def test_icons_on_a_clear_ground_are_drawn_in_the_colours_of_the_theme(desk: Opened, choice: ThemeChoice) -> None:
    desk.theme.choose(choice)
    drawn = desk.window.frame.header.sync.icon().pixmap(32).toImage()
    inks = {
        drawn.pixelColor(x, y).name().upper()
        for x in range(drawn.width())
        for y in range(drawn.height())
        if drawn.pixelColor(x, y).alpha() == 255
    }
    assert inks == {desk.theme.theme.colours.muted}
