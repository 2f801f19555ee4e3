"""Many reports sealed at once: asks where they go, shows how far it is, and what came of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from celliq_desktop.domain.handing_over import HandOver
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.reports import hand_over_dialog
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.progress_strip import ProgressStrip
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.reports.batch import BatchViewModel
from celliq_desktop.viewmodels.reports.states import BatchState
from celliq_desktop.viewmodels.words import _

_FOLDER = "reports/folder"


class BatchStrip(QWidget):
    """Draws a ``BatchViewModel``; nothing is to be seen while there is no batch."""

    def __init__(self, model: BatchViewModel, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._preferences = preferences
        self.problem = ProblemBanner()
        self.problem.closed.connect(model.put_away)
        self.strip = ProgressStrip(_("Sealing reports"))
        self.strip.stopped.connect(model.stop)
        self.open_folder, self.put_away = button(_("Open folder")), button(_("Done"), "quiet")
        self.open_folder.clicked.connect(self._open)
        self.put_away.clicked.connect(model.put_away)
        for action in (self.open_folder, self.put_away):
            self.strip.row.addWidget(action)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.problem)
        column.addWidget(self.strip)
        self._end = model.subscribe(self._show)

    def release(self) -> None:
        """Stop listening."""
        self._end()

    def ask(self, report_ids: Sequence[ReportId], language: str, proposal: HandOver) -> None:
        """Who the files are for, and where they go; then begin."""
        answer = hand_over_dialog.ask_hand_over(self, proposal, _("these {n} reports").format(n=whole(len(report_ids))))
        if answer is None:
            return
        before = self._preferences.text(_FOLDER) or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the sealed PDFs"), before)
        if folder:
            self._preferences.put(_FOLDER, folder)
            self._model.export(report_ids, Path(folder), language, answer)

    def _show(self, state: BatchState) -> None:
        self.setVisible(state.running or bool(state.summary) or state.problem is not None)
        self.problem.show_problem(state.problem)
        if state.running:
            words = _("{done} of {total} done. You may leave this screen.").format(
                done=whole(state.done), total=whole(state.total)
            )
            self.strip.show_running(
                _("Sealing {total} reports").format(total=whole(state.total)), state.done, state.total, words
            )
        else:
            self.strip.show_over(state.summary, state.detail)
        for action in (self.open_folder, self.put_away):
            action.setVisible(not state.running)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._model.state.folder))
