"""A view that is needed every morning is set up once: kept, chosen again, forgotten."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from tests.gui.conftest import Open
from tests.support.window import Opened


def _fleet(opened: Opened) -> FleetScreen:
    assert opened.window.desk is not None
    opened.window.desk.open_screen("fleet")
    screen = opened.window.desk.screen
    assert isinstance(screen, FleetScreen)
    return screen


def _menu(screen: FleetScreen) -> dict[str, QAction]:
    """What the menu offers, as it opens."""
    menu = screen.toolbar.views.menu()
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if action.text()}


def _chips(screen: FleetScreen) -> str:
    return screen.chips.accessibleDescription()


def test_a_view_is_kept_chosen_again_in_the_next_session_and_forgotten(opened: Open) -> None:
    first = opened()
    first.window.entry.explore()
    screen = _fleet(first)
    assert not _menu(screen)["Save this view"].isEnabled(), "all cars are no view"
    screen.toolbar.toggled_option.emit("status:active")
    screen.toolbar.search.setText("tesla")
    wanted = _chips(screen)
    _menu(screen)["Save this view"].trigger()
    name = next(text for text, action in _menu(screen).items() if action.isCheckable())
    assert name == wanted
    assert _menu(screen)[name].isChecked()
    first.window.close()

    second = opened()
    second.window.entry.explore()
    screen = _fleet(second)
    assert _chips(screen) == ""
    _menu(screen)[name].trigger()
    assert _chips(screen) == wanted
    assert screen.toolbar.search.text() == "tesla"
    shown = len(screen.table.rows)
    assert f"{shown}" in " ".join(one.text() for one in screen.toolbar.findChildren(QLabel))
    _menu(screen)["Forget this view"].trigger()
    assert list(_menu(screen)) == ["No view is saved yet", "Save this view"]
