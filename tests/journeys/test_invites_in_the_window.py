"""A manager's story in the real window, against the sandbox over real HTTP: a messy list of sellers is looked at, sent,
held, thinned out, sent on, and told; and a report that waits for credits goes on when they come."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from celliq_desktop.app.window import OpenWindow
from celliq_desktop.sandbox.celliq.world import World
from celliq_desktop.sandbox.server import RunningSandbox
from celliq_desktop.ui.chrome.desk_view import DeskView
from celliq_desktop.ui.screens.invites.screen import InvitesScreen
from tests.cli.conftest import Start
from tests.journeys.windows import program, shown
from tests.support.hands import Hands
from tests.support.sellers import email_of, vin_of

_MANY = 24


@pytest.fixture
def server(start: Start) -> RunningSandbox:
    """A dealership without credits, behind a slow line."""
    return start(vehicles=4, credits=0, faults=("latency",))


@pytest.fixture
def opened(server: RunningSandbox, tmp_path: Path, qapp: object) -> Iterator[OpenWindow]:
    """The program's own window on an empty profile."""
    with program(server, tmp_path / "profile", verbose=True) as wiring, shown(wiring, qapp) as opened:
        yield opened
    people = (vin_of(1), email_of(1), vin_of(_MANY), server.urls.password, "a passphrase for tests")
    canaries = (*people, *(car.vin for car in server.world.cars.values()))
    files = [path for path in (tmp_path / "profile").rglob("*") if path.is_file()]
    assert {"celliq.log", "window.ini"} <= {path.name for path in files}
    texts = {path.name: path.read_bytes().lower() for path in files}
    found = {(name, one) for name, text in texts.items() for one in canaries if one.lower().encode() in text}
    assert found == set(), "a day in the window, at DEBUG, leaves nobody in any file (M17)"


def _messy(folder: Path, connected: str) -> Path:
    """As it comes out of a spreadsheet in Germany: semicolons, cp1252, other columns, a VIN with spaces, one twice, one
    that is none, one that is in the fleet."""
    lines = ["Händler;Fahrgestellnummer;E-Mail Verkäufer"]
    lines += [f"Köln;{vin_of(number)};{email_of(number)}" for number in range(1, _MANY)]
    spaced = vin_of(_MANY)
    lines.append(f"Köln;{spaced[:3]} {spaced[3:9]} {spaced[9:]} ; {email_of(_MANY).upper()} ")
    lines += [f"Köln;{vin_of(1)};{email_of(1)}", "Köln;keine;Nummer", f"Köln;{connected};jemand@example.com"]
    path = folder / "Verkäufer.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path


def _drop(screen: InvitesScreen, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(screen, QDragEnterEvent(QPoint(5, 5), *keys))
    QApplication.sendEvent(screen, QDropEvent(QPointF(5, 5), *keys))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _signed_in(opened: OpenWindow, hands: Hands, server: RunningSandbox) -> DeskView:
    window = opened.window
    hands.until(window.sign_in.email.isVisible, "the sign-in page")
    hands.type(server.urls.email, window.sign_in.email)
    hands.type(server.urls.password, window.sign_in.password)
    hands.click("Sign in")
    hands.until(lambda: hands.sees("Synced") and hands.sees("4 cars"), "the fleet")
    assert window.desk is not None
    return window.desk


def _invites(desk: DeskView, hands: Hands) -> InvitesScreen:
    hands.click("Invites")
    assert isinstance(desk.screen, InvitesScreen)
    return desk.screen


def _states(screen: InvitesScreen) -> list[str]:
    table = screen.list.table
    return [str(table.model().index(row, 2).data()) for row in range(_MANY)]


def _held_at(hands: Hands, desk: DeskView, world: World) -> int:
    """Sending has begun and is held; how many were mailed, and no sync mails another."""
    hands.click(f"Send {_MANY} invites")
    hands.until(lambda: world.mails, "the first mail")
    hands.click("Pause")
    hands.until(lambda: hands.sees("held back") and hands.can_press("Resume"), "what is held back")
    screen = desk.screen
    assert isinstance(screen, InvitesScreen)
    hands.until(lambda: "Being sent" not in _states(screen), "the end of what was under way")
    sent = len(world.mails)
    desk.models.sync.start()
    hands.until(lambda: not hands.sees("Syncing") and desk.models.sync.state.words.startswith("Synced"), "a sync")
    assert len(world.mails) == sent, "no sync sends what a person holds back"
    return sent


def _one_taken_back(hands: Hands, screen: InvitesScreen) -> str:
    screen.list.table.selectRow(_states(screen).index("Paused"))
    spared = screen.list.selected()[0].invite.seller_email
    hands.click("Take back")
    hands.until(lambda: any("Cancelled 1" in words for words in screen.list.chips.words), "one taken back")
    return spared


def test_a_manager_invites_from_a_messy_list(
    opened: OpenWindow, server: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, world = Hands(opened.window), server.world
    desk = _signed_in(opened, hands, server)
    screen = _invites(desk, hands)
    path = _messy(tmp_path, next(iter(world.cars.values())).vin)
    _drop(screen, path)
    hands.until(lambda: hands.can_press(f"Send {_MANY} invites"), "every row judged")
    assert hands.sees(f"{_MANY} will be sent, 1 connected already, 1 duplicate, 1 cannot be sent."), hands.words()

    names = iter((tmp_path / "dry run.csv", tmp_path / "result.csv"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(next(names)), "CSV (*.csv)"))
    hands.click("Save verdicts")
    hands.until((tmp_path / "dry run.csv").exists, "the dry run as a table")
    states = Counter(row["state"] for row in _rows(tmp_path / "dry run.csv"))
    assert states == {"waiting": _MANY, "already_invited": 1, "duplicate": 1, "invalid": 1}
    assert world.mails == []

    assert 0 < _held_at(hands, desk, world) < _MANY
    spared = _one_taken_back(hands, screen)
    hands.click("Resume")
    hands.until(lambda: len(world.mails) == _MANY - 1, "all the others mailed")
    hands.until(lambda: hands.sees("Invites: ") and not hands.can_press("Pause"), "the end in words")
    assert not hands.sees("Still open")
    assert set(Counter(world.mails).values()) == {1}
    assert spared not in {email for _vin, email in world.mails}

    hands.click("Result of Verkäufer.csv")
    hands.until((tmp_path / "result.csv").exists, "the result")
    told = Counter(row["state"] for row in _rows(tmp_path / "result.csv"))
    assert told == {"sent": _MANY - 1, "failed": 1, "already_invited": 1, "duplicate": 1, "invalid": 1}
    _drop(screen, path)
    hands.until(lambda: hands.can_press("Send 1 invite"), "the same list again: only the one that was taken back")


def test_a_report_goes_on_by_itself_when_credits_come(opened: OpenWindow, server: RunningSandbox) -> None:
    hands, world = Hands(opened.window), server.world
    desk = _signed_in(opened, hands, server)
    car = next(one for one in world.cars.values() if all(need["met"] for need in world.requirements(one)))
    reports, row = len(world.reports), desk.models.fleet.index.with_vin(car.vin)
    assert row is not None
    desk.open_vehicle(row.id)
    hands.click("Issue report")
    hands.until(lambda: hands.sees("It uses") or hands.sees("A report is in force"), "the question what it costs")
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.sees("Credits are missing. Buy some?"), "what is missing, on the car itself")
    assert len(world.reports) == reports
    world.credits_balance = 3
    desk.models.somebody_is_back()  # from paying in the browser
    hands.until(lambda: len(world.reports) == reports + 1, "the report goes on by itself")
    hands.until(lambda: hands.sees("Credits have arrived: 1 report issued."), "and it is said")
    assert world.credits_balance == 2
