"""What a manager sees who invites the sellers of a list."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.fleet import fleet_rows
from celliq_desktop.ui.screens.invites.screen import InvitesScreen
from celliq_desktop.ui.screens.owners import argument_of
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.viewmodels.workbench import Workbench
from tests.gui.conftest import Open
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import offline
from tests.support.clocks import FakeClock
from tests.support.desks import MemoryFiles, make_desk, synced
from tests.support.hands import Hands
from tests.support.mirrors import car, copied, make_template, opened
from tests.support.sellers import email_of, seller_list, vin_of
from tests.support.window import Opened


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The empty file all others are copied from."""
    return make_template(tmp_path_factory.mktemp("mirror"))


@pytest.fixture
def clock() -> FakeClock:
    """Time stands still."""
    return FakeClock()


@pytest.fixture
def celliq(clock: FakeClock) -> FakeCellIq:
    """The server."""
    return FakeCellIq(clock)


@pytest.fixture
def real(template: Path, tmp_path: Path, celliq: FakeCellIq, clock: FakeClock) -> Iterator[Desk]:
    """A desk over a real mirror."""
    mirror: Mirror = opened(copied(template, tmp_path), clock=clock)
    yield make_desk(mirror, celliq, clock)
    mirror.close()


@pytest.fixture
def window(opened: Open, real: Desk) -> Opened:
    """A window in which somebody is signed in at that desk, on the invites."""
    one = opened(
        prepare=lambda sessions, runner: setattr(sessions, "bench", Workbench(real, runner, sessions.bench.hub, str))
    )
    one.window.entry.explore()
    assert one.window.desk is not None
    one.window.desk.open_screen("invites")
    return one


@pytest.fixture
def screen(window: Opened) -> InvitesScreen:
    """The screen."""
    assert window.window.desk is not None
    made = window.window.desk.screen
    assert isinstance(made, InvitesScreen)
    return made


def _paste(screen: InvitesScreen, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    screen.paste()


def test_nobody_invited_yet_says_what_to_do(window: Opened) -> None:
    hands = Hands(window.window)
    assert hands.sees("Drop a list of sellers here, or paste its cells")
    assert not hands.sees("Export")


def test_a_dropped_list_is_judged_before_anything_is_sent(
    window: Opened, screen: InvitesScreen, celliq: FakeCellIq, tmp_path: Path
) -> None:
    path = tmp_path / "sellers.csv"
    path.write_text(seller_list(3) + f"{vin_of(1)},{email_of(1)}\nWVWZZZE1ZMPO00009,x@example.com\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(screen, QDragEnterEvent(QPoint(5, 5), *keys))
    QApplication.sendEvent(screen, QDropEvent(QPointF(5, 5), *keys))
    hands = Hands(window.window)
    assert hands.sees("3 will be sent, 1 duplicate, 1 cannot be sent.")
    assert screen.preview.chips.words == ("Ready 3", "Duplicate 1", "Cannot be sent 1")
    hands.click("Take 1 proposed VIN")
    assert hands.sees("4 will be sent, 1 duplicate.")
    assert not celliq.mails
    hands.click("Send 4 invites")
    assert len(celliq.mails) == 4
    assert screen.list.chips.words == ("Sent 4",)
    assert hands.sees("Result of sellers.csv")


def test_columns_nobody_can_guess_are_asked_for(window: Opened, screen: InvitesScreen) -> None:
    _paste(screen, "a;b;c\nx;y;z\n")
    hands = Hands(window.window)
    assert hands.sees("Which columns hold the VIN and the e-mail?")
    screen.preview.mapping.vin.setCurrentIndex(1)
    screen.preview.mapping.email.setCurrentIndex(2)
    screen.preview.mapping.email.activated.emit(2)
    assert hands.sees("Nothing will be sent, 1 cannot be sent.")
    QTest.keyClick(window.window, Qt.Key.Key_Escape)
    assert hands.sees("Drop a list of sellers here")


def test_a_broken_file_is_refused_in_words(window: Opened, screen: InvitesScreen) -> None:
    _paste(screen, "   ")
    _paste(screen, '"' + "x" * 2_000)
    assert Hands(window.window).sees("more than 1,024 characters")


def test_one_seller_is_invited_by_typing(window: Opened, screen: InvitesScreen, celliq: FakeCellIq) -> None:
    hands = Hands(window.window)
    hands.type(vin_of(7), screen.list.vin)
    hands.type(email_of(7), screen.list.email)
    hands.click("Check")
    hands.click("Send 1 invite")
    assert celliq.mails == [(vin_of(7), email_of(7))]


def test_a_reminder_waits_some_days_and_says_so(
    window: Opened, screen: InvitesScreen, celliq: FakeCellIq, clock: FakeClock
) -> None:
    hands = Hands(window.window)
    _paste(screen, seller_list(1))
    hands.click("Send 1 invite")
    screen.list.table.selectRow(0)
    assert hands.sees("The last e-mail is not 3 days old")
    clock.advance(timedelta(days=4).total_seconds())
    screen.enter("")
    screen.list.table.selectRow(0)
    assert hands.sees("Mailed 1 time so far.")
    hands.click("Send 1 reminder")
    assert len(celliq.mails) == 2


def test_the_list_and_the_result_are_saved_as_tables(
    window: Opened, screen: InvitesScreen, real: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(window.window)
    _paste(screen, seller_list(2))
    hands.click("Send 2 invites")
    names = iter(["out.csv", "result"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / next(names)), "Excel (*.xlsx)"))
    hands.click("Export")
    hands.click("Result of Pasted list")
    assert isinstance(real.files, MemoryFiles)
    assert {path.name for path in real.files.written} == {"out.csv", "result.xlsx"}


def test_what_a_run_came_to_is_said_with_what_is_still_open(
    window: Opened, screen: InvitesScreen, celliq: FakeCellIq
) -> None:
    """Never "sent" while some wait: the network goes after the second invite."""
    celliq.script["invite_seller"].extend([None, None, *[offline()] * 8])
    _paste(screen, seller_list(4))
    hands = Hands(window.window)
    hands.click("Send 4 invites")
    assert hands.sees("Still open: 2 wait to be sent."), hands.words()
    celliq.script["invite_seller"].clear()
    hands.click("Send now")
    assert hands.sees("Invites: 2 sent."), hands.words()


def test_single_invites_are_taken_back_while_the_others_go(
    window: Opened, screen: InvitesScreen, celliq: FakeCellIq
) -> None:
    window.runner.held.add("invites:send")
    _paste(screen, seller_list(3))
    hands = Hands(window.window)
    hands.click("Send 3 invites")
    table = screen.list.table
    table.selectRow(0)
    spared = screen.list.selected()[0].invite.seller_email
    hands.click("Take back")
    window.runner.let_go()
    assert sorted(email for _vin, email in celliq.mails) == sorted({email_of(n) for n in (1, 2, 3)} - {spared})


def test_owners_of_chosen_cars_are_looked_at_before_anybody_is_asked(
    window: Opened, screen: InvitesScreen, celliq: FakeCellIq, real: Desk
) -> None:
    celliq.add(car(1))
    celliq.add(car(2, status=VehicleStatus.DISCONNECTED, status_raw="disconnected", seller_email="two@example.com"))
    celliq.add(car(3, status=VehicleStatus.PENDING, status_raw="pending", seller_email="three@example.com"))
    synced(real)
    with real.mirror.read() as session:
        ids = [row.id for row in fleet_rows(session)]
    assert window.window.desk is not None
    window.window.desk.open_screen("invites", argument_of(ids))
    hands = Hands(window.window)
    assert hands.sees("Cars of the fleet")
    rows = [[screen.preview.table.model().index(row, column).data() for column in (2, 3)] for row in range(3)]
    assert sorted(rows) == [
        ["", "Cannot be sent"],
        ["three@example.com", "Already invited"],
        ["two@example.com", "Needs a look"],
    ]
    assert celliq.mails == []
    hands.click("Send 1 invite")
    assert hands.sees("Every invite has its answer; see the list."), "the server still has that car"
