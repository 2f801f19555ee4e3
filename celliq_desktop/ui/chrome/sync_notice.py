"""What keeps the data from being fresh and whole, said on every screen: offline with its age, gaps with reasons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.viewmodels.sync import SyncPhase, SyncState
from celliq_desktop.viewmodels.words import _


class SyncNotice(Banner):
    """``pressed`` asks for a sync, ``changed`` says that it appeared or went. Put away, it stays away until something
    else is wrong or all was well in between. While a sync runs it stays as it is."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self._away = False
        self.closed.connect(self._leave)

    def show_state(self, state: SyncState) -> None:
        """Take a new state of the sync."""
        if state.phase is SyncPhase.SYNCING:
            return
        if not state.headline:
            self.forget()
            return
        if state.headline != self._said:
            self._said, self._away = state.headline, False
        if not self._away:
            self.say(state.tone, state.headline, state.notice, _("Sync now"))
        self.changed.emit()

    def forget(self) -> None:
        """All is well."""
        self._said, self._away = "", False
        self.hide()
        self.changed.emit()

    def _leave(self) -> None:
        self._away = True
        self.changed.emit()
