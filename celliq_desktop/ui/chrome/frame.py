"""The signed-in window's frame: rail, header, banner, and the place where screens stand. It can be painted before
anything is known: then a skeleton stands there."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.chrome.header import Header
from celliq_desktop.ui.chrome.rail import Rail
from celliq_desktop.ui.chrome.sync_notice import SyncNotice
from celliq_desktop.ui.screens.screen import ScreenSpec
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, WINDOW
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.words import _


class Frame(QWidget):
    """``stack`` holds the screens; its first page is the skeleton. ``narrow_preferred`` when the rail was folded or
    unfolded by hand where there was room for both."""

    narrow_preferred = Signal(bool)

    def __init__(self, screens: Sequence[ScreenSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = self._scarce = False
        self.rail = Rail(screens)
        self.rail.folded.connect(self._folded)
        self.header = Header()
        self.sample = Banner(closable=False)
        self.sync = SyncNotice()
        self.sync.changed.connect(self._fold)
        self.stack = QStackedWidget()
        self.stack.setProperty("surface", "canvas")
        self.stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._skeleton = Skeleton(_("Opening"))
        self.stack.addWidget(self._skeleton)
        strip = QWidget()
        line = QVBoxLayout(strip)
        line.setContentsMargins(SIZES.gap6, SIZES.gap3, SIZES.gap6, 0)
        line.setSpacing(SIZES.gap2)
        line.addWidget(self.sample)
        line.addWidget(self.sync)
        self._strip = strip
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(strip)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.close_desk()

    def prefer_narrow(self, narrow: bool) -> None:
        """Fold the rail where there is room, too."""
        self._narrow = narrow
        self.rail.fold(narrow or self._scarce)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail where room is scarce."""
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Another text scale needs other room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._make_room()

    def open_desk(self, account: str, screens: Sequence[ScreenSpec], *, sample: bool) -> None:
        """Somebody is signed in, and may go to these screens."""
        self.rail.show_screens(screens)
        self.rail.set_open(True)
        self.rail.show_account(account)
        self.header.set_open(True)
        self.sample.hide()
        if sample:
            self.sample.say("info", _("Sample data, made up on this computer. Nothing leaves it."))
        self._fold()

    def close_desk(self) -> None:
        """Nobody is: the skeleton stands where screens stood."""
        self.rail.set_open(False)
        self.rail.show_account("")
        self.header.set_open(False)
        self.sample.hide()
        self.sync.forget()
        self._fold()
        self.stack.setCurrentWidget(self._skeleton)

    def _fold(self) -> None:
        """No gap where nothing is said."""
        self._strip.setVisible(not (self.sample.isHidden() and self.sync.isHidden()))

    def _make_room(self) -> None:
        scarce = self.width() < theme_of(self).px(WINDOW.wide)
        if scarce != self._scarce:
            self._scarce = scarce
            self.rail.fold(scarce or self._narrow)

    def _folded(self, narrow: bool) -> None:
        if not self._scarce:
            self._narrow = narrow
            self.narrow_preferred.emit(narrow)
