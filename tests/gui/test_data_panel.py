"""Data on this computer, from the account menu: asked twice, said what came of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.ui.screens.settings.data_panel import DataDialog, DataPanel
from tests.gui.conftest import Open
from tests.support.window import Opened


@pytest.fixture
def panel(desk: Opened) -> Iterator[DataPanel]:
    """The dialog of the account menu, open."""
    desk.window.account.data.trigger()
    (dialog,) = desk.window.findChildren(DataDialog)
    yield dialog.panel
    dialog.close()


def _press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_seller_is_forgotten_after_asking_twice(desk: Opened, panel: DataPanel) -> None:
    QTest.keyClicks(panel.email, "seller@example.com")
    _press(panel.forget)
    assert desk.dealership.forgotten == []
    _press(panel.keep)
    _press(panel.forget)
    _press(panel.sure)
    assert desk.dealership.forgotten == ["seller@example.com"]
    assert panel.told.text() == "Forgotten in 3 places."
    assert panel.email.text() == ""


def test_a_refusal_is_said_in_the_panel(desk: Opened, panel: DataPanel) -> None:
    desk.dealership.problem = NeedsYou("seller_busy", "A message to this seller is being sent just now.")
    QTest.keyClicks(panel.email, "seller@example.com")
    _press(panel.forget)
    _press(panel.sure)
    assert "being sent" in panel.problem.words


def test_the_period_is_kept(desk: Opened, panel: DataPanel) -> None:
    panel.period.setCurrentIndex(panel.period.findData(12))
    panel.period.activated.emit(panel.period.currentIndex())
    assert desk.dealership.months == 12


def test_everything_is_fetched_again(desk: Opened, panel: DataPanel) -> None:
    _press(panel.anew)
    assert desk.dealership.syncs == [True]


def test_diagnostics_are_copied(panel: DataPanel) -> None:
    _press(panel.diagnose)
    assert json.loads(QGuiApplication.clipboard().text()) == {"checks": []}


def test_what_support_needs_is_gathered_in_a_file(
    desk: Opened, panel: DataPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClicks(panel.words, "The list is empty")
    chosen = iter([("", ""), (str(tmp_path / "mine"), "")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: next(chosen))
    _press(panel.gather)
    assert desk.dealership.feedback == [], "the question was closed"
    _press(panel.gather)
    assert desk.dealership.feedback == [("The list is empty", tmp_path / "mine.zip")]
    assert panel.told.text() == "Written: mine.zip. Look into it, then send it to support."


def test_damage_found_by_the_daily_look_leads_to_the_page_that_repairs(desk: Opened) -> None:
    """P9: found within a day, also while the window stays open."""
    desk.dealership.problem = BadSurroundings("mirror_damaged", "The mirror is damaged.")
    assert desk.window.desk is not None
    desk.clock.advance(7 * 3600)
    desk.window.desk.models.data.tick()
    assert desk.window.gate.isVisible()


def test_a_disk_that_fills_up_is_said_once(desk: Opened) -> None:
    desk.dealership.noticed = "The disk is getting full: 150 MB are left."
    assert desk.window.desk is not None
    for _turn in range(2):
        desk.clock.advance(7 * 3600)
        desk.window.desk.models.data.tick()
    assert desk.window.toasts.words.count(desk.dealership.noticed) == 1


@pytest.mark.parametrize("shared", [False, True])
def test_a_desk_of_a_group_says_what_is_encrypted_and_whom_fetching_again_concerns(opened: Open, shared: bool) -> None:
    one = opened()
    one.dealership.shared = shared
    one.window.entry.explore()
    one.window.account.data.trigger()
    (dialog,) = one.window.findChildren(DataDialog)
    shown = " ".join(words.text() for words in dialog.panel.findChildren(QLabel))
    dialog.close()
    assert ("Not encrypted by CellIQ Desktop: what stands in the database, and its backups." in shown) is shared
    assert ("for all its desks" in shown) is shared
