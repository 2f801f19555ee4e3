"""What a dealer sees and does with one car."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.health import EstimateStatus, HealthEstimate
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.reports import Requirement, Validation
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.ui.theme.switch import ThemeChoice
from celliq_desktop.usecases import generate_report, reports, vehicles
from celliq_desktop.usecases.generate_report import GenerateResult
from tests.support.vehicle_details import detail, estimate, judged, report
from tests.support.window import Opened

CURVES, CAPACITY, HISTORY, VOLTS, SESSIONS, USE, REPORTS = range(7)


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether another report was asked for, one entry an order; the server asks for one credit of seven."""
    asked: list[bool] = []

    def validate(_desk: object, vehicle_id: VehicleId) -> Validation:
        return Validation(vehicle_id, valid=True, credits_required=1, credits_balance=7)

    def generate(_desk: object, vehicle_id: VehicleId, *, again: bool, **_more: Any) -> tuple[GenerateResult, Changes]:
        asked.append(again)
        return GenerateResult(report(3), 1, reused=False), Changes.of(Topic.REPORTS, ids=frozenset({vehicle_id}))

    monkeypatch.setattr(reports, "validate", validate)
    monkeypatch.setattr(generate_report, "generate_report", generate)
    return asked


@pytest.fixture
def show(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> Callable[[VehicleDetail | Problem], VehicleScreen]:
    """Open a car of which the mirror knows this, or cannot read it."""

    def look_up(answer: VehicleDetail | Problem) -> VehicleDetail:
        if isinstance(answer, Problem):
            raise answer
        return answer

    def make(answer: VehicleDetail | Problem) -> VehicleScreen:
        monkeypatch.setattr(vehicles, "vehicle_detail", lambda _desk, _id: look_up(answer))
        return _open(desk)

    return make


def _open(one: Opened) -> VehicleScreen:
    assert one.window.desk is not None
    one.window.desk.open_vehicle(one.dealership.snapshot.rows[0].id)
    screen = one.window.desk.screen
    assert isinstance(screen, VehicleScreen)
    return screen


def _press(screen: VehicleScreen, words: str) -> None:
    (button,) = (one for one in screen.findChildren(QPushButton) if one.text() == words and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _visible_words(screen: VehicleScreen) -> str:
    return "\n".join(one.text() for one in screen.findChildren(QLabel) if one.isVisible())


def test_a_car_shows_its_figure_interval_and_evidence(desk: Opened) -> None:
    screen = _open(desk)
    assert "91.4 % ±2.8" in screen.verdict.words
    assert "88.6 – 94.2" in screen.verdict.words
    assert "Estimated from 4 charges" in screen.verdict.words
    assert screen.tabs.curves.isVisible()
    assert any(words.startswith("Odometer") for words in screen.facts.words)


def test_while_a_car_opens_its_place_is_kept(desk: Opened) -> None:
    key = desk.dealership.snapshot.rows[0].id
    desk.runner.held.add(f"vehicle:{key}")
    screen = _open(desk)
    assert screen.stack.currentIndex() == 1
    assert not screen.header.issue.isEnabled()
    desk.runner.let_go()
    assert screen.verdict.isVisible()


def test_a_car_without_data_says_why_everywhere(show: Callable[[VehicleDetail | Problem], VehicleScreen]) -> None:
    empty = detail(None, server_soh=None)
    screen = show(replace(empty, row=replace(empty.row, odometer_km=None, soc_percent=None, last_sync_at=None)))
    assert "not available" in screen.verdict.words
    assert "No telemetry for this car" in screen.verdict.words
    facts = " | ".join(screen.facts.words)
    assert "Odometer – not reported yet" in facts
    assert "never synced" in facts
    assert "– to –" not in facts
    for tab in range(7):
        screen.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        assert "yet" in _visible_words(screen)
    assert "No report of this car yet" in _visible_words(screen)


def test_a_refused_estimate_gives_its_reason_and_keeps_its_sessions(
    show: Callable[[VehicleDetail | Problem], VehicleScreen],
) -> None:
    screen = show(detail(estimate(EstimateStatus.REFUSED)))
    assert "One charge is too little." in screen.verdict.words
    assert "not available" in screen.verdict.words
    assert screen.tabs.sessions.model().rowCount() == 1


def test_a_car_that_is_gone_leads_back_to_the_fleet(
    desk: Opened, show: Callable[[VehicleDetail | Problem], VehicleScreen]
) -> None:
    screen = show(Refused("not_found", "There is no such car."))
    assert "This car is gone" in _visible_words(screen)
    _press(screen, "Back to the fleet")
    assert desk.window.desk is not None
    assert desk.window.desk.current == "fleet"


def test_a_car_that_cannot_be_read_can_be_tried_again(
    show: Callable[[VehicleDetail | Problem], VehicleScreen], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(TryAgain("busy", "The mirror is busy.", next_step="Try again in a moment."))
    assert "The mirror is busy." in _visible_words(screen)
    monkeypatch.setattr(vehicles, "vehicle_detail", lambda _desk, _id: detail(estimate()))
    _press(screen, "Try again")
    assert "91.4" in screen.verdict.words


def test_a_report_is_issued_after_its_price_was_accepted(desk: Opened, orders: list[bool]) -> None:
    screen = _open(desk)
    _press(screen, "Issue report")
    asked = "A report is in force; another one costs 1 credit. You have 7. The report in force will be superseded."
    assert asked in _visible_words(screen), "M2: another report needs a word of its own"
    assert not orders
    assert not screen.header.issue.isEnabled()
    focused = screen.window().focusWidget()
    assert isinstance(focused, QPushButton)
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert orders == [True]
    assert desk.window.toasts.words == ("The report is issued. It used 1 credit.",)
    assert not screen.question.isVisible()
    assert desk.dealership.syncs, "the report before it is superseded on the server"


def test_escape_puts_the_question_away_and_sends_nothing(desk: Opened, orders: list[bool]) -> None:
    screen = _open(desk)
    _press(screen, "Issue report")
    assert screen.question.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not screen.question.isVisible()
    assert not orders
    assert desk.window.desk is not None
    assert desk.window.desk.current == "vehicle"
    assert desk.window.focusWidget() is screen.header.issue


def test_a_car_that_cannot_get_a_report_names_what_is_missing(
    desk: Opened, orders: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    unmet = Requirement("charges", met=False, message="Three more charges are needed.")
    monkeypatch.setattr(reports, "validate", lambda _desk, key: Validation(key, valid=False, requirements=(unmet,)))
    screen = _open(desk)
    _press(screen, "Issue report")
    assert "Three more charges are needed." in screen.banner.words
    assert "No credit was used." in screen.banner.words
    assert not orders


def test_without_credits_the_screen_says_so_and_a_note_put_away_stays_away(
    desk: Opened, orders: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not orders

    def broke(*_arguments: object, **_more: object) -> tuple[GenerateResult, Changes]:
        raise NeedsYou("payment_required", "There are no credits left.", next_step="Buy credits.")

    monkeypatch.setattr(generate_report, "generate_report", broke)
    screen = _open(desk)
    _press(screen, "Issue report")
    _press(screen, "Issue another report")
    assert "There are no credits left." in screen.banner.words
    screen.banner.closed.emit()
    desk.sessions.bench.hub.publish(Changes.of(Topic.READINGS))
    assert screen.banner.words == ""


def test_a_buyer_sees_the_evidence_and_no_action(
    desk: Opened, show: Callable[[VehicleDetail | Problem], VehicleScreen]
) -> None:
    screen = show(detail(estimate(), server_soh=70.0))
    assert "before you quote" in screen.verdict.words
    QTest.keyClick(desk.window, Qt.Key.Key_F11)
    assert not screen.header.issue.isVisible()
    assert "before you quote" not in screen.verdict.words
    assert "91.4" in screen.verdict.words
    assert "F11" in screen.header.note.text()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert screen.header.issue.isVisible()


def test_the_vin_is_copied_without_spaces_and_the_dealer_is_told(desk: Opened) -> None:
    screen = _open(desk)
    screen.header.copied.emit()
    assert QGuiApplication.clipboard().text() == desk.dealership.snapshot.rows[0].vin
    assert desk.window.toasts.words == ("The VIN is on the clipboard.",)


def test_the_figures_behind_a_plot_are_copied(desk: Opened) -> None:
    screen = _open(desk)
    QTest.mouseClick(screen.tabs.curves.plot_actions.data, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("session,kind,soc_percent,power_kw")
    assert "CSV" in desk.window.toasts.words[0]


def test_a_plot_offers_to_show_all_again_only_while_a_part_is_shown(desk: Opened) -> None:
    screen = _open(desk)
    actions, plot = screen.tabs.curves.plot_actions, screen.tabs.curves.plot
    assert not actions.whole.isVisible()
    plot.plot.vb.sigRangeChangedManually.emit([True, True])
    assert actions.whole.isVisible()
    QTest.mouseClick(actions.whole, Qt.MouseButton.LeftButton)
    assert not actions.whole.isVisible()


def test_kinds_without_a_charge_cannot_be_ticked(desk: Opened) -> None:
    kinds = _open(desk).tabs.curves.kinds
    assert kinds[CurrentKind.DC].isEnabled()
    assert not kinds[CurrentKind.AC].isEnabled()
    assert kinds[CurrentKind.AC].toolTip() == "No AC charge yet"


def test_a_session_that_weighs_nothing_is_called_so(
    show: Callable[[VehicleDetail | Problem], VehicleScreen],
) -> None:
    whole: HealthEstimate = estimate()
    idle = replace(judged(2, 20, 80, 32.0), weight=0.001)
    screen = show(detail(replace(whole, sessions=(*whole.sessions, idle))))
    model = screen.tabs.sessions.model()
    last = model.columnCount() - 1
    words = {str(model.index(row, last).data()) for row in range(model.rowCount())}
    assert "Used, adds nothing new" in words
    assert not any("weight 0" in word for word in words)


def test_a_report_of_the_list_opens_in_reports(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "report_library", lambda _desk: ())
    monkeypatch.setattr(reports, "report_exports", lambda _desk: ())
    screen = _open(desk)
    screen.tabs.setCurrentIndex(REPORTS)
    screen.tabs.reports.selectRow(0)
    QTest.keyClick(screen.tabs.reports, Qt.Key.Key_Return)
    assert desk.window.desk is not None
    assert desk.window.desk.current == "reports"


def test_arrows_move_between_tabs_as_soon_as_a_car_is_open(desk: Opened) -> None:
    screen = _open(desk)
    bar = screen.tabs.tabBar()
    assert desk.window.focusWidget() is bar
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert screen.tabs.currentIndex() == CAPACITY


@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 1.0), (1024, 640, 1.0), (1366, 768, 2.0)])
def test_nothing_is_cut_off_sideways(desk: Opened, width: int, height: int, scale: float) -> None:
    desk.theme.set_scale(scale)
    desk.window.resize(width, height)
    screen = _open(desk)
    QApplication.processEvents()
    right = screen.mapToGlobal(screen.rect().bottomRight()).x()
    for part in (screen.header.issue, screen.verdict, screen.tabs):
        assert part.mapToGlobal(part.rect().bottomRight()).x() < right


def test_plots_follow_the_theme(desk: Opened) -> None:
    screen = _open(desk)
    before = screen.tabs.fit.colours.surface
    desk.theme.choose(ThemeChoice.DARK)
    assert screen.tabs.fit.colours.surface != before
