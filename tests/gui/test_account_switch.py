"""From one account to another: nothing of the first is to be seen, found or copied (M8)."""

from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit

from celliq_desktop.domain.fleet import FleetSnapshot
from celliq_desktop.ui.screens.registry import SCREENS
from tests.gui.conftest import Open
from tests.support.fleet_rows import NOW, fleet_row
from tests.support.session_models import FakeDealership
from tests.support.window import Opened

_FIRST = "CANARYALFA"
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def _dealership(mark: str) -> FleetSnapshot:
    rows = tuple(
        replace(fleet_row(number), make=f"{mark}make", seller_email=f"{mark.lower()}@example.com")
        for number in range(1, 9)
    )
    return FleetSnapshot(rows=rows, as_of=NOW)


def _visible(app: QApplication) -> str:
    """Every text of every widget there is, shown or not, the models behind tables, and the clipboard."""
    texts = [QGuiApplication.clipboard().text()]
    for widget in app.allWidgets():
        texts += [widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QLineEdit):
            texts.append(widget.text())
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            texts += [
                str(model.index(row, column).data(role))
                for row in range(model.rowCount())
                for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
                for role in _ROLES
            ]
    return "\n".join(texts).lower()


def _walk(one: Opened) -> None:
    assert one.window.desk is not None
    for spec in SCREENS:
        one.window.desk.open_screen(spec.key, "veh_1" if spec.key == "vehicle" else "")
    one.window.desk.open_screen("fleet")


def test_after_a_switch_no_widget_model_or_clipboard_knows_the_first_account(opened: Open, qapp: QApplication) -> None:
    one = opened(FakeDealership(snapshot=_dealership(_FIRST)))
    one.window.entry.explore()
    _walk(one)
    assert _FIRST.lower() in _visible(qapp), "the look sees what is there"
    one.window.entry.sign_out()
    one.dealership.snapshot = _dealership("second")
    one.window.entry.explore()
    _walk(one)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # screens of the first account are taken down
    qapp.processEvents()
    seen = _visible(qapp)
    assert "secondmake" in seen
    assert _FIRST.lower() not in seen
    desk = one.window.desk
    assert desk is not None
    assert _FIRST not in repr(desk.models.fleet.state)
    assert _FIRST not in repr(desk.models.fleet.index.snapshot)
