"""The QR code as large as the screen, for a buyer's phone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.qr_view import QrView
from celliq_desktop.viewmodels.reports.states import QrState
from celliq_desktop.viewmodels.words import _


class QrWindow(QDialog):
    """Escape, Enter, Space or Close put it away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Scan to verify"))
        self.setProperty("surface", "canvas")
        self.caption = label(Role.TITLE)
        self.url = label(Role.CODE, wrap=True)
        self.code = QrView()
        self.copy = button(_("Copy link"))
        self.close_it = button(_("Close"))
        self.copy.clicked.connect(self._copy)
        self.close_it.clicked.connect(self.reject)
        middle = Qt.AlignmentFlag.AlignHCenter
        bar = QHBoxLayout()
        bar.setSpacing(SIZES.gap2)
        bar.addWidget(self.url, 1)
        bar.addWidget(self.copy)
        bar.addWidget(self.close_it)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # it is as large as the screen anyway
        column.setContentsMargins(SIZES.gap6, SIZES.gap6, SIZES.gap6, SIZES.gap6)
        column.setSpacing(SIZES.gap2)
        column.addWidget(self.caption, 0, middle)
        column.addWidget(label(Role.BODY, _("Scan with a phone to check this report at its issuer.")), 0, middle)
        column.addSpacing(SIZES.gap2)
        column.addWidget(self.code, 1)
        column.addSpacing(SIZES.gap2)
        column.addLayout(bar)

    def show_code(self, qr: QrState) -> None:
        """Open full screen with this code."""
        self.caption.setText(qr.caption)
        self.url.setText(qr.url)
        self.copy.setText(_("Copy link"))
        self.code.show_modules(qr.modules, qr.url)
        self.showFullScreen()
        self.close_it.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Enter and Space close."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.reject()
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.url.text())
        self.copy.setText(_("Link copied"))
