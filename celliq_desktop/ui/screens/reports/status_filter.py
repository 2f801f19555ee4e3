"""Which statuses the library shows: a menu, as the fleet's filters are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.widgets.buttons import IconButton
from celliq_desktop.viewmodels.words import _

STATUSES = (ReportStatus.VALID, ReportStatus.SUPERSEDED, ReportStatus.REVOKED, ReportStatus.EXPIRED)


class StatusFilter(IconButton):
    """``picked`` carries a status that was ticked or unticked."""

    picked = Signal(ReportStatus)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Glyph.CARET_DOWN, _("Filter by status"), _("Status"), kind="field", parent=parent)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        menu.setAccessibleName(_("Status"))
        self.options: dict[ReportStatus, QAction] = {}
        for status in STATUSES:
            action = menu.addAction(_(status.value.capitalize()))
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, status=status: self.picked.emit(status))
            self.options[status] = action
        self.setMenu(menu)
        self.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)

    def show_picked(self, statuses: frozenset[ReportStatus]) -> None:
        """Tick the statuses in force."""
        for status, action in self.options.items():
            action.setChecked(status in statuses)
