"""The selected report's page, and what one can do with it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.ui.screens.reports.printing import PRINT_DPI, ask_and_print
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.pdf_view import PdfView, page_images
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.reports.sheet import SheetViewModel
from celliq_desktop.viewmodels.reports.states import LANGUAGES, SheetState

_SCREEN_DPI = 144.0


class SheetPanel(QWidget):
    """Draws a ``SheetViewModel``; pages become pictures on a worker, never on the window's thread."""

    qr_wanted = Signal()
    exported = Signal(str)

    def __init__(self, model: SheetViewModel, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._runner = runner
        self._pdf: bytes | None = None
        self._told = ""
        self._language = Choice("Language of the report")
        for code, name in LANGUAGES:
            self._language.addItem(name, code)
        self._language.currentIndexChanged.connect(lambda _at: model.set_language(self._language.currentData()))
        self._export = button("Export sealed PDF", "primary")
        self._export.clicked.connect(self.ask_where)
        self._print = button("Print")
        self._print.clicked.connect(self.print_it)
        self._qr = button("Show QR")
        self._qr.clicked.connect(self.qr_wanted)
        self._warning = label(Role.WARNING, wrap=True)
        self._banner = ProblemBanner()
        self.pages = PdfView()
        self._stack = QStackedWidget()
        for page in (EmptyState("No report chosen", "Choose a report on the left."), Skeleton(), self.pages):
            self._stack.addWidget(page)
        bar = QHBoxLayout()
        bar.addWidget(self._language)
        bar.addStretch(1)
        for action in (self._qr, self._print, self._export):
            bar.addWidget(action)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self._warning)
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)
        self._end = model.subscribe(self._show)

    def release(self) -> None:
        """Stop listening."""
        self._end()

    def ask_where(self) -> None:
        """Ask for a file name and export there."""
        name, _kind = QFileDialog.getSaveFileName(self, "Export sealed PDF", self._model.file_name(), "PDF (*.pdf)")
        if name:
            self._model.export(Path(name))

    def copy_path(self) -> None:
        """Put the path of the last export on the clipboard."""
        QGuiApplication.clipboard().setText(self._model.state.exported_path)

    def _show(self, state: SheetState) -> None:
        there = state.report is not None
        for action in (self._print, self._qr):
            action.setEnabled(there and state.pdf is not None)
        self._export.setEnabled(there and not state.exporting)
        self._export.setText("Sealing…" if state.exporting else "Export sealed PDF")
        self._warning.setText(state.warning)
        self._warning.setVisible(bool(state.warning))
        self._banner.show_problem(state.problem)
        if state.exported_path and state.exported_path != self._told:
            self.exported.emit(state.exported_path)
        self._told = state.exported_path
        if state.pdf is not self._pdf:
            self._pdf = state.pdf
            self._draw(state.pdf)
        if not there:
            self._stack.setCurrentIndex(0)
        elif state.pdf is None:
            self._stack.setCurrentIndex(1)

    def _draw(self, pdf: bytes | None) -> None:
        if pdf is None:
            return

        def done(images: tuple[QImage, ...]) -> None:
            if pdf is self._pdf:
                self.pages.show_pages(images, gap=SIZES.gap3)
                self._stack.setCurrentIndex(2)

        self._runner.submit(
            Job(
                name="Show a report",
                lane=Lane.HEAVY,
                key=f"pages:{id(pdf)}",
                work=lambda _context: page_images(pdf, dots_an_inch=_SCREEN_DPI),
                done=done,
                failed=self._banner.show_problem,
                quiet=True,
            )
        )

    def print_it(self) -> None:
        """Prepare the pages on a worker, then ask for a printer."""
        pdf, title = self._pdf, self._model.file_name()
        if pdf is None:
            return
        self._runner.submit(
            Job(
                name="Prepare a print",
                lane=Lane.HEAVY,
                key="print",
                work=lambda _context: page_images(pdf, dots_an_inch=PRINT_DPI),
                done=lambda images: self._print_pages(images, title),
                failed=self._banner.show_problem,
            )
        )

    def _print_pages(self, images: tuple[QImage, ...], title: str) -> None:
        ask_and_print(self, images, title)
