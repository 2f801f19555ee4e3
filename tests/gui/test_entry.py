"""The way in and out of the window."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from celliq_desktop.domain.problems import NeedsYou, TryAgain
from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.viewmodels.entry import EntryPhase
from tests.gui.conftest import Open
from tests.support.window import PASSWORD, FakeSessions, HoldingRunner, Opened


def _type_in(one: Opened, email: str, password: str) -> None:
    page = one.window.sign_in
    QTest.keyClicks(page.email, email)
    QTest.keyClicks(page.password, password)
    QTest.keyClick(page.password, Qt.Key.Key_Return)


def _shown(widget: QWidget) -> bool:
    return widget.isVisible()


def test_a_missing_password_is_said_in_a_sentence(opened: Open) -> None:
    one = opened()
    _type_in(one, "alex@dealer.example", "")
    assert one.window.sign_in.problem.words == "Please enter your password."
    assert one.window.sign_in.password.hasFocus()
    assert one.sessions.log == []


def test_the_form_has_the_keyboard_when_the_window_opens(opened: Open) -> None:
    assert opened().window.sign_in.email.hasFocus()


def test_signing_in_opens_the_fleet_with_its_cars(opened: Open) -> None:
    one = opened()
    _type_in(one, "alex@dealer.example", PASSWORD)
    assert one.sessions.log == ["sign in alex@dealer.example"]
    assert one.window.desk is not None
    screen = one.window.desk.screen
    assert isinstance(screen, FleetScreen)
    assert _shown(screen.table)
    assert len(screen.table.rows) == 40
    assert one.window.frame.rail.account.text() == "Alex Moreau"
    assert not _shown(one.window.frame.sample)
    assert one.window.sign_in.password.text() == ""


def test_a_refusal_stays_on_the_form_with_what_was_typed(opened: Open) -> None:
    one = opened()
    one.sessions.problem = NeedsYou("wrong_password", "E-mail and password do not fit.", next_step="Try again.")
    _type_in(one, "alex@dealer.example", PASSWORD)
    page = one.window.sign_in
    assert page.problem.words == "E-mail and password do not fit. Try again."
    assert page.email.text() == "alex@dealer.example"
    assert page.password.hasFocus()
    assert page.password.selectedText()


def test_while_signing_in_the_form_waits_and_says_so(opened: Open) -> None:
    def hold(_sessions: FakeSessions, runner: HoldingRunner) -> None:
        runner.held.add("session")

    one = opened(prepare=hold)
    _type_in(one, "alex@dealer.example", PASSWORD)
    assert not one.window.sign_in.sign_in.isEnabled()
    one.runner.let_go()
    assert _shown(one.window.frame)


def test_a_remembered_desk_opens_by_itself_after_the_first_paint(opened: Open, qtbot: QtBot) -> None:
    def remember(sessions: FakeSessions, _runner: HoldingRunner) -> None:
        sessions.remembered = True

    one = opened(prepare=remember)
    qtbot.waitUntil(lambda: one.window.entry.state.phase is EntryPhase.OPEN)
    assert one.sessions.log == ["restore"]
    assert _shown(one.window.frame)


def test_sample_data_are_named_as_such(opened: Open) -> None:
    one = opened()
    QTest.mouseClick(one.window.sign_in.explore, Qt.MouseButton.LeftButton)
    assert "made up on this computer" in one.window.frame.sample.words
    assert _shown(one.window.frame.sample)


def test_signing_out_returns_to_the_form(desk: Opened) -> None:
    desk.window.account.sign_out.trigger()
    assert desk.sessions.log == ["sample", "sign out"]
    assert desk.window.desk is None
    assert _shown(desk.window.sign_in)
    assert desk.window.frame.rail.account.text() == "Account"


def test_keys_of_a_closed_desk_do_nothing(desk: Opened) -> None:
    desk.window.entry.sign_out()
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F11, Qt.Key.Key_Escape):
        QTest.keyClick(desk.window, key)
    assert desk.dealership.syncs == []
    assert _shown(desk.window.sign_in)


def test_somebody_may_sign_in_again_after_signing_out(desk: Opened) -> None:
    desk.window.entry.sign_out()
    desk.window.entry.explore()
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    assert desk.dealership.syncs == [False]


def test_a_session_the_server_forgot_leads_back_to_the_form(desk: Opened) -> None:
    desk.dealership.problem = NeedsYou("signed_out", "Your session ended.", next_step="Sign in again.")
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    assert _shown(desk.window.sign_in)
    assert desk.window.sign_in.problem.words == "Your session ended. Sign in again."
    assert desk.sessions.log == ["sample"], "the tokens are not thrown away twice"


def test_a_sync_without_a_network_leaves_the_desk_open(desk: Opened) -> None:
    desk.dealership.problem = TryAgain("offline", "CellIQ cannot be reached.")
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    assert _shown(desk.window.frame)
    assert desk.window.frame.header.pill.text().startswith("Offline")


def test_opening_a_desk_and_its_screens_shows_no_other_window(opened: Open, qapp: QApplication) -> None:
    one = opened()
    watch = _Windows(qapp)
    one.window.entry.explore()
    assert one.window.desk is not None
    for spec in SCREENS:
        one.window.desk.open_screen(spec.key)
    qapp.removeEventFilter(watch)
    assert watch.shown == []


class _Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.shown: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(repr(watched))
        return False


def test_closing_remembers_the_size(opened: Open) -> None:
    first = opened()
    first.window.resize(first.window.minimumWidth(), 690)
    first.window.close()
    assert opened().window.height() == 690


def test_the_window_cannot_become_too_small_for_its_content(opened: Open) -> None:
    one = opened()
    one.window.resize(200, 200)
    room = one.window.screen().availableGeometry()
    assert one.window.width() == min(1024, room.width())
    assert one.window.height() == min(640, room.height())


def test_an_open_desk_is_synced_at_once_and_again_after_a_quarter_of_an_hour(opened: Open) -> None:
    one = opened(syncs_itself=True)
    one.window.entry.explore()
    assert one.dealership.syncs == [False]
    one.clock.advance(13 * 60)  # a tenth earlier or later, so that desks do not all ask at once
    one.window.ticker.ticked.emit()
    assert one.dealership.syncs == [False]
    one.clock.advance(4 * 60)
    one.window.ticker.ticked.emit()
    assert one.dealership.syncs == [False, False]
