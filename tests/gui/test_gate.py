"""What stands in the desk's place: a calm page with the action that helps, and then work goes on by itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from celliq_desktop.domain.problems import BadSurroundings, Problem
from celliq_desktop.viewmodels.entry import EntryPhase
from celliq_desktop.viewmodels.gate import GateAction
from tests.gui.conftest import Open
from tests.support.window import PASSPHRASE, PASSWORD, FakeSessions, HoldingRunner, Opened


def _remembered(code: str) -> object:
    def prepare(sessions: FakeSessions, _runner: HoldingRunner) -> None:
        sessions.remembered = True
        sessions.problem = BadSurroundings(code, "It does not open.", next_step="Do something.")

    return prepare


def _blocked(opened: Open, qtbot: QtBot, code: str) -> Opened:
    one = opened(prepare=_remembered(code))
    qtbot.waitUntil(lambda: one.window.entry.state.phase is EntryPhase.BLOCKED)
    assert one.window.gate.isVisible()
    assert not one.window.frame.isVisible()
    return one


def _press(one: Opened, action: GateAction) -> None:
    QTest.mouseClick(one.window.gate.buttons[action], Qt.MouseButton.LeftButton)


def test_a_locked_vault_asks_for_its_passphrase_and_opens_the_desk(opened: Open, qtbot: QtBot) -> None:
    """M16: asked on a page, not by an environment variable; a wrong one is said right there."""
    one = _blocked(opened, qtbot, "vault_locked")
    page = one.window.gate
    assert page.fields[0].hasFocus()
    assert not page.fields[1].isVisible()
    QTest.keyClick(page.fields[0], Qt.Key.Key_Return)
    assert page.note.text() == "Please enter a passphrase."
    QTest.keyClicks(page.fields[0], "wrong")
    QTest.keyClick(page.fields[0], Qt.Key.Key_Return)
    assert "does not open the vault" in page.note.text()
    assert page.fields[0].selectedText() == "wrong"
    QTest.keyClicks(page.fields[0], PASSPHRASE)
    QTest.keyClick(page.fields[0], Qt.Key.Key_Return)
    assert one.window.desk is not None
    assert page.fields[0].text() == "", "the passphrase does not stay in the window"


def test_without_a_key_store_a_vault_is_made_and_the_sign_in_goes_on(opened: Open) -> None:
    """M16: an explicit choice, and what was typed into the form is not asked for twice."""
    one = opened()
    one.sessions.problem = BadSurroundings("no_key_store", "There is no key store.")
    QTest.keyClicks(one.window.sign_in.email, "alex@dealer.example")
    QTest.keyClicks(one.window.sign_in.password, PASSWORD)
    QTest.keyClick(one.window.sign_in.password, Qt.Key.Key_Return)
    page = one.window.gate
    assert page.isVisible()
    for first, second, note in (
        ("short", "short", "at least 8"),
        (PASSPHRASE, "other words", "differ"),
        (PASSPHRASE, PASSPHRASE, ""),
    ):
        page.forget()
        QTest.keyClicks(page.fields[0], first)
        QTest.keyClicks(page.fields[1], second)
        QTest.keyClick(page.fields[1], Qt.Key.Key_Return)
        assert note in page.note.text()
    mail = "sign in alex@dealer.example"
    assert one.sessions.log == [mail, "keep vault", mail]
    assert one.window.desk is not None


def test_nothing_is_kept_when_somebody_chooses_so(opened: Open, qtbot: QtBot) -> None:
    """M16: the memory mode is chosen by a person, never fallen into."""
    one = _blocked(opened, qtbot, "key_store_locked")
    _press(one, GateAction.KEEP_NOTHING)
    assert one.sessions.log == ["restore", "keep nothing", "restore"]
    assert one.window.desk is not None


def test_a_key_store_that_was_unlocked_is_tried_again(opened: Open, qtbot: QtBot) -> None:
    one = _blocked(opened, qtbot, "key_store_locked")
    assert one.window.gate.buttons[GateAction.TRY_AGAIN].hasFocus()
    _press(one, GateAction.TRY_AGAIN)
    assert one.window.gate.isVisible()
    one.sessions.problem = None
    _press(one, GateAction.TRY_AGAIN)
    assert one.window.desk is not None


def test_a_damaged_mirror_is_repaired_and_what_was_saved_is_told(opened: Open, qtbot: QtBot) -> None:
    """P9: the person is told what was saved."""
    one = _blocked(opened, qtbot, "mirror_damaged")
    _press(one, GateAction.REPAIR)
    assert one.sessions.log == ["restore", "repair", "restore"]
    assert one.window.desk is not None
    assert "2 changes were saved." in one.window.toasts.words


def test_damage_met_while_the_desk_is_open_leads_to_the_same_page(desk: Opened) -> None:
    desk.dealership.problem = BadSurroundings("mirror_damaged", "The mirror is damaged.")
    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    assert desk.window.gate.isVisible()
    assert desk.window.desk is None
    desk.dealership.problem = None
    _press(desk, GateAction.REPAIR)
    assert desk.window.desk is not None


def test_a_newer_mirror_leaves_another_account_as_a_way_on(opened: Open, qtbot: QtBot) -> None:
    """P13: refused in words, and not touched."""
    one = _blocked(opened, qtbot, "mirror_newer")
    assert "newer" in one.window.gate.headline.text()
    _press(one, GateAction.OTHER_ACCOUNT)
    assert one.sessions.log == ["restore", "sign out"]
    assert one.window.sign_in.isVisible()


@pytest.mark.parametrize(
    "code",
    ["disk_full", "mirror_key_lost", "mirror_not_writable", "mirror_foreign", "vault_damaged", "key_store_forgets"],
)
def test_every_page_says_something_and_offers_something(opened: Open, qtbot: QtBot, code: str) -> None:
    one = _blocked(opened, qtbot, code)
    page = one.window.gate
    assert page.headline.text()
    assert page.detail.text()
    assert all(button.isVisible() for button in page.buttons.values())


def test_a_problem_of_the_network_stays_on_the_form(opened: Open) -> None:
    one = opened()
    one.sessions.problem = Problem("offline", "CellIQ cannot be reached.")
    one.window.entry.explore()
    assert one.window.sign_in.isVisible()
