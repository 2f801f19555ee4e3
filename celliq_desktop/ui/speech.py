"""Which language the window speaks: what was chosen in Settings, else the system's where we know it, else English."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.viewmodels.words import ENGLISH, LANGUAGES, language, speak

LANGUAGE_KEY = "window/language"
"""The preference: a key of ``LANGUAGES``; empty follows the system."""


def language_for(chosen: str) -> str:
    """The language to speak when ``chosen`` is what is remembered."""
    if chosen in LANGUAGES:
        return chosen
    wanted = (name.partition("-")[0] for name in QLocale.system().uiLanguages())
    return next((name for name in wanted if name in LANGUAGES), ENGLISH)


class Speech(QObject):
    """Speaks in the language that is remembered, and so do Qt's own words (of file dialogs and menus). ``changed``:
    another one is spoken, and everything that was said before is to be said again."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._qt = QTranslator(self)

    @property
    def chosen(self) -> str:
        """What is remembered: a key of ``LANGUAGES``, or empty for the system's."""
        stored = self._preferences.text(LANGUAGE_KEY)
        return stored if stored in LANGUAGES else ""

    def begin(self, forced: str = "") -> None:
        """Speak, before anything is drawn; ``forced`` instead of what is remembered, for whoever looks at the made-up
        language."""
        self._say(forced or language_for(self.chosen))

    def choose(self, chosen: str) -> None:
        """Remember ``chosen`` and speak it at once."""
        self._preferences.put(LANGUAGE_KEY, chosen)
        before = language()
        self._say(language_for(chosen))
        if language() != before:
            self.changed.emit()

    def _say(self, wanted: str) -> None:
        speak(wanted)
        app = QCoreApplication.instance()
        if app is None:
            return
        app.removeTranslator(self._qt)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language() != ENGLISH and self._qt.load(f"qtbase_{language()}", folder):
            app.installTranslator(self._qt)
