"""Many reports on paper: asks for the printer once, shows how far it is, and asks about what a crash has left."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.prints import PaperTray
from celliq_desktop.ui.screens.reports import printing
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.progress_strip import ProgressStrip
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.reports.prints import PrintsViewModel
from celliq_desktop.viewmodels.reports.states import PrintsState
from celliq_desktop.viewmodels.words import _, ngettext


class PrintsStrip(QWidget):
    """Draws a ``PrintsViewModel``; nothing is to be seen while there is no queue, and none was left."""

    def __init__(self, model: PrintsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.problem = ProblemBanner()
        self.problem.closed.connect(model.put_away)
        self.left_open = Banner(closable=True)
        self.left_open.pressed.connect(lambda: self._with_printer(lambda tray: model.go_on(tray, doubtful=False)))
        self.left_open.declined.connect(lambda: self._with_printer(lambda tray: model.go_on(tray, doubtful=True)))
        self.left_open.closed.connect(model.forget)
        self.strip = ProgressStrip(_("Printing reports"))
        self.strip.stopped.connect(model.stop)
        self.put_away = button(_("Done"), "quiet")
        self.put_away.clicked.connect(model.put_away)
        self.strip.row.addWidget(self.put_away)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        for part in (self.problem, self.left_open, self.strip):
            column.addWidget(part)
        self._end = model.subscribe(self._show)

    def release(self) -> None:
        """Stop listening."""
        self._end()

    def ask(self, report_ids: Sequence[ReportId], language: str) -> None:
        """For a printer; then begin."""
        self._with_printer(lambda tray: self._model.print(report_ids, language, tray))

    def _with_printer(self, begin: Callable[[PaperTray], None]) -> None:
        printer = printing.ask_printer(self, _("Reports"))
        if printer is not None:
            begin(printing.PrinterTray(printer))

    def _show(self, state: PrintsState) -> None:
        left = bool(state.waiting or state.doubtful) and not state.running
        self.setVisible(state.running or left or bool(state.summary) or state.problem is not None)
        self.problem.show_problem(state.problem)
        if left:
            self._ask_about(state)
        else:
            self.left_open.hide()
        if state.running:
            self.strip.show_running(
                _("Printing {total} reports").format(total=whole(state.total)),
                state.done,
                state.total,
                _("{done} of {total} done. You may leave this screen.").format(
                    done=whole(state.done), total=whole(state.total)
                ),
            )
        else:
            self.strip.show_over(state.summary, state.detail)
        self.put_away.setVisible(not state.running)

    def _ask_about(self, state: PrintsState) -> None:
        """A cross forgets them: nothing is printed that nobody asked for twice."""
        parts = []
        if state.waiting:
            words = ngettext(
                "{n} report was not printed before the program ended.",
                "{n} reports were not printed before the program ended.",
                state.waiting,
            )
            parts.append(words.format(n=whole(state.waiting)))
        if state.doubtful:
            parts.append(_("One more was on its way to the printer: look there before you print it again."))
        self.left_open.say(
            "fair",
            _("Prints were left open"),
            " ".join(parts),
            action=_("Print the rest") if state.waiting else "",
            other=_("Print that one, too") if state.doubtful else "",
        )
