"""A place to drop files, and one card a file with the verdict first."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.screens.verify.file_card import FileCard
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.drop_zone import DropZone
from celliq_desktop.ui.widgets.file_drops import FileDrops
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.scrolling import scrolled
from celliq_desktop.viewmodels.verify.model import VerifyState, VerifyViewModel

_FOLDER = "verify/folder"


class VerifyScreen(Screen):
    """Draws a ``VerifyViewModel``."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._preferences = context.preferences
        self._model = VerifyViewModel(context.bench, context.formats)
        self._bindings = Bindings(self)
        self._drops = FileDrops(self)
        self.zone = DropZone(
            Glyph.SHIELD,
            "Drop a Battery Condition Report here",
            "Its seal is checked on this computer, its figures against the public record. The file stays here.",
            "Choose a PDF",
        )
        self.zone.choose.clicked.connect(self.ask)
        self._drops.over.connect(self.zone.show_over)
        self._drops.dropped.connect(self.check)
        self._answers = QVBoxLayout()
        self._answers.setContentsMargins(0, 0, 0, 0)
        self._answers.setSpacing(SIZES.gap3)
        self._answers.setAlignment(Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(self._answers)
        self._scroll = scrolled(holder, "Checked files")
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, "Verify"))
        column.addWidget(self.zone)
        column.addWidget(self._scroll, 1)
        self._bindings.bind(self._model, self._show)

    @property
    def cards(self) -> tuple[FileCard, ...]:
        """One card a file, newest first."""
        widgets = (item.widget() for at in range(self._answers.count()) if (item := self._answers.itemAt(at)))
        return tuple(widget for widget in widgets if isinstance(widget, FileCard))

    def enter(self, argument: str) -> None:
        """Enter chooses a file; ``argument`` is one that somebody opened with this program."""
        if argument:
            self.check([Path(argument)])
        self.zone.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Forget the answers."""
        there = bool(self._model.state.files)
        self._model.clear()
        return there

    def release(self) -> None:
        """Stop listening."""
        self._bindings.release()

    def ask(self) -> None:
        """Choose files with the system's dialog."""
        folder = self._preferences.text(_FOLDER) or str(Path.home())
        names, _kind = QFileDialog.getOpenFileNames(self, "Verify reports", folder, "PDF (*.pdf)")
        if names:
            self._preferences.put(_FOLDER, str(Path(names[0]).parent))
        self.check([Path(name) for name in names])

    def check(self, paths: Sequence[Path]) -> None:
        """Check these files, first one on top."""
        for path in reversed(paths):
            self._model.check(path)

    def _show(self, state: VerifyState) -> None:
        cards = self.cards
        for card in cards[len(state.files) :]:
            self._answers.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, file in enumerate(state.files):
            (cards[at] if at < len(cards) else self._add()).show_file(file)
        self.zone.show_large(not state.files)
        self._scroll.setVisible(bool(state.files))

    def _add(self) -> FileCard:
        card = FileCard()
        card.again.connect(self._model.check)
        card.dropped.connect(self._model.forget)
        self._answers.addWidget(card)
        return card
