"""The selected report's pages, and what one can do with it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.domain.handing_over import HandOver, Printout
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Report
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.reports import hand_over_dialog
from celliq_desktop.ui.screens.reports.handing_bar import HandingBar
from celliq_desktop.ui.screens.reports.printing import PRINT_DPI, ask_and_print
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.page_strip import PageStrip
from celliq_desktop.ui.widgets.pdf_view import PdfView, page_images
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.reports.handing import HandingViewModel
from celliq_desktop.viewmodels.reports.sheet import SheetViewModel
from celliq_desktop.viewmodels.reports.states import HandingState, SheetState
from celliq_desktop.viewmodels.words import _

_SCREEN_DPI = 144.0
_STRIP_FROM = 520
"""Pixels, at a text scale of 1, from which there is room for thumbnails."""
_FOLDER = "reports/folder"
_NOTHING, _LOADING, _PAGES, _FAILED = range(4)


class SheetPanel(QWidget):
    """Draws a ``SheetViewModel`` and a ``HandingViewModel``; pages become pictures on a worker, the first one first,
    never on the window's thread. ``told`` carries words for a toast, ``exported`` the path of a file."""

    exported = Signal(str)
    told = Signal(str)

    def __init__(
        self,
        sheet: SheetViewModel,
        handing: HandingViewModel,
        runner: Runner,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._handing = handing
        self._runner = runner
        self._preferences = preferences
        self._pdf: bytes | None = None
        self._shown: Report | None = None
        self._told = ""
        self.bar = bar = HandingBar()
        bar.language_chosen.connect(sheet.set_language)
        bar.link.clicked.connect(sheet.copy_link)
        bar.qr.clicked.connect(sheet.show_qr)
        bar.mail.clicked.connect(lambda: self._ask_where(handing.mail))
        bar.print.clicked.connect(self.print_it)
        bar.export.clicked.connect(lambda: self._ask_where(handing.export))
        self.warning = Banner(closable=False)
        self.banner = ProblemBanner()
        self.banner.closed.connect(self._forget_problem)
        self.failure = EmptyState("", glyph=Glyph.WARNING)
        self.failure.pressed.connect(sheet.draw_again)
        self.pages = PdfView()
        self.strip = PageStrip()
        self.strip.asked.connect(self.pages.show_page)
        self.pages.looked_at.connect(self.strip.show_current)
        self.stack = QStackedWidget()
        self._arrange()
        self._ends = (handing.subscribe(self._show_handing), sheet.subscribe(self._show))

    def release(self) -> None:
        """Stop listening."""
        for end in self._ends:
            end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Thumbnails where there is room."""
        super().resizeEvent(event)
        self.strip.setVisible(event.size().width() >= theme_of(self).px(_STRIP_FROM))

    def print_it(self) -> None:
        """Ask the record once more, prepare the pages on a worker, then ask for a printer."""
        if self._pdf is not None:
            self._handing.prepare_print()

    def _arrange(self) -> None:
        nothing = EmptyState(_("No report chosen"), _("Choose a report to see its page."), glyph=Glyph.FILE)
        drawn = QWidget()
        side = QHBoxLayout(drawn)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.strip)
        side.addWidget(self.pages, 1)
        for page in (nothing, Skeleton(_("Drawing the page")), drawn, self.failure):
            self.stack.addWidget(page)
        card = Card()
        card.body.setContentsMargins(SIZES.line, SIZES.line, SIZES.line, SIZES.line)
        card.body.addWidget(self.stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        for widget in (self.bar, self.warning, self.banner):
            column.addWidget(widget)
        column.addWidget(card, 1)

    def _ask_where(self, then: Callable[[Path, HandOver], None]) -> None:
        """Ask who it is for, unless that was said, and for a file name."""
        proposal, said = self._handing.hand_over()
        answer = proposal if said else hand_over_dialog.ask_hand_over(self, proposal, _("this report"))
        if answer is None:
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(self._preferences.text(_FOLDER) or documents or Path.home())
        wanted = str(folder / self._handing.file_name())
        name, _kind = QFileDialog.getSaveFileName(self, _("Export sealed PDF"), wanted, _("PDF (*.pdf)"))
        if name:
            self._preferences.put(_FOLDER, str(Path(name).parent))
            then(Path(name), answer)

    def _forget_problem(self) -> None:
        self._sheet.forget_problem()
        self._handing.forget_problem()

    def _allow(self) -> None:
        sheet = self._sheet.state
        self.bar.allow(chosen=sheet.report is not None, drawn=sheet.pdf is not None, doing=self._handing.state.doing)
        drawn = sheet.pdf is not None
        self.banner.show_problem(self._handing.state.problem or (sheet.problem if drawn else None))

    def _show_handing(self, state: HandingState) -> None:
        self._allow()
        if state.exported_path and state.exported_path != self._told:
            self.exported.emit(state.exported_path)
        self._told = state.exported_path
        if state.mailed or state.printout is not None:
            self._handing.taken()
            if state.mailed:
                self.told.emit(state.mailed)
            if state.printout is not None:
                self._print(state.printout)

    def _show(self, state: SheetState) -> None:
        self._handing.take(state.report, state.language)
        self._allow()
        if state.warning:
            self.warning.say("fair", state.warning)
        else:
            self.warning.hide()
        if state.copied:
            QGuiApplication.clipboard().setText(state.copied)
            self._sheet.taken()
            self.told.emit(_("Verify link copied."))
        if state.pdf is not self._pdf:
            self._pdf = state.pdf
            self._draw(state.pdf)
        if state.report is None:
            self.stack.setCurrentIndex(_NOTHING)
        elif state.problem is not None and state.pdf is None:
            self._fail(state.problem)
        elif state.pdf is None:
            self.stack.setCurrentIndex(_LOADING)

    def _fail(self, problem: Problem) -> None:
        words = " ".join(part for part in (problem.safe, problem.next_step) if part)
        self.failure.show_words(problem.message, words, glyph=Glyph.WARNING, action=_("Try again"))
        self.stack.setCurrentIndex(_FAILED)

    def _draw(self, pdf: bytes | None) -> None:
        """The first page alone, as soon as it can be read; then all."""
        if pdf is None:
            return

        def draw(most: int | None) -> None:
            def done(images: tuple[QImage, ...]) -> None:
                if pdf is not self._pdf:
                    return
                stay = self._shown is not None and self._shown == self._sheet.state.report
                self.pages.show_pages(images, gap=SIZES.gap3, stay=stay)
                self.strip.show_pages(images, stay=stay)
                self.stack.setCurrentIndex(_PAGES)
                self._shown = self._sheet.state.report
                if most is not None:
                    draw(None)

            self._pictures(pdf, f"pages:{id(pdf)}:{most}", _SCREEN_DPI, most, done, quiet=True)

        # another language stays at the same place, which the first page alone has not
        draw(None if self._shown == self._sheet.state.report else 1)

    def _print(self, printout: Printout) -> None:
        title = self._handing.file_name()
        if printout.why:
            self.told.emit(printout.why)
        self._pictures(
            printout.pdf,
            "print-pages",
            PRINT_DPI,
            None,
            lambda images: self._put_on_paper(images, title, printout.mark),
        )

    def _put_on_paper(self, images: tuple[QImage, ...], title: str, mark: str) -> None:
        try:
            ask_and_print(self, images, title, mark)
        except Problem as problem:
            self.banner.show_problem(problem)

    def _pictures(
        self,
        pdf: bytes,
        key: str,
        dots_an_inch: float,
        most: int | None,
        done: Callable[[tuple[QImage, ...]], object],
        *,
        quiet: bool = False,
    ) -> None:
        self._runner.submit(
            Job(
                name=_("Draw pages"),
                lane=Lane.HEAVY,
                key=key,
                work=lambda _context: page_images(pdf, dots_an_inch=dots_an_inch, most=most),
                done=lambda images: _nothing(done(images)),
                failed=self._fail if quiet else self.banner.show_problem,
                quiet=quiet,
            )
        )


def _nothing(_answer: object) -> None:
    """What a callback answers is nobody's business."""
