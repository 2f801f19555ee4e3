"""The main window: signed out or in, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.jobs.runner import Runner
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.bridge.ticker import Ticker
from celliq_desktop.ui.chrome.account_menu import AccountMenu
from celliq_desktop.ui.chrome.frame import Frame
from celliq_desktop.ui.chrome.gate_page import GatePage
from celliq_desktop.ui.chrome.notes_button import NotesButton
from celliq_desktop.ui.chrome.placement import keep_place, place
from celliq_desktop.ui.chrome.sign_in import SignInPage
from celliq_desktop.ui.chrome.toast_stack import ToastStack
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.ui.speech import Speech
from celliq_desktop.ui.theme.switch import SCALE_KEY, THEME_KEY, ThemeChoice, ThemeSwitch
from celliq_desktop.ui.theme.tokens import SCALES
from celliq_desktop.viewmodels.entry import EntryPhase, EntryState, EntryViewModel
from celliq_desktop.viewmodels.session import Sessions
from celliq_desktop.viewmodels.words import _, language

if TYPE_CHECKING:
    from celliq_desktop.ui.chrome.desk_keys import DeskKeys
    from celliq_desktop.ui.chrome.desk_view import DeskView
    from celliq_desktop.viewmodels.data import DataState
    from celliq_desktop.viewmodels.fleet.state import FleetState
    from celliq_desktop.viewmodels.formats import Formats
    from celliq_desktop.viewmodels.session_models import SessionModels
    from celliq_desktop.viewmodels.sync import SyncState
    from celliq_desktop.viewmodels.workbench import Workbench

_NARROW = "window/narrow"


def remembered_theme(app: QApplication, preferences: Preferences) -> ThemeSwitch:
    """The theme and text size chosen last."""
    scale = preferences.number(SCALE_KEY, SCALES[0])
    return ThemeSwitch(app, ThemeChoice.read(preferences.text(THEME_KEY)), scale if scale in SCALES else SCALES[0])


def _models_of(bench: Workbench, formats: Formats) -> SessionModels:
    from celliq_desktop.viewmodels.session_models import open_models

    return open_models(bench, formats)


class MainWindow(QWidget):
    """Asks ``sessions`` for a desk after the first paint and shows it; ``models`` makes the view-models of a desk.
    ``syncs_itself``: an open desk is synced at once and from time to time.

    Importing and painting this brings neither database nor network along: what an open desk needs is imported when one
    opens. Closing lets go of screens and view-models and writes ``preferences``. Jobs are the owner's to join, before
    it closes ``sessions``.
    """

    first_painted = Signal()

    def __init__(
        self,
        sessions: Sessions,
        runner: Runner,
        formats: Formats,
        preferences: Preferences,
        theme: ThemeSwitch,
        *,
        speech: Speech | None = None,
        models: Callable[[Workbench, Formats], SessionModels] = _models_of,
        syncs_itself: bool = True,
    ) -> None:
        super().__init__()
        self.setWindowTitle(_("CellIQ Desktop"))
        self._formats, self._preferences, self._theme, self._models = formats, preferences, theme, models
        self._syncs_itself = syncs_itself
        self._runner = runner
        self._painted = False
        self._noticed = ""
        self.desk: DeskView | None = None
        self.keys: DeskKeys | None = None
        self._desk_bindings = Bindings(self)
        self.toasts = ToastStack(self)
        self.ticker = Ticker(self)
        self.speech = Speech(preferences, self) if speech is None else speech
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.entry = EntryViewModel(sessions, runner)
        self.first_painted.connect(self.entry.start, Qt.ConnectionType.QueuedConnection)
        self.speech.changed.connect(self._say_again, Qt.ConnectionType.QueuedConnection)  # the choice itself goes, too
        self._build()
        place(self, preferences)
        self._bindings = Bindings(self)
        self._bindings.bind(self.entry, self._show)

    def report_crash(self, report: str) -> None:
        """Say that something unforeseen happened; ``report`` can be copied."""
        self.toasts.say(
            _("Something went wrong in this program. Your data is safe."),
            tone="poor",
            action=_("Copy report"),
            open_it=lambda: QGuiApplication.clipboard().setText(report),
        )

    def come_to_front(self) -> None:
        """Somebody started the program again: this window is the one they want."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first paint the desk that is still signed in is opened."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of everything, and write what is remembered."""
        self._bindings.release()
        self._close_desk()
        keep_place(self, self._preferences)
        self._preferences.save()
        super().closeEvent(event)

    def _build(self) -> None:
        """Everything that has words of its own."""
        put = self._preferences.put
        self.sign_in = SignInPage()
        self.gate = GatePage()
        self.frame = Frame(SCREENS)
        self.notes = NotesButton(self.toasts)
        self.frame.header.put(self.notes)
        self.account = AccountMenu(self._theme, self)
        for page in (self.sign_in, self.gate, self.frame):
            self._pages.addWidget(page)
        self.sign_in.signed_in.connect(self.entry.sign_in)
        self.sign_in.google_asked.connect(self.entry.sign_in_with_google)
        self.sign_in.given_up.connect(self.entry.cancel)
        self.sign_in.explored.connect(self.entry.explore)
        self.gate.chosen.connect(self.entry.choose)
        self.frame.rail.account_asked.connect(lambda: self.account.open_above(self.frame.rail.account))
        self.frame.prefer_narrow(self._preferences.text(_NARROW) == "yes")
        self.frame.narrow_preferred.connect(lambda narrow: put(_NARROW, "yes" if narrow else "no"))
        self.account.left.connect(self._leave)
        self.account.data_asked.connect(self._open_data)
        self.account.screen_asked.connect(lambda key, at: self.desk.open_screen(key, at) if self.desk else None)
        self.account.theme_chosen.connect(lambda choice: put(THEME_KEY, choice.value))
        self.account.scale_chosen.connect(lambda scale: put(SCALE_KEY, scale))

    def _leave(self) -> None:
        """Sign out; what waits to be sent is named first, and kept."""
        from celliq_desktop.ui.chrome.leaving import ask_to_leave

        waiting = self.desk.models.activity.state.waits if self.desk is not None else 0
        if not waiting:
            self.entry.sign_out()
            return
        ask_to_leave(self, waiting, self.entry.sign_out)

    def _open_data(self) -> None:
        from celliq_desktop.ui.screens.settings.data_panel import DataDialog

        if self.desk is not None:
            DataDialog(self.desk.models.data, self, sellers=not self.desk.models.owner).open()

    def _say_again(self) -> None:
        """Another language was chosen: pages and screens are made again in it. The desk stays open below them, and
        Settings in front, where it was chosen."""
        from celliq_desktop.viewmodels.formats import Formats

        self._bindings.release()
        self._close_desk()
        for page in (self.sign_in, self.gate, self.frame, self.account):
            self._pages.removeWidget(page)
            page.deleteLater()
        self._formats = Formats(language())
        self._build()
        self._bindings.bind(self.entry, self._show)
        if self.desk is not None:
            self.desk.open_screen("settings", _("Account and window"))

    def _show(self, state: EntryState) -> None:
        if state.phase is EntryPhase.OPEN and state.bench is not None:
            self.sign_in.forget_password()
            self.gate.forget()
            self._open_desk(state.bench)
            if state.told:
                self.toasts.say(state.told, tone="info")
        else:
            self._close_desk()
        signed_in = state.phase in (EntryPhase.STARTING, EntryPhase.OPEN)
        self._pages.setCurrentWidget(self.frame if signed_in else self.sign_in if state.gate is None else self.gate)
        if state.phase is EntryPhase.STARTING:
            self._pages.setFocus()  # or the first button that works would be ringed
        self.sign_in.show_state(state)
        self.gate.show_gate(state.gate, working=state.phase is EntryPhase.WORKING)

    def _open_desk(self, bench: Workbench) -> None:
        from celliq_desktop.ui.chrome.commands import Action
        from celliq_desktop.ui.chrome.desk_keys import DeskKeys
        from celliq_desktop.ui.chrome.desk_view import DeskView
        from celliq_desktop.ui.chrome.tour import start_tour

        models = self._models(bench, self._formats)
        self._pages.setCurrentWidget(self.frame)
        self.desk = desk = DeskView(
            bench,
            models,
            self._formats,
            frame=self.frame,
            toasts=self.toasts,
            theme=self._theme,
            preferences=self._preferences,
            speech=self.speech,
        )
        themes = (
            Action("light", _("Light theme"), lambda: self.account.choose(ThemeChoice.LIGHT)),
            Action("dark", _("Dark theme"), lambda: self.account.choose(ThemeChoice.DARK)),
            Action("contrast", _("High contrast theme, dark"), lambda: self.account.choose(ThemeChoice.CONTRAST)),
            Action(
                "contrast_light",
                _("High contrast theme, light"),
                lambda: self.account.choose(ThemeChoice.CONTRAST_LIGHT),
            ),
            Action("system", _("Theme as the system"), lambda: self.account.choose(ThemeChoice.SYSTEM)),
        )
        leave = Action("sign_out", _("Sign out"), self._leave)
        tour = Action("tour", _("Take the tour"), partial(start_tour, desk))
        self.keys = DeskKeys(self, self.frame, desk, self.ticker, (*themes, tour, leave))
        self._desk_bindings.bind(models.sync, self._notice)
        self._desk_bindings.bind(models.fleet, self._look_at_mirror)
        self._desk_bindings.bind(models.data, self._look_after)
        self.ticker.start()
        if self._syncs_itself:
            models.sync.keep_fresh()
            models.data.tick()
            models.updates.start()

    def _close_desk(self) -> None:
        self.ticker.stop()
        self._desk_bindings.release()
        if self.keys is not None:
            self.keys.close()
            self.keys = None
        if self.desk is not None:
            self.desk.close()
            self.desk = None
            self._runner.drop()

    def _notice(self, state: SyncState) -> None:
        if state.problem is not None and state.problem.code == "signed_out":
            self.entry.ask_again(state.problem)
        else:
            self._look_at_mirror(state)

    def _look_after(self, state: DataState) -> None:
        """What the upkeep noticed is said once."""
        if state.noticed and state.noticed != self._noticed:
            self.toasts.say(state.noticed, tone="fair")
        self._noticed = state.noticed
        self._look_at_mirror(state)

    def _look_at_mirror(self, state: SyncState | FleetState | DataState) -> None:
        """Damage that is met while the desk is open ends on the page that repairs it."""
        if state.problem is not None and state.problem.code == "mirror_damaged":
            self.entry.ask_again(state.problem)
