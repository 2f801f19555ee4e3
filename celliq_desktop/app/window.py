"""Opens the window: made, shown, and taken apart in the right order."""

import os
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from celliq_desktop.app.cli.options import Everywhere, passphrase_from_environment
from celliq_desktop.app.cli.surroundings import options_of
from celliq_desktop.app.crash import CrashNet
from celliq_desktop.app.last_words import last_words
from celliq_desktop.app.opened_files import Application, OpenedFiles
from celliq_desktop.app.sessions import WindowSessions
from celliq_desktop.app.wiring import Wiring
from celliq_desktop.domain.problems import Problem, TryAgain
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.jobs.thread_runner import ThreadRunner
from celliq_desktop.ui.bridge.dispatcher import QtDispatcher
from celliq_desktop.ui.bridge.garbage import WindowGarbage
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.shell import MainWindow, remembered_theme
from celliq_desktop.ui.speech import Speech
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.words import language

if TYPE_CHECKING:
    from celliq_desktop.app.doorbell import Doorbell

FORCED_LANGUAGE = "CELLIQ_LANGUAGE"
"""For developers and testers: ``pseudo`` shows what is not translated yet or has no room (viewmodels/pseudo.py)."""
_SWITCH_S = 0.0005
"""How long a worker may keep the interpreter from the window's thread: the default of 5 ms makes scrolling stutter
during a sync (research/performance.md)."""


def open_window(everywhere: Everywhere, file: Path | None = None) -> int:
    """Open the window on the chosen profile, with ``file`` to verify, and run until it closes; returns the exit
    code."""
    sys.setswitchinterval(_SWITCH_S)
    app = application()
    with ExitStack() as stack:
        if everywhere.demo and everywhere.profile is None:  # sample data leaves nothing behind
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="celliq-demo-"))
            everywhere = replace(everywhere, profile=Path(folder))
        try:
            # A locked vault is asked for on a page of the window, never in the terminal it was started from
            wiring = Wiring(replace(options_of(everywhere), passphrase=passphrase_from_environment))
            stack.callback(wiring.close)
            if not _take(wiring, file):
                return 0
        except Problem as problem:
            _refuse(problem)
            return problem.kind.exit_code
        stack.enter_context(last_words(wiring.paths.log.parent))
        opened = OpenWindow(app, wiring, demo=everywhere.demo)
        stack.callback(opened.close)
        opened.files.want(file)
        opened.window.show()
        return app.exec()


def _take(wiring: Wiring, file: Path | None) -> bool:
    """Take the profile; False when another window has it and was brought to the front instead, with ``file``. A
    command that has it is waited for."""
    try:
        wiring.take_profile(patience_s=0.0)
    except TryAgain as problem:
        from celliq_desktop.app.doorbell import ring

        if problem.code != "profile_busy" or ring(wiring.paths.root, file):
            return False
        wiring.take_profile()
    return True


def _refuse(problem: Problem) -> None:
    """There is no window yet that could say it."""
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle("CellIQ Desktop")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("\n\n".join(part for part in (problem.message, problem.safe, problem.next_step) if part))
    box.exec()


def application() -> QApplication:
    """The one Qt application, with its names."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else Application(sys.argv[:1])
    app.setApplicationName("CellIQ Desktop")
    app.setDesktopFileName("celliq-desktop")
    return app


class OpenWindow:
    """The window with everything behind it; ``close`` joins the workers before Qt lets go of the screens."""

    def __init__(self, app: QApplication, wiring: Wiring, *, demo: bool) -> None:
        preferences = Preferences(wiring.paths.window)
        self._dispatcher = QtDispatcher(app)
        self._garbage = WindowGarbage(app)
        crash = CrashNet(self._tell)
        self.runner: Runner = ThreadRunner(
            self._dispatcher, wiring.clock, lambda name, error: self._tell(crash.caught(name, error))
        )
        self.sessions = WindowSessions(wiring, lambda: self.runner, Hub(), demo=demo)
        speech = Speech(preferences, app)
        speech.begin(os.environ.get(FORCED_LANGUAGE, ""))
        self.window = MainWindow(
            self.sessions,
            self.runner,
            Formats(language()),
            preferences,
            remembered_theme(app, preferences),
            speech=speech,
        )
        self.window.first_painted.connect(lambda: self._listen(wiring.paths.root), Qt.ConnectionType.QueuedConnection)
        self._end_offer = self.window.entry.subscribe(lambda _state: self._offer_tour(preferences))
        self._bell: Doorbell | None = None
        self.files = OpenedFiles(app, self.window)
        crash.install()

    def close(self) -> None:
        """End the jobs, then the sessions they work for."""
        if self._bell is not None:
            self._bell.close()
        self._end_offer()
        self.files.close()
        self.window.close()
        self.runner.shutdown()
        self.sessions.close()
        self.window.deleteLater()
        self._garbage.close()
        self._garbage.deleteLater()

    def _offer_tour(self, preferences: Preferences) -> None:
        """To whoever opens a desk of this profile for the first time."""
        if self.window.desk is not None:
            from celliq_desktop.ui.chrome.tour import offer_tour

            offer_tour(self.window.desk, self.window.toasts, preferences)

    def _listen(self, profile: Path) -> None:
        """For a second window on this profile, and for what only a window that stands can use; after the first paint,
        because nothing waits for it."""
        from celliq_desktop.app.doorbell import Doorbell
        from celliq_desktop.ui.theme.app_icon import app_icon

        self.window.setWindowIcon(app_icon())
        self._bell = Doorbell(profile, self._rung, self.window)

    def _rung(self, file: Path | None) -> None:
        self.window.come_to_front()
        self.files.want(file)

    def _tell(self, report: str) -> None:
        """From any thread: workers crash, too."""
        self._dispatcher.post(lambda: self.window.report_crash(report))
