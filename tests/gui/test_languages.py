"""The window in other languages: everything is said in the one that was chosen, at once, and has room."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.ui.screens.settings.screen import SettingsScreen
from celliq_desktop.ui.speech import LANGUAGE_KEY, language_for
from celliq_desktop.ui.theme.switch import ThemeChoice
from celliq_desktop.viewmodels.pseudo import OPENS
from celliq_desktop.viewmodels.words import ENGLISH, LANGUAGES, PSEUDO, language, speak
from tests.support.window import Opened

KEYS = [spec.key for spec in SCREENS if spec.key != "help"]
_WORD = re.compile(r"[^\W\d_]{3,}")
_DATA = re.compile(
    "|".join(
        (
            *("CellIQ", r"ev\.energy", "Cariqa", "Stripe", "AVILOO", "TÜV", "PAdES", "Alex Moreau", "Autohaus"),
            *("English", "Deutsch", "Français", "Español", "Italiano", "Nederlands", "Polski"),
            *(
                "https?:",
                "@",
                "Ctrl",
                "eyJ",
                "rk_live",
                "veh_",
                "rep_",
                "[A-HJ-NPR-Z0-9]{5,}",
                "Dec 31",
                "kWh",
                r"min\b",
            ),
            *("Hyundai", "Kia", "Renault", "Tesla", "Volkswagen", "Ioniq"),
            *("^Scroll (Left|Right)$", "^Active$", "^mean$"),  # parts of libraries that nobody sees
        )
    )
)
"""Names, addresses and numbers: what every language writes alike."""


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(ENGLISH)


@pytest.fixture
def made_up(english_again: None) -> None:  # before the desk is opened
    assert english_again is None
    speak(PSEUDO)


def _said(widget: QWidget) -> list[str]:
    """What a person reads or hears of one widget."""
    said = [widget.accessibleName(), widget.toolTip()]
    if isinstance(widget, QLabel | QAbstractButton):
        said.append(widget.text())
    if isinstance(widget, QLineEdit):
        said.append(widget.placeholderText())
    if isinstance(widget, QComboBox):
        said += [widget.itemText(row) for row in range(widget.count())]
    if isinstance(widget, QTableView):
        model = widget.model()
        said += [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
    return said


@pytest.mark.parametrize("key", KEYS)
def test_nothing_on_a_screen_is_untranslated(made_up: None, desk: Opened, qapp: QApplication, key: str) -> None:
    assert made_up is None
    assert desk.window.desk is not None
    desk.window.desk.open_screen(key, "veh_1" if key == "vehicle" else "")
    qapp.processEvents()
    mine = [
        widget for widget in desk.window.findChildren(QWidget) if widget.window() is desk.window
    ]  # no library's menu
    seen = {text for widget in mine for text in _said(widget)}
    english = sorted(text for text in seen if OPENS not in text and _WORD.search(text) and not _DATA.search(text))
    assert not english, "\n".join(english)


def test_another_language_is_spoken_at_once(desk: Opened, qapp: QApplication) -> None:
    assert desk.window.desk is not None
    before = desk.window.desk
    before.open_screen("settings", "Account and window")
    screen = before.screen
    assert isinstance(screen, SettingsScreen)
    panel = screen.window_panel
    panel.language.setCurrentIndex(panel.language.findData("de"))
    panel.language.activated.emit(panel.language.currentIndex())
    qapp.processEvents()
    after = desk.window.desk
    assert after is not before
    assert after.current == "settings"
    assert desk.preferences.text(LANGUAGE_KEY) == "de"
    said = {text for widget in after.screen.findChildren(QWidget) for text in _said(widget)}
    assert "Sprache" in said
    assert "Language" not in said
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the loop does once nobody is in a slot any more
    desk.window.account.choose(ThemeChoice.DARK)  # the menu of the language before has gone, and is not asked
    desk.window.account.choose(ThemeChoice.LIGHT)
    after.open_screen("fleet")
    qapp.processEvents()
    assert any("Fahrzeug" in text or "Autos" in text for w in desk.window.findChildren(QWidget) for text in _said(w))


def test_the_system_decides_when_nobody_chose() -> None:
    assert language_for("fr") == "fr"
    assert language_for("") in LANGUAGES
    assert language_for("tlh") in LANGUAGES
    assert language() == ENGLISH
