"""The invites screen: drop, paste or type; look at every row; send; see who answered."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.invites.list_page import ListPage
from celliq_desktop.ui.screens.invites.preview_page import PreviewPage
from celliq_desktop.ui.screens.owners import cars_in
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.screens.table_saving import Write, save_table
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.file_drops import FileDrops
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.invites.model import InvitesViewModel
from celliq_desktop.viewmodels.invites.preview import PreviewViewModel
from celliq_desktop.viewmodels.invites.preview_state import Owners, PreviewPhase, PreviewState, Typed
from celliq_desktop.viewmodels.invites.sending import SendingState
from celliq_desktop.viewmodels.words import N_, _

_FOLDER = "invites/folder"
_LISTS = N_("Lists (*.csv *.tsv *.txt *.xlsx)")


class InvitesScreen(Screen):
    """Draws an ``InvitesViewModel`` and, while a list is looked at, a ``PreviewViewModel``."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._model = InvitesViewModel(context.bench, context.formats)
        self._preview = PreviewViewModel(context.bench, self._model.sending.send)
        self._told = ""
        self.list = ListPage()
        self.preview = PreviewPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.preview)
        self._paste = button(_("Paste a list"))
        self._head = QHBoxLayout()
        self._head.addWidget(label(Role.TITLE, _("Invites")))
        self._head.addStretch(1)
        self._head.addWidget(self._paste)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addLayout(self._head)
        column.addWidget(self.pages, 1)
        self._connect()
        self._bindings = Bindings(self)
        self._bindings.bind(self._model, self.list.show_state)
        self._bindings.bind(self._model.sending, self._show_sending)
        self._bindings.bind(self._preview, self._show_preview)

    def enter(self, argument: str) -> None:
        """``argument`` is what to search for, or cars of the fleet whose owners are invited; Enter chooses a list."""
        cars = cars_in(argument)
        if cars:
            self._preview.judge(Owners(tuple(cars)))
        elif argument:
            self.list.search.setText(argument)
        self._model.load()
        (self.list.table if argument else self.list.zone.choose).setFocus(Qt.FocusReason.OtherFocusReason)

    def take_theme(self, theme: Theme) -> None:
        """Icons and row heights."""
        self.list.take_theme(theme)

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    def escape(self) -> bool:
        """Put the looked-at list away, or take search and filters away."""
        if self._preview.state.phase is not PreviewPhase.NONE:
            self._preview.forget()
            return True
        narrowed = bool(self._model.state.search or self._model.state.picked)
        self.list.search.clear()
        self._model.show_all()
        return narrowed

    def release(self) -> None:
        """Stop listening; what waits is sent by the next sync."""
        self._bindings.release()
        self._model.close()

    def ask(self) -> None:
        """Choose a list with the system's dialog."""
        folder = self._context.preferences.text(_FOLDER) or str(Path.home())
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a list of sellers"), folder, _(_LISTS))
        if name:
            self._context.preferences.put(_FOLDER, str(Path(name).parent))
            self._preview.open_file(Path(name))

    def paste(self) -> None:
        """Take the cells from the clipboard."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._preview.paste(text)
        else:
            self._context.toasts.say(_("The clipboard holds no text. Copy the cells of a list first."), tone="info")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a list."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

    def _connect(self) -> None:
        one, preview, sending = self.list, self.preview, self._model.sending
        self._drops = FileDrops(self)
        self._drops.over.connect(one.zone.show_over)
        self._drops.dropped.connect(lambda paths: self._preview.open_file(paths[0]) if paths else None)
        self._paste.clicked.connect(self.paste)
        one.zone.choose.clicked.connect(self.ask)
        one.typed.connect(lambda vin, email: self._preview.judge(Typed(vin, email)))
        one.searched.connect(self._model.search)
        one.chips.toggled.connect(self._model.toggle)
        one.reminded.connect(self._model.remind)
        one.resent.connect(self._model.send_again)
        one.taken_back.connect(sending.take_back)
        one.strip.sent.connect(sending.send)
        one.strip.paused.connect(sending.pause)
        one.strip.cancelled.connect(sending.cancel)
        one.export_asked.connect(lambda: self._save("invites", partial(self._model.write, result=False)))
        one.result_asked.connect(lambda: self._save("result", partial(self._model.write, result=True)))
        preview.back.connect(self._preview.forget)
        preview.confirmed.connect(self._preview.confirm)
        preview.suggestions_taken.connect(self._preview.take_suggestions)
        preview.chips.toggled.connect(self._preview.toggle)
        preview.mapping.chosen.connect(self._preview.choose)
        preview.mapping.read_as.connect(self._read_as)
        preview.save_asked.connect(lambda: self._save("verdicts", self._preview.save))

    def _save(self, name: str, write: Write) -> None:
        save_table(self, self._context, name, write)

    def _read_as(self, encoding: str) -> None:
        path = self._preview.state.path
        if path is not None and encoding != self._preview.state.encoding:
            self._preview.open_file(path, encoding)

    def _show_preview(self, state: PreviewState) -> None:
        there = state.phase is not PreviewPhase.NONE
        self.pages.setCurrentWidget(self.preview if there else self.list)
        self._paste.setHidden(there)
        self.preview.show_state(state)
        if not there and state.problem is not None:
            self.list.problem.show_problem(state.problem)

    def _show_sending(self, state: SendingState) -> None:
        self.list.strip.show_state(state)
        if state.problem is not None:
            self.list.problem.show_problem(state.problem)
        if state.told and state.told != self._told:
            self._context.toasts.say(state.told, tone="info")
        self._told = state.told
