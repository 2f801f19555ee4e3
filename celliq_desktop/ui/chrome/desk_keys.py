"""What reaches an open desk from the window around it: keys, rail, header, palette, scanner and the clock's tick. Made
with the desk and closed with it, so that nothing is asked of a desk that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.bridge.ticker import Ticker
from celliq_desktop.ui.chrome.command_palette import CommandPalette
from celliq_desktop.ui.chrome.commands import Action, Commands
from celliq_desktop.ui.chrome.frame import Frame
from celliq_desktop.ui.chrome.scanner import Scanner
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.ui.chrome.desk_view import DeskView


class DeskKeys(QObject):
    """``more`` are actions of the window itself (theme, signing out) that the palette offers too."""

    def __init__(self, window: QWidget, frame: Frame, desk: DeskView, ticker: Ticker, more: Iterable[Action]) -> None:
        super().__init__(frame)
        self._window = window
        self._desk = desk
        self._scanner = Scanner(self)
        actions = (
            Action("sync", _("Sync now"), self._sync, "F5"),
            Action("filter", _("Search this screen"), self._filter, "Ctrl+F"),
            Action("print", _("Print the report"), self._print, "Ctrl+P"),
            Action("buyer", _("Show to the buyer"), self._show_to_buyer, "F11"),
            Action("help", _("Help"), partial(desk.open_screen, "help"), "F1"),
            Action("about", _("About CellIQ Desktop"), partial(desk.open_screen, "settings", _("About"))),
            *more,
        )
        self._commands = Commands(desk, actions)
        self.palette = CommandPalette(window, self._commands.find)
        self.palette.chosen.connect(self._commands.run)
        self._shortcuts = [
            self._shortcut("Ctrl+K", self.palette.open),
            self._shortcut(_("Esc"), self._escape),
            self._shortcut("Alt+Left", desk.back),
            *(self._shortcut(action.hint, action.do) for action in actions if action.hint),
            *(
                self._shortcut(f"Ctrl+{at}", partial(desk.open_screen, spec.key))
                for at, spec in enumerate(desk.rail, 1)
            ),
        ]
        self._connections: list[QMetaObject.Connection] = [
            frame.rail.chosen.connect(desk.open_screen),
            frame.header.search_asked.connect(self.palette.open),
            frame.header.sync_asked.connect(self._sync),
            frame.sync.pressed.connect(self._sync),
            frame.header.activity_asked.connect(self._activity),
            self._scanner.scanned.connect(self._scanned),
            ticker.ticked.connect(self._tick),
        ]
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            self._connections.append(app.applicationStateChanged.connect(self._somebody_is_back))

    def close(self) -> None:
        """Reach the desk no more."""
        self._scanner.stop()
        for connection in self._connections:
            QObject.disconnect(connection)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self.palette.hide()
        self.palette.deleteLater()
        self.deleteLater()

    def _shortcut(self, keys: str, do: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(do)
        return shortcut

    def _escape(self) -> None:
        if self.palette.isVisible():
            self.palette.dismiss()
        else:
            self._desk.escape()

    def _scanned(self, vin: str) -> None:
        self.palette.hide()
        self._desk.open_vin(vin)

    def _tick(self) -> None:
        self._desk.models.tick()

    def _somebody_is_back(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._desk.models.somebody_is_back()

    def _sync(self) -> None:
        self._desk.models.sync.start()

    def _activity(self) -> None:
        self._desk.open_screen("activity")

    def _filter(self) -> None:
        self._desk.screen.focus_filter()

    def _print(self) -> None:
        self._desk.screen.print_it()

    def _show_to_buyer(self) -> None:
        self._desk.screen.show_to_buyer()
