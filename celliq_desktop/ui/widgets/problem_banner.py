"""Problems of a screen, in plain words, on that screen; never a dialog."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from celliq_desktop.domain.problems import Problem
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.viewmodels.problem import Help, ProblemWords, words_of
from celliq_desktop.viewmodels.words import _


class ProblemBanner(Banner):
    """``show_problem(None)`` hides it. The action emits ``helped`` with a ``Help``, except that a checked link is
    opened in the browser at once."""

    helped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: ProblemWords | None = None
        self.pressed.connect(self._help)

    def show_problem(self, problem: Problem | None) -> None:
        """Show this problem until it is put away or another comes."""
        self._shown = None if problem is None else words_of(problem)
        if self._shown is None:
            self.hide()
        else:
            self.say(self._shown.tone, self._shown.headline, self._shown.detail, _(self._shown.help.value))

    def _help(self) -> None:
        if self._shown is None:
            return
        if self._shown.help is Help.OPEN_LINK and self._shown.url is not None:
            QDesktopServices.openUrl(QUrl(self._shown.url))
        else:
            self.helped.emit(self._shown.help)
