"""The selected report's page, and what one can do with it."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.reports.printing import PRINT_DPI, ask_and_print
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.pdf_view import PdfView, page_images
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.reports.sheet import SheetViewModel
from celliq_desktop.viewmodels.reports.states import LANGUAGES, SheetState

_SCREEN_DPI = 144.0
_WIDE = 440
"""Pixels, at a text scale of 1, from which every action has words."""
_FOLDER = "reports/folder"
_NOTHING, _LOADING, _PAGES, _FAILED = range(4)


class SheetPanel(QWidget):
    """Draws a ``SheetViewModel``; pages become pictures on a worker, never on the window's thread."""

    qr_wanted = Signal()
    exported = Signal(str)

    def __init__(
        self, model: SheetViewModel, runner: Runner, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._runner = runner
        self._preferences = preferences
        self._pdf: bytes | None = None
        self._told = ""
        self.language = Choice("Language of the report")
        for code, name in LANGUAGES:
            self.language.addItem(name, code)
        self.language.currentIndexChanged.connect(lambda _at: model.set_language(self.language.currentData()))
        self.export = button("Export sealed PDF", "primary")
        self.export.clicked.connect(self.ask_where)
        self.print = IconButton(Glyph.PRINTER, "Print this report (Ctrl+P)", "Print", kind="field")
        self.print.clicked.connect(self.print_it)
        self.qr = IconButton(Glyph.QR, "Show the QR code to a buyer", "Show QR", kind="field")
        self.qr.clicked.connect(self.qr_wanted)
        self.warning = Banner(closable=False)
        self.banner = ProblemBanner()
        self.banner.closed.connect(model.forget_problem)
        self.failure = EmptyState("", glyph=Glyph.WARNING)
        self.failure.pressed.connect(model.draw_again)
        self.pages = PdfView()
        self.stack = QStackedWidget()
        nothing = EmptyState("No report chosen", "Choose a report to see its page.", glyph=Glyph.FILE)
        for page in (nothing, Skeleton("Drawing the page"), self.pages, self.failure):
            self.stack.addWidget(page)
        bar = QHBoxLayout()
        bar.setSpacing(SIZES.gap2)
        bar.addWidget(self.language)
        bar.addStretch(1)
        for action in (self.qr, self.print, self.export):
            bar.addWidget(action)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.warning)
        column.addWidget(self.banner)
        card = Card()
        card.body.setContentsMargins(SIZES.line, SIZES.line, SIZES.line, SIZES.line)
        card.body.addWidget(self.stack)
        column.addWidget(card, 1)
        self._end = model.subscribe(self._show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons alone where it is narrow."""
        super().resizeEvent(event)
        for action in (self.print, self.qr):
            action.show_words(event.size().width() >= theme_of(self).px(_WIDE))

    def release(self) -> None:
        """Stop listening."""
        self._end()

    def ask_where(self) -> None:
        """Ask for a file name and export there."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(self._preferences.text(_FOLDER) or documents or Path.home())
        proposal = str(folder / self._model.file_name())
        name, _kind = QFileDialog.getSaveFileName(self, "Export sealed PDF", proposal, "PDF (*.pdf)")
        if name:
            self._preferences.put(_FOLDER, str(Path(name).parent))
            self._model.export(Path(name))

    def _show(self, state: SheetState) -> None:
        there = state.report is not None
        for action in (self.print, self.qr):
            action.setEnabled(there and state.pdf is not None)
        self.export.setEnabled(there and not state.exporting)
        self.export.setText("Sealing…" if state.exporting else "Export sealed PDF")
        if state.warning:
            self.warning.say("fair", state.warning)
        else:
            self.warning.hide()
        drawn = state.pdf is not None
        self.banner.show_problem(state.problem if drawn else None)
        if state.exported_path and state.exported_path != self._told:
            self.exported.emit(state.exported_path)
        self._told = state.exported_path
        if state.pdf is not self._pdf:
            self._pdf = state.pdf
            self._draw(state.pdf)
        if not there:
            self.stack.setCurrentIndex(_NOTHING)
        elif state.problem is not None and not drawn:
            self._fail(state.problem)
        elif not drawn:
            self.stack.setCurrentIndex(_LOADING)

    def _fail(self, problem: Problem) -> None:
        words = " ".join(part for part in (problem.safe, problem.next_step) if part)
        self.failure.show_words(problem.message, words, glyph=Glyph.WARNING, action="Try again")
        self.stack.setCurrentIndex(_FAILED)

    def _draw(self, pdf: bytes | None) -> None:
        if pdf is None:
            return

        def done(images: tuple[QImage, ...]) -> None:
            if pdf is self._pdf:
                self.pages.show_pages(images, gap=SIZES.gap3)
                self.stack.setCurrentIndex(_PAGES)

        self._runner.submit(
            Job(
                name="Show a report",
                lane=Lane.HEAVY,
                key=f"pages:{id(pdf)}",
                work=lambda _context: page_images(pdf, dots_an_inch=_SCREEN_DPI),
                done=done,
                failed=self._fail,
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
                failed=self.banner.show_problem,
            )
        )

    def _print_pages(self, images: tuple[QImage, ...], title: str) -> None:
        ask_and_print(self, images, title)
