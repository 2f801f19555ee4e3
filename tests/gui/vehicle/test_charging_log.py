"""A charging log dropped on a car's screen: shown before it is kept, columns chosen, removed again."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.manual_logs import ManualLog, ManualShare
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.spreadsheets.charging_log import LogHead
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.usecases import manual_logs, vehicles
from celliq_desktop.usecases.manual_logs import LogChoices, LogLook
from tests.support.vehicle_details import detail, estimate
from tests.support.window import Opened

FILE = Path("garage.csv")
HEAD = LogHead(("When", "Level", "kW"), (("2026-03-01", "20", "11"), ("2026-03-02", "21", "11")), "", {"time": "When"})


class Garage:
    """What the use case would answer: a file whose columns are complete once the level is chosen."""

    def __init__(self) -> None:
        self.added: list[LogChoices] = []
        self.removed: list[str] = []

    def look_at(self, _desk: object, _car: str, path: Path, choices: LogChoices | None = None) -> LogLook:
        """Addable with a level."""
        chosen = choices or LogChoices(dict(HEAD.proposed))
        if "soc_percent" not in chosen.columns:
            return LogLook(path, HEAD, chosen, problem=NeedsYou("bad_log", "The file has no column soc_percent."))
        return LogLook(path, HEAD, chosen, 400, 1.77e9, 1.775e9, estimate())

    def add(self, _desk: object, car: str, _path: Path, choices: LogChoices) -> tuple[None, Changes]:
        """Kept."""
        self.added.append(choices)
        return None, Changes.of(Topic.ESTIMATES, ids=frozenset({car}))

    def remove(self, _desk: object, car: str, sha256: str) -> Changes:
        """Gone."""
        self.removed.append(sha256)
        return Changes.of(Topic.ESTIMATES, ids=frozenset({car}))


@pytest.fixture
def garage(monkeypatch: pytest.MonkeyPatch) -> Garage:
    """In place of the use case."""
    fake = Garage()
    for name in ("look_at", "add", "remove"):
        monkeypatch.setattr(manual_logs, name, getattr(fake, name))
    return fake


def _open(desk: Opened) -> VehicleScreen:
    assert desk.window.desk is not None
    desk.window.desk.open_vehicle(desk.dealership.snapshot.rows[0].id)
    screen = desk.window.desk.screen
    assert isinstance(screen, VehicleScreen)
    return screen


def _drop(screen: VehicleScreen) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FILE.resolve()))])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(screen, QDragEnterEvent(QPoint(5, 5), *keys))
    QApplication.sendEvent(screen, QDropEvent(QPointF(5, 5), *keys))


def _click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_dropped_file_is_shown_its_columns_chosen_and_only_then_kept(desk: Opened, garage: Garage) -> None:
    screen = _open(desk)
    _drop(screen)
    card = screen.log.card
    assert card.isVisible()
    assert "garage.csv" in card.title.text()
    assert "no column soc_percent" in card.problem.text()
    assert not card.add.isEnabled()
    assert garage.added == []
    assert "2026-03-01" in card.fields["time"].values.text()
    level = card.fields["soc_percent"].choice
    level.setFocus()
    QTest.keyClick(level, Qt.Key.Key_Down)
    QTest.keyClick(level, Qt.Key.Key_Down)
    assert level.currentText() == "Level"
    assert "400 rows" in card.words.text()
    card.negative.click()
    _click(card.add)
    assert garage.added == [LogChoices({"time": "When", "soc_percent": "Level"}, charging_negative=True)]
    assert not card.isVisible()
    assert any("marked manual" in words for words in desk.window.toasts.words)


def test_escape_puts_the_file_away_and_a_buyer_adds_nothing(
    desk: Opened, garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = replace(detail(estimate()), row=desk.dealership.snapshot.rows[0])
    monkeypatch.setattr(vehicles, "vehicle_detail", lambda _desk, _id: plain)
    screen = _open(desk)
    _drop(screen)
    assert screen.escape()
    assert not screen.log.card.isVisible()
    screen.show_to_buyer()
    assert not screen.verdict.log.isVisible()
    _drop(screen)
    assert not screen.log.card.isVisible()
    assert garage.added == []


def test_a_file_that_cannot_be_read_is_said(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(*_any: Any, **_more: Any) -> LogLook:
        raise NeedsYou("bad_log", "The file is empty.", next_step="Choose another one.")

    monkeypatch.setattr(manual_logs, "look_at", torn)
    _drop(_open(desk))
    assert any("The file is empty. Choose another one." in words for words in desk.window.toasts.words)


def test_what_was_added_is_listed_with_its_proof_and_removed(
    desk: Opened, garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.dealership.snapshot.rows[0]
    log = ManualLog(
        vehicle_id=row.id,
        sha256="ab" * 32,
        file_name="garage.csv",
        kind="TeslaFi export",
        rows=400,
        first_s=1.77e9,
        last_s=1.775e9,
        added_by="dealer@example.com",
        added_at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    with_log = replace(detail(estimate()), row=row, manual=(ManualShare(log, (0,)),))
    monkeypatch.setattr(vehicles, "vehicle_detail", lambda _desk, _id: with_log)
    screen = _open(desk)
    tab = screen.tabs.charges
    screen.tabs.setCurrentIndex(next(at for at in range(screen.tabs.count()) if screen.tabs.tabText(at) == "Sessions"))
    model = tab.table.model()
    kinds = [model.index(at, 1).data() for at in range(model.rowCount())]
    assert sum(kind.endswith(", manual") for kind in kinds) == 1
    (said,) = [child for child in tab.logs.findChildren(QPushButton) if child.text() == "Remove"]
    _click(said)
    assert garage.removed == ["ab" * 32]
