"""Library and sheet side by side, and the QR code over both."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.ui.screens.reports.library_panel import LibraryPanel
from celliq_desktop.ui.screens.reports.sheet_panel import SheetPanel
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
        copy, close = QPushButton("Copy link"), QPushButton("Close")
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


class ReportsScreen(QWidget):
    """Draws both view-models; ``exported`` carries the path of a finished file, for a toast."""

    exported = Signal(str)

    def __init__(
        self, library: LibraryViewModel, sheet: SheetViewModel, runner: Runner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._sheet = sheet
        self._wanted: ReportId | None = None
        self.library_panel = LibraryPanel(library)
        self.sheet_panel = SheetPanel(sheet, runner)
        self.library_panel.chosen.connect(self._choose)
        self.sheet_panel.qr_wanted.connect(sheet.show_qr)
        self.sheet_panel.exported.connect(self.exported)
        self.qr_window = QrWindow(self)
        self.qr_window.finished.connect(lambda _result: sheet.hide_qr())
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.library_panel)
        splitter.addWidget(self.sheet_panel)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.addWidget(label(Role.TITLE, "Reports"))
        column.addWidget(splitter, 1)
        library.subscribe(self._library_changed)
        sheet.subscribe(self._sheet_changed)

    def open_report(self, report_id: ReportId) -> None:
        """Show this report, at once or as soon as the library has it."""
        self._wanted = report_id
        self._library_changed(self._library.state)

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
