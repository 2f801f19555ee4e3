"""Stories of the gallery about what stands on a screen for a moment only: questions, menus, notes, the tour."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from celliq_desktop.app.options import Options
from celliq_desktop.domain.dealers import FieldConflict
from celliq_desktop.ui.chrome.desk_view import DeskView
from celliq_desktop.ui.chrome.tour import Tour, start_tour
from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from celliq_desktop.ui.screens.settings.screen import SettingsScreen
from celliq_desktop.viewmodels.words import _
from tests.support.camera import LOOKS, Camera, Picture, window

_STRANGER = "WVWZZZE1ZMP999999"


@contextmanager
def _desk(app: QApplication, folder: Path, state: str) -> Iterator[tuple[Camera, DeskView]]:
    """The sample dealership, synced, and a camera."""
    with tempfile.TemporaryDirectory() as profile:
        options = Options(profile=Path(profile), default_api_url="https://celliq.eu/api")
        with window(app, options, lambda _wiring: None, demo=True) as opened:
            camera = Camera(opened, folder, state)
            camera.hands.until(lambda: camera.is_calm() and opened.window.desk is not None, "the fleet")
            assert opened.window.desk is not None
            yield camera, opened.window.desk


def moments(app: QApplication, folder: Path) -> list[Picture]:
    """What stands on a screen only while somebody is asked: details changed elsewhere, a car added by hand."""
    with _desk(app, folder, "asked") as (camera, desk):
        hands = camera.hands
        desk.open_screen("settings", _("Dealership"))
        hands.until(lambda: hands.sees(_("Save")), "the details")
        screen = desk.screen
        assert isinstance(screen, SettingsScreen)
        screen.dealer.conflict.show_conflicts((FieldConflict("address", "Neue Straße 2, Berlin", "Hof 3, Potsdam"),))
        camera.looks("Settings conflict")
        desk.open_screen("connections")
        hands.click(_("Add by hand"))
        hands.until(camera.is_calm, "the makes")
        camera.looks("Connections by hand")
        return camera.pictures


def at_work(app: QApplication, folder: Path) -> list[Picture]:
    """What comes up under somebody's hands: the palette, a scan, several cars at once, a buyer at the desk, notes."""
    with _desk(app, folder, "at work") as (camera, desk):
        _palette_and_scan(camera)
        _several_cars(camera, desk)
        _buyer(camera, desk)
        _notes_and_tour(camera, desk)
        return camera.pictures


def _palette_and_scan(camera: Camera) -> None:
    shell = camera.opened.window
    keys = shell.keys
    assert keys is not None
    for words, name in (("", "Palette"), ("id.3", "Palette found"), ("zzzz", "Palette nothing")):
        keys.palette.open()
        camera.hands.type(words, keys.palette.findChild(QLineEdit))
        camera.looks(name)
        keys.palette.dismiss()
    assert shell.desk is not None
    shell.desk.open_vin(_STRANGER)
    camera.looks("Scan of a stranger", notes=True)


def _several_cars(camera: Camera, desk: DeskView) -> None:
    desk.open_screen("fleet")
    screen = desk.screen
    assert isinstance(screen, FleetScreen)
    model = screen.table.model()
    for row in range(5):
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        screen.table.selectionModel().select(model.index(row, 0), flags)
    camera.looks("Fleet several")
    for words in (_("Issue reports"), _("Disconnect the selected cars")):
        camera.hands.click(words)
        camera.hands.until(camera.is_calm, words)
        camera.looks(f"Fleet {words}")
        desk.escape()
    screen.table.clearSelection()
    views = screen.toolbar.views
    views.menu().aboutToShow.emit()
    below = views.mapToGlobal(views.rect().bottomLeft())
    menus: tuple[tuple[str, Callable[[], object]], ...] = (
        ("views", partial(views.menu().popup, below)),
        ("columns", screen.toolbar.columns.click),
    )
    for name, opened in menus:
        opened()
        camera.looks(f"Fleet menu {name}", LOOKS[:2])
        menu = QApplication.activePopupWidget()
        assert menu is not None
        menu.close()


def _buyer(camera: Camera, desk: DeskView) -> None:
    rows = desk.models.fleet.index.snapshot.rows
    desk.open_vin(next((row for row in rows if row.grade == "A"), rows[0]).vin)
    camera.hands.until(camera.is_calm, "the car")
    desk.screen.show_to_buyer()
    camera.hands.until(camera.is_calm, "the code")
    camera.looks("Vehicle for the buyer")
    desk.escape()
    camera.hands.click(_("Issue report"))
    camera.hands.until(camera.is_calm, "the price")
    camera.looks("Vehicle price")
    desk.escape()


def _notes_and_tour(camera: Camera, desk: DeskView) -> None:
    shell = camera.opened.window
    for number in range(3):
        shell.toasts.say(_("No car with VIN {vin} in this fleet.").format(vin=f"{_STRANGER[:-1]}{number}"))
    shell.toasts.say(_("The report is issued."), action=_("Open"), open_it=partial(desk.open_screen, "reports"))
    camera.looks("Notes", notes=True)
    start_tour(desk)
    camera.looks("Tour begins")
    tour = next(one for one in shell.findChildren(Tour) if one.isVisible())
    QTest.keyClick(tour, Qt.Key.Key_Right)
    camera.hands.until(camera.is_calm, "the next place")
    camera.looks("Tour second")
