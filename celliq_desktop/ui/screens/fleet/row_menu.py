"""What can be done with the car under the mouse, or with all that are selected."""

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.ui.screens.fleet.table import FleetTable
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.words import _, ngettext


class RowMenu(QObject):
    """The table's context menu (right click, Menu key). ``issue`` asks for reports for the selected cars, ``fetch`` for
    fresh readings, ``invite`` to invite their owners, ``let_go`` to disconnect them; ``copied`` says what lies on the
    clipboard."""

    issue = Signal()
    fetch = Signal()
    let_go = Signal()
    invite = Signal()
    copied = Signal(str)

    def __init__(self, table: FleetTable, *, invites: bool = True) -> None:
        """``invites`` False leaves them out, for somebody who is no dealer."""
        super().__init__(table)
        self._table, self._invites = table, invites
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._ask)

    def menu(self) -> QMenu | None:
        """For the selected cars; none without any."""
        rows = self._table.selected()
        if not rows:
            return None
        menu = QMenu(self._table)
        menu.setAccessibleName(_("Car") if len(rows) == 1 else _("Selected cars"))
        if len(rows) == 1:
            opens = menu.addAction("Open\tEnter")
            opens.triggered.connect(lambda: self._table.opened.emit(rows[0].id))
            menu.setDefaultAction(opens)
            menu.addSeparator()
        vins = menu.addAction(
            _("Copy VIN")
            if len(rows) == 1
            else ngettext("Copy {n} VIN", "Copy {n} VINs", len(rows)).format(n=whole(len(rows)))
        )
        vins.triggered.connect(lambda: self._copy_vins(rows))
        lines = menu.addAction(
            _("Copy row	Ctrl+C") if len(rows) == 1 else _("Copy {n} rows	Ctrl+C").format(n=whole(len(rows)))
        )
        lines.triggered.connect(self._copy_rows)
        menu.addSeparator()
        menu.addAction(
            _("Issue report") if len(rows) == 1 else _("Issue {n} reports").format(n=whole(len(rows)))
        ).triggered.connect(self.issue)
        menu.addAction(_("Fetch readings now")).triggered.connect(self.fetch)
        if self._invites:
            invite = menu.addAction(
                _("Invite the owner…") if len(rows) == 1 else _("Invite {n} owners…").format(n=whole(len(rows)))
            )
            invite.triggered.connect(self.invite)
        menu.addSeparator()
        menu.addAction(
            _("Disconnect…") if len(rows) == 1 else _("Disconnect {n} cars…").format(n=whole(len(rows)))
        ).triggered.connect(self.let_go)
        return menu

    def _ask(self, at: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._table.viewport().mapToGlobal(at))

    def _copy_vins(self, rows: tuple[FleetRow, ...]) -> None:
        QGuiApplication.clipboard().setText("\n".join(row.vin for row in rows))
        self.copied.emit(
            _("VIN {vin} copied.").format(vin=rows[0].vin)
            if len(rows) == 1
            else _("{n} VINs copied.").format(n=whole(len(rows)))
        )

    def _copy_rows(self) -> None:
        self._table.copy()
        self.copied.emit(_("Copied as a table."))
