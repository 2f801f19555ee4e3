"""Files that a person opens with this program from outside: on the command line, by a second window, or (macOS) by an
event of the system. They are verified as soon as a desk is open."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from celliq_desktop.ui.shell import MainWindow
from celliq_desktop.viewmodels.entry import EntryPhase, EntryState


class Application(QApplication):
    """The application, told of files by the system. An override, because a filter would see every event of every
    widget, in Python."""

    file_asked = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Events addressed to the application itself."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_asked.emit(event.file())
            return True
        return super().event(event)


class OpenedFiles:
    """Keeps what is wanted until there is a desk; ``close`` before the window goes."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        self._window = window
        self._waiting: list[Path] = []
        if isinstance(app, Application):
            app.file_asked.connect(lambda name: self.want(Path(name)))
        self._end = window.entry.subscribe(self._look)  # after the window, which has opened the desk by then

    def want(self, file: Path | None) -> None:
        """Verify ``file`` now, or once somebody has signed in."""
        if file is not None:
            self._waiting.append(file.absolute())
            self._look(self._window.entry.state)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def _look(self, state: EntryState) -> None:
        desk = self._window.desk
        if state.phase is EntryPhase.OPEN and desk is not None:
            waiting, self._waiting = self._waiting, []
            for file in waiting:
                desk.open_screen("verify", str(file))
