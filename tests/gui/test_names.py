"""Whoever hears the window instead of seeing it: every control has a name, and Tab comes to each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from celliq_desktop.ui.screens.registry import SCREENS
from tests.support.window import Opened

KEYS = [spec.key for spec in SCREENS]


def _controls(window: QWidget) -> list[QWidget]:
    """What the keyboard can come to on the page that is shown; a part that hands its focus on is no control."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def _arrows_come_to(widget: QWidget) -> bool:
    """One of several of which one is chosen: Tab comes to the chosen one, the arrow keys to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() is not widget


def _named(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name).strip()


def _path(widget: QWidget) -> str:
    names: list[str] = []
    here: QWidget | None = widget
    while here is not None and len(names) < 5:
        names.append(type(here).__name__)
        here = here.parentWidget()
    return " < ".join(names)


@pytest.mark.parametrize("key", KEYS)
def test_every_control_has_a_name(desk: Opened, qapp: QApplication, key: str) -> None:
    assert desk.window.desk is not None
    desk.window.desk.open_screen(key, "veh_1" if key == "vehicle" else "")
    qapp.processEvents()
    missing = [_path(widget) for widget in _controls(desk.window) if not _named(widget)]
    assert missing == []


@pytest.mark.parametrize("key", KEYS)
def test_tab_comes_to_every_control_and_round_again(desk: Opened, qapp: QApplication, key: str) -> None:
    assert desk.window.desk is not None
    desk.window.desk.open_screen(key, "veh_1" if key == "vehicle" else "")
    qapp.processEvents()
    wanted = _controls(desk.window)
    wanted[0].setFocus()
    came: list[QWidget] = []
    for _step in range(2 * len(wanted) + 20):
        here = qapp.focusWidget()
        assert here is not None
        if here in came:
            break
        came.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    missing = [_path(widget) for widget in wanted if widget not in came and not _arrows_come_to(widget)]
    assert missing == []
