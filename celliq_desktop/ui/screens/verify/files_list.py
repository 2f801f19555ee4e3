"""Many checked files: a line each, filtered by verdict, and what came of all of them."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.count_chips import CountChips
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.progress_strip import ProgressStrip
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.verify.states import CheckedFile, CheckPhase, VerifyState
from celliq_desktop.viewmodels.words import N_, _

_RANKS = {"poor": 0, "fair": 1, "none": 2, "good": 3}
COLUMNS: tuple[LineColumn[CheckedFile], ...] = (
    LineColumn(
        N_("Verdict"),
        lambda file: file.short,
        lambda file: (_RANKS[file.tone], file.short),
        tone=lambda file: file.tone,
        tip=lambda file: file.headline or file.short,
    ),
    LineColumn(N_("File"), lambda file: file.path.name, lambda file: file.path.name.lower(), stretch=True),
    LineColumn(N_("Reason"), lambda file: file.sentence, lambda file: file.sentence, stretch=True),
)


class FilesList(QWidget):
    """Draws the list of a ``VerifyState``; ``chosen`` and ``dropped`` carry a path."""

    chosen = Signal(Path)
    dropped = Signal(Path)
    saved = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = ProgressStrip(_("Checking files"))
        self.save = button(_("Save as table"))
        self.clear = button(_("Clear"), "quiet", name=_("Put all answers away"))
        self.save.clicked.connect(self.saved)
        self.clear.clicked.connect(self.cleared)
        for action in (self.save, self.clear):
            self.strip.row.addWidget(action)
        self.chips = CountChips(_("Files by verdict"))
        self._lines: LinesModel[CheckedFile] = LinesModel(
            COLUMNS, lambda file: file.phase in (CheckPhase.CHECKING, CheckPhase.STOPPED)
        )
        self.table = LinesTable(self._lines, _("Checked files"), row_height=SIZES.row)
        self.table.moved.connect(self._moved)
        chips = QHBoxLayout()
        chips.addWidget(self.chips, 1)
        card = Card()
        card.body.setContentsMargins(SIZES.line, SIZES.gap1, SIZES.line, SIZES.gap1)
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.strip)
        column.addLayout(chips)
        column.addWidget(card, 1)
        self._files: tuple[CheckedFile, ...] = ()

    def show_state(self, state: VerifyState, chosen: Path | None) -> None:
        """Take another state; the line of ``chosen`` stays chosen, else the first is."""
        if state.running:
            self.strip.show_running(
                _("Checking {n} files").format(n=whole(len(state.files))),
                state.checked,
                len(state.files),
                _so_far(state),
            )
        else:
            self.strip.show_over(state.summary)
        for action in (self.save, self.clear):
            action.setVisible(not state.running)
        self.chips.show_chips(state.chips)
        if state.shown != self._files:
            self._files = state.shown
            self.table.blockSignals(True)
            self._lines.show(state.shown)
            row = max(0, self._lines.row_of(lambda file: file.path == chosen))
            self.table.selectRow(row)
            self.table.blockSignals(False)
            self.table.fit(COLUMNS)
            self._moved(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete puts the chosen answer away."""
        file = self._lines.line(self.table.currentIndex().row())
        if event.key() == Qt.Key.Key_Delete and file is not None:
            self.dropped.emit(file.path)
            return
        super().keyPressEvent(event)

    def _moved(self, row: int) -> None:
        file = self._lines.line(row)
        if file is not None:
            self.chosen.emit(file.path)


def _so_far(state: VerifyState) -> str:
    bad = sum(file.tone == "poor" for file in state.files)
    found = _(", {bad} altered").format(bad=whole(bad)) if bad else ""
    return _("{checked} of {n} done{found}. You may leave this screen.").format(
        checked=whole(state.checked), n=whole(len(state.files)), found=found
    )
