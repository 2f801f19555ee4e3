"""The signed-in window's frame: rail, header, banner, and the place where screens stand. It can be painted before
anything is known: then a skeleton stands there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.chrome.header import Header
from celliq_desktop.ui.chrome.rail import Rail
from celliq_desktop.ui.screens.screen import ScreenSpec
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.skeleton import Skeleton


class Frame(QWidget):
    """``stack`` holds the screens; its first page is the skeleton."""

    def __init__(self, screens: Sequence[ScreenSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rail = Rail(screens)
        self.header = Header()
        self.sample = Banner(closable=False)
        self.stack = QStackedWidget()
        self.stack.setProperty("surface", "canvas")
        self.stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._skeleton = Skeleton("Opening")
        self.stack.addWidget(self._skeleton)
        strip = QWidget()
        line = QVBoxLayout(strip)
        line.setContentsMargins(SIZES.gap6, SIZES.gap3, SIZES.gap6, 0)
        line.addWidget(self.sample)
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

    def open_desk(self, account: str, *, sample: bool) -> None:
        """Somebody is signed in."""
        self.rail.set_open(True)
        self.rail.show_account(account)
        self.header.set_open(True)
        self._strip.setVisible(sample)
        if sample:
            self.sample.say("info", "Sample data", "A made-up dealership on this computer. Nothing leaves it.")

    def close_desk(self) -> None:
        """Nobody is: the skeleton stands where screens stood."""
        self.rail.set_open(False)
        self.rail.show_account("")
        self.header.set_open(False)
        self._strip.hide()
        self.stack.setCurrentWidget(self._skeleton)
