"""Whoever is new is shown round, once, and may leave at every step."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from celliq_desktop.ui.chrome.tour import Tour, offer_tour, start_tour
from celliq_desktop.viewmodels.help.tour import STEPS
from tests.support.window import Opened


def _tour(desk: Opened) -> Tour | None:
    return next((one for one in desk.window.findChildren(Tour) if one.isVisible()), None)


def _press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_tour_leads_through_its_places_and_ends(desk: Opened) -> None:
    assert desk.window.desk is not None
    start_tour(desk.window.desk)
    tour = _tour(desk)
    assert tour is not None
    seen = []
    for _step in STEPS:
        seen.append(desk.window.desk.current)
        assert tour.title.text()
        _press(tour.after)
    assert seen == [step.screen for step in STEPS]
    assert _tour(desk) is None


def test_it_is_left_at_any_step_and_walked_with_the_keyboard(desk: Opened) -> None:
    assert desk.window.desk is not None
    start_tour(desk.window.desk)
    tour = _tour(desk)
    assert tour is not None
    QTest.keyClick(tour, Qt.Key.Key_Right)
    assert desk.window.desk.current == STEPS[1].screen
    QTest.keyClick(tour, Qt.Key.Key_Left)
    assert desk.window.desk.current == STEPS[0].screen
    _press(tour.leave)
    assert _tour(desk) is None


def test_it_is_offered_once_and_the_offer_can_be_put_away(desk: Opened) -> None:
    assert desk.window.desk is not None
    for _start in range(2):
        offer_tour(desk.window.desk, desk.window.toasts, desk.preferences)
    assert [words for words in desk.window.toasts.words if "tour" in words] == [
        "New here? The tour shows five places in a minute."
    ]


def test_signing_out_ends_it(desk: Opened) -> None:
    assert desk.window.desk is not None
    start_tour(desk.window.desk)
    desk.window.entry.sign_out()
    assert _tour(desk) is None
