"""The cars on the screen, taken along as a table."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.usecases import tables
from tests.support.hands import Hands
from tests.support.window import Opened


def test_the_cars_shown_are_written_in_their_order(
    desk: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: dict[Path, list[FleetRow]] = {}
    monkeypatch.setattr(tables, "write_fleet", lambda _desk, cars, path: written.update({path: list(cars)}))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "cars"), "Excel (*.xlsx)"))
    Hands(desk.window).click("Save the cars shown as a table")
    assert desk.window.desk is not None
    view = desk.window.desk.models.fleet.state.view
    assert written == {tmp_path / "cars.xlsx": [view.rows[position] for position in view.order]}
    assert Hands(desk.window).sees("Written: cars.xlsx")
