"""Where the window stands and how large it is, remembered between runs; never larger than the screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.theme.tokens import WINDOW

_KEY = "window/place"


def place(window: QWidget, preferences: Preferences) -> None:
    """As it was left, else its first size where the screen has room for it."""
    room = window.screen().availableGeometry()
    window.setMinimumSize(min(WINDOW.least_width, room.width()), min(WINDOW.least_height, room.height()))
    stored = preferences.bytes(_KEY)
    if stored.isEmpty() or not window.restoreGeometry(stored):
        window.resize(min(WINDOW.width, room.width()), min(WINDOW.height, room.height()))
        if room.width() <= WINDOW.width or room.height() <= WINDOW.height:
            window.setWindowState(Qt.WindowState.WindowMaximized)  # its title bar would push it off the screen


def keep_place(window: QWidget, preferences: Preferences) -> None:
    """Remember it."""
    preferences.put(_KEY, window.saveGeometry())
