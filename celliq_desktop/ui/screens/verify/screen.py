"""A place to drop files, and one card a file with the verdict first."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.screens.verify.file_card import FileCard
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.verify.model import VerifyState, VerifyViewModel


class DropZone(Card):
    """Says what to do; the whole screen takes the drop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = button("Choose a PDF", "primary")
        words = QVBoxLayout()
        words.addWidget(label(Role.STRONG, "Drop a Battery Condition Report here"))
        words.addWidget(
            label(
                Role.SECONDARY,
                "Its seal is checked on this computer, its figures against the public record.",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.choose)
        self.body.addLayout(row)


class VerifyScreen(Screen):
    """Draws a ``VerifyViewModel``."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._model = VerifyViewModel(context.bench, context.formats)
        self._bindings = Bindings(self)
        self.setAcceptDrops(True)
        self._zone = DropZone()
        self._zone.choose.clicked.connect(self.ask)
        self._cards = QVBoxLayout()
        self._cards.setAlignment(Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(self._cards)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, "Verify"))
        column.addWidget(self._zone)
        column.addWidget(scroll, 1)
        self._bindings.bind(self._model, self._show)

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
        names, _kind = QFileDialog.getOpenFileNames(self, "Verify reports", "", "PDF (*.pdf)")
        self.check([Path(name) for name in names])

    def check(self, paths: Sequence[Path]) -> None:
        """Check these files, first one on top."""
        for path in reversed(paths):
            self._model.check(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files only."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check what was dropped."""
        self.check([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _show(self, state: VerifyState) -> None:
        while self._cards.count() > len(state.files):
            taken = self._cards.takeAt(self._cards.count() - 1)
            gone = taken.widget() if taken is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for at, file in enumerate(state.files):
            item = self._cards.itemAt(at)
            card = item.widget() if item is not None else None
            if not isinstance(card, FileCard):
                card = FileCard()
                self._cards.addWidget(card)
            card.show_file(file)
