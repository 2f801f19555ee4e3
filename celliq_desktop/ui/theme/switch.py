"""Light, dark, high contrast or as the system: applied to the whole application at once, live."""

from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStyleFactory

from celliq_desktop.ui.theme.colours import CONTRAST, CONTRAST_LIGHT, DARK, LIGHT, Colours
from celliq_desktop.ui.theme.fonts import load_fonts, sans
from celliq_desktop.ui.theme.palette import palette_of
from celliq_desktop.ui.theme.style import style_sheet
from celliq_desktop.ui.theme.tokens import Theme
from celliq_desktop.viewmodels.words import N_

THEME_KEY, SCALE_KEY = "window/theme", "window/scale"
"""Where the preferences remember both."""


class ThemeChoice(Enum):
    """What a person can choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"
    CONTRAST_LIGHT = "contrast-light"

    @classmethod
    def read(cls, stored: str) -> "ThemeChoice":
        """Tolerant: any other word is SYSTEM."""
        return next((choice for choice in cls if choice.value == stored), cls.SYSTEM)


THEMES = {
    ThemeChoice.SYSTEM: N_("As the system"),
    ThemeChoice.LIGHT: N_("Light"),
    ThemeChoice.DARK: N_("Dark"),
    ThemeChoice.CONTRAST: N_("High contrast, dark"),
    ThemeChoice.CONTRAST_LIGHT: N_("High contrast, light"),
}
"""What the choices are called, in the order they are offered."""
_SCHEMES = {
    ThemeChoice.LIGHT: LIGHT,
    ThemeChoice.DARK: DARK,
    ThemeChoice.CONTRAST: CONTRAST,
    ThemeChoice.CONTRAST_LIGHT: CONTRAST_LIGHT,
}


class ThemeSwitch(QObject):
    """Owns palette, style sheet and font of ``app``. ``changed`` carries the new ``Theme``; widgets that paint with the
    palette need not listen, plots and icons do."""

    changed = Signal(object)

    def __init__(self, app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM, scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._scale = scale
        self._theme: Theme | None = None
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        # Qt's scheme is an input only: setting it does nothing off screen and under bare X (research/ecosystem.md 6)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self._apply()

    @property
    def theme(self) -> Theme:
        """What is on now."""
        return self._theme or Theme()

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Switch now."""
        self._choice = choice
        self._apply()

    def set_scale(self, scale: float) -> None:
        """Make text and everything measured by it larger, live."""
        self._scale = scale
        self._apply()

    def _system_changed(self, _told: Qt.ColorScheme | Qt.ContrastPreference) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._apply()

    def _scheme(self) -> Colours:
        chosen = _SCHEMES.get(self._choice)
        if chosen is not None:
            return chosen
        hints = self._app.styleHints()
        dark = hints.colorScheme() is Qt.ColorScheme.Dark
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return CONTRAST if dark else CONTRAST_LIGHT
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        theme = Theme(self._scheme(), self._scale)
        if theme == self._theme:
            return
        self._theme = theme
        self._app.setFont(sans(theme))
        self._app.setPalette(palette_of(theme.colours))
        self._app.setStyleSheet(style_sheet(theme))
        self.changed.emit(theme)
