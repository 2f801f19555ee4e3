"""Library and sheet side by side, and the QR code over both."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.held_lines import HeldLines
from celliq_desktop.ui.screens.reports.library_panel import LibraryPanel
from celliq_desktop.ui.screens.reports.qr_window import QrWindow
from celliq_desktop.ui.screens.reports.sheet_panel import SheetPanel
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.reports.library import LibraryViewModel
from celliq_desktop.viewmodels.reports.sheet import SheetViewModel
from celliq_desktop.viewmodels.reports.states import LibraryState, SheetState
from celliq_desktop.viewmodels.sealing import SealingViewModel, SealShown

_SPLIT = "reports/split"


class ReportsScreen(Screen):
    """Draws both view-models; a finished file is told by a toast that opens it."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._buyer = False
        self._library = library = LibraryViewModel(context.bench, context.formats)
        self._sheet = sheet = SheetViewModel(context.bench, context.formats)
        self._bindings = Bindings(self)
        self._wanted: ReportId | None = None
        self.library_panel = LibraryPanel(library)
        self.sheet_panel = SheetPanel(sheet, context.bench.runner, context.preferences)
        self.library_panel.chosen.connect(self._choose)
        self.library_panel.fleet_asked.connect(lambda: context.navigator.open_screen("fleet"))
        self.sheet_panel.qr_wanted.connect(sheet.show_qr)
        self.sheet_panel.exported.connect(self._exported)
        self.qr_window = QrWindow(self)
        self.qr_window.finished.connect(lambda _result: sheet.hide_qr())
        self._seal = SealingViewModel(context.bench, context.formats)
        self.seal_notice = Banner()
        self.seal_notice.pressed.connect(lambda: context.navigator.open_screen("settings", "Sealing"))
        self.held = HeldLines(context, lambda line: line.about in ("report", "missing") and not self._buyer)
        self._splitter = splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.library_panel)
        splitter.addWidget(self.sheet_panel)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SIZES.gap3)
        splitter.restoreState(context.preferences.bytes(_SPLIT))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, "Reports"))
        column.addWidget(self.seal_notice)
        column.addWidget(self.held)
        column.addWidget(splitter, 1)
        self._bindings.bind(library, self._library_changed)
        self._bindings.bind(sheet, self._sheet_changed)
        self._bindings.bind(self._seal, self._show_seal)

    def enter(self, argument: str) -> None:
        """Read the library; ``argument`` is the id of a report to show."""
        if argument:
            self._wanted = ReportId(argument)
            self._library_changed(self._library.state)
        self._library.load()
        self._seal.load()
        self.library_panel.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_theme(self, theme: Theme) -> None:
        """The search field's icon and the height of rows."""
        self.library_panel.take_theme(theme)

    def focus_filter(self) -> None:
        """Type at once."""
        self.library_panel.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.library_panel.search.selectAll()

    def print_it(self) -> None:
        """Print the selected report."""
        self.sheet_panel.print_it()

    def show_to_buyer(self) -> None:
        """F11: a buyer sees this report, not the others."""
        self._buyer = not self._buyer
        self.library_panel.setHidden(self._buyer)
        self.held.look_again()

    def escape(self) -> bool:
        """End the buyer's view, or take away search and filters."""
        if self._buyer:
            self.show_to_buyer()
            return True
        narrowed = bool(self._library.state.search or self._library.state.statuses)
        self.library_panel.search.clear()
        self._library.show_all()
        return narrowed

    def release(self) -> None:
        """Remember the layout, and let go of the view-models."""
        self._context.preferences.put(_SPLIT, self._splitter.saveState())
        self.qr_window.close()
        self._bindings.release()
        self.held.release()
        self.library_panel.release()
        self.sheet_panel.release()
        self._library.close()
        self._seal.close()

    def _show_seal(self, state: SealShown) -> None:
        """Before a report is exported, not after: nothing can be sealed with a certificate that ended."""
        if state.warning:
            self.seal_notice.say("fair", state.warning, action="Open Settings")
        else:
            self.seal_notice.hide()

    def _exported(self, path: str) -> None:
        def open_it() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(path))

        self._context.toasts.say(f"Sealed and checked: {Path(path).name}", action="Open", open_it=open_it)

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
