"""Library and sheet side by side, and the QR code over both."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.reports.library_panel import LibraryPanel
from celliq_desktop.ui.screens.reports.sheet_panel import SheetPanel
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.qr_view import QrView
from celliq_desktop.viewmodels.reports.library import LibraryViewModel
from celliq_desktop.viewmodels.reports.sheet import SheetViewModel
from celliq_desktop.viewmodels.reports.states import LibraryState, QrState, SheetState


class QrWindow(QDialog):
    """The code as large as the screen, for a buyer's phone; any key or click closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Scan to verify")
        self._caption = label(Role.TITLE)
        self._url = label(Role.CODE)
        self._code = QrView()
        copy, close = button("Copy link"), button("Close")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._url.text()))
        close.clicked.connect(self.reject)
        bar = QHBoxLayout()
        bar.addWidget(self._url, 1)
        bar.addWidget(copy)
        bar.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self._caption, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._code, 1)
        column.addLayout(bar)

    def show_code(self, qr: QrState) -> None:
        """Open full screen with this code."""
        self._caption.setText(qr.caption)
        self._url.setText(qr.url)
        self._code.show_modules(qr.modules, qr.url)
        self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Enter and Space close."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.reject()
            return
        super().keyPressEvent(event)


class ReportsScreen(Screen):
    """Draws both view-models; a finished file is told by a toast that copies its path."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._library = library = LibraryViewModel(context.bench, context.formats)
        self._sheet = sheet = SheetViewModel(context.bench, context.formats)
        self._bindings = Bindings(self)
        self._wanted: ReportId | None = None
        self.library_panel = LibraryPanel(library)
        self.sheet_panel = SheetPanel(sheet, context.bench.runner)
        self.library_panel.chosen.connect(self._choose)
        self.sheet_panel.qr_wanted.connect(sheet.show_qr)
        self.sheet_panel.exported.connect(self._exported)
        self.qr_window = QrWindow(self)
        self.qr_window.finished.connect(lambda _result: sheet.hide_qr())
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.library_panel)
        splitter.addWidget(self.sheet_panel)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SIZES.gap4)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, "Reports"))
        column.addWidget(splitter, 1)
        self._bindings.bind(library, self._library_changed)
        self._bindings.bind(sheet, self._sheet_changed)

    def enter(self, argument: str) -> None:
        """Read the library; ``argument`` is the id of a report to show."""
        if argument:
            self._wanted = ReportId(argument)
            self._library_changed(self._library.state)
        self._library.load()

    def focus_filter(self) -> None:
        """Type at once."""
        self.library_panel.search.setFocus()

    def print_it(self) -> None:
        """Print the selected report."""
        self.sheet_panel.print_it()

    def escape(self) -> bool:
        """Empty the search."""
        there = bool(self.library_panel.search.text())
        self.library_panel.search.clear()
        return there

    def release(self) -> None:
        """Let go of the view-models."""
        self.qr_window.close()
        self._bindings.release()
        self.library_panel.release()
        self.sheet_panel.release()
        self._library.close()

    def _exported(self, _path: str) -> None:
        self._context.toasts.say(
            "Sealed and checked. The file is ready.", action="Copy path", open_it=self.sheet_panel.copy_path
        )

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
