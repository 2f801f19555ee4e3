"""Library and ledger on the left, the chosen report's pages on the right, and the QR code over both."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.held_lines import HeldLines, WaitingLink
from celliq_desktop.ui.screens.reports.batch_strip import BatchStrip
from celliq_desktop.ui.screens.reports.ledger_panel import LedgerPanel
from celliq_desktop.ui.screens.reports.library_panel import LibraryPanel
from celliq_desktop.ui.screens.reports.prints_strip import PrintsStrip
from celliq_desktop.ui.screens.reports.qr_window import QrWindow
from celliq_desktop.ui.screens.reports.sheet_panel import SheetPanel
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.reports.batch import BatchViewModel
from celliq_desktop.viewmodels.reports.handing import HandingViewModel
from celliq_desktop.viewmodels.reports.ledger import LedgerViewModel
from celliq_desktop.viewmodels.reports.library import LibraryViewModel
from celliq_desktop.viewmodels.reports.prints import PrintsViewModel
from celliq_desktop.viewmodels.reports.sheet import SheetViewModel
from celliq_desktop.viewmodels.reports.states import LibraryState, SheetState
from celliq_desktop.viewmodels.sealing import SealingViewModel, SealShown
from celliq_desktop.viewmodels.words import _

_SPLIT = "reports/split"
_SHARES = (2, 3)
"""Of the width: the list, and the paper beside it."""
_WIDEST = 10_000
"""More than there is: the splitter shares out what there is in these proportions."""


class ReportsScreen(Screen):
    """Draws the screen's view-models; a finished file is told by a toast that opens it."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._buyer = False
        bench = context.bench
        self._ledger = LedgerViewModel(context.formats)
        self._library = library = LibraryViewModel(bench, context.formats, self._ledger)
        self._sheet = sheet = SheetViewModel(bench, context.formats)
        self._handing = HandingViewModel(bench)
        self._batch = batch = BatchViewModel(bench)
        self._prints = prints = PrintsViewModel(bench)
        self._seal = SealingViewModel(bench, context.formats)
        self._bindings = Bindings(self)
        self._wanted: ReportId | None = None
        self.library_panel = LibraryPanel(library)
        self.ledger_panel = LedgerPanel(self._ledger)
        self.sheet_panel = SheetPanel(sheet, self._handing, bench.runner, context.preferences)
        self.batch = BatchStrip(batch, context.preferences)
        self.prints = PrintsStrip(prints)
        self.qr_window = QrWindow(self)
        self.qr_window.finished.connect(lambda _result: sheet.hide_qr())
        self.seal_notice = Banner()
        self.held = HeldLines(context, lambda line: line.about in ("report", "missing") and not self._buyer)
        self.waiting = WaitingLink(context, lambda line: line.about == "report" and not self._buyer)
        self.left = QTabWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._connect()
        self._arrange()
        self._bindings.bind(library, self._library_changed)
        self._bindings.bind(sheet, self._sheet_changed)
        self._bindings.bind(self._seal, self._show_seal)
        self._bindings.bind(batch, lambda state: self.library_panel.batch.setEnabled(not state.running))
        self._bindings.bind(prints, lambda state: self.library_panel.prints.setEnabled(not state.running))

    def enter(self, argument: str) -> None:
        """Read the library; ``argument`` is the id of a report to show."""
        if argument:
            self._wanted = ReportId(argument)
            self.left.setCurrentIndex(0)
            self._library_changed(self._library.state)
        self._library.load()
        self._seal.load()
        self._prints.load()
        self.library_panel.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_theme(self, theme: Theme) -> None:
        """The search fields' icons and the height of rows."""
        self.library_panel.take_theme(theme)
        self.ledger_panel.take_theme(theme)

    def focus_filter(self) -> None:
        """Type at once."""
        if self.left.currentWidget() is self.ledger_panel:
            self.ledger_panel.focus_filter()
        else:
            self.library_panel.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.library_panel.search.selectAll()

    def print_it(self) -> None:
        """Print the selected report."""
        self.sheet_panel.print_it()

    def show_to_buyer(self) -> None:
        """F11: a buyer sees this report, not the others."""
        self._buyer = not self._buyer
        self.left.setHidden(self._buyer)
        self.held.look_again()
        self.waiting.look_again()

    def escape(self) -> bool:
        """End the buyer's view, or take away search and filters."""
        if self._buyer:
            self.show_to_buyer()
            return True
        state = self._library.state
        narrowed = bool(state.search or state.statuses or self.ledger_panel.search.text())
        self.library_panel.search.clear()
        self.ledger_panel.search.clear()
        self._library.show_all()
        return narrowed

    def _panels(self) -> tuple[LibraryPanel, LedgerPanel, SheetPanel]:
        return self.library_panel, self.ledger_panel, self.sheet_panel

    def release(self) -> None:
        """Remember the layout, and let go of the view-models."""
        self._context.preferences.put(_SPLIT, self._splitter.saveState())
        self.qr_window.close()
        self._bindings.release()
        for part in (self.held, self.waiting, self.batch, self.prints, *self._panels()):
            part.release()
        for model in (self._library, self._seal, self._batch, self._prints):
            model.close()

    def _connect(self) -> None:
        navigator = self._context.navigator
        self.library_panel.chosen.connect(self._choose)
        self.library_panel.fleet_asked.connect(lambda: navigator.open_screen("fleet"))
        self.library_panel.batch_asked.connect(
            lambda ids: self.batch.ask(ids, self._sheet.state.language, self._handing.hand_over()[0])
        )
        self.library_panel.prints_asked.connect(lambda ids: self.prints.ask(ids, self._sheet.state.language))
        self.ledger_panel.chosen.connect(self._choose)
        self.ledger_panel.check_asked.connect(lambda path: navigator.open_screen("verify", path))
        self.ledger_panel.folder_asked.connect(lambda path: _open(str(Path(path).parent)))
        self.sheet_panel.exported.connect(
            lambda path: self._context.toasts.say(
                _("Sealed and checked: {name}").format(name=Path(path).name),
                action=_("Open"),
                open_it=lambda: _open(path),
            )
        )
        self.sheet_panel.told.connect(lambda words: self._context.toasts.say(words, tone="info"))
        self.seal_notice.pressed.connect(lambda: navigator.open_screen("settings", _("Sealing")))

    def _arrange(self) -> None:
        self.left.addTab(self.library_panel, _("Issued"))
        self.left.addTab(self.ledger_panel, _("Handed out"))
        self.left.setDocumentMode(True)
        self.left.setAccessibleName(_("Reports"))
        splitter = self._splitter
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.sheet_panel)
        splitter.addWidget(self.left)
        splitter.addWidget(right)
        for at, share in enumerate(_SHARES):
            splitter.setStretchFactor(at, share)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SIZES.gap3)
        if not splitter.restoreState(self._context.preferences.bytes(_SPLIT)):
            splitter.setSizes([share * _WIDEST for share in _SHARES])
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, _("Reports")))
        for widget in (self.seal_notice, self.held, self.waiting, self.batch, self.prints):
            column.addWidget(widget)
        column.addWidget(splitter, 1)

    def _show_seal(self, state: SealShown) -> None:
        """Before a report is exported, not after: nothing can be sealed with a certificate that ended."""
        if state.warning:
            self.seal_notice.say("fair", state.warning, action=_("Open Settings"))
        else:
            self.seal_notice.hide()

    def _library_changed(self, state: LibraryState) -> None:
        wanted = self._wanted or (self._sheet.state.report.id if self._sheet.state.report else None)
        if wanted is None and state.rows:
            wanted = state.rows[0].id
        if wanted is not None and self._library.report(wanted) is not None:
            self._wanted = None
            self.library_panel.choose(wanted)
            self._choose(wanted)

    def _choose(self, report_id: str) -> None:
        self._sheet.show(self._library.report(ReportId(report_id)))

    def _sheet_changed(self, state: SheetState) -> None:
        if state.qr is not None and not self.qr_window.isVisible():
            self.qr_window.show_code(state.qr)


def _open(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
