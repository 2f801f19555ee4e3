"""What somebody who was handed a report sees when they check it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.reports import Verdict, Verification
from celliq_desktop.ui.screens.verify.screen import VerifyScreen
from celliq_desktop.viewmodels.verify import model
from tests.support.window import Opened

DIGEST = "0123456789abcdef" * 4
WHEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _verification(verdict: Verdict) -> Verification:
    if verdict in (Verdict.ALTERED, Verdict.FOREIGN):
        return Verification(verdict=verdict, reasons=(f"Because it is {verdict.value}.",), sha256=DIGEST)
    return Verification(
        verdict=verdict,
        reasons=(f"Because it is {verdict.value}.",),
        report_id=ReportId("rep_1"),
        issuer="CellIQ dealer",
        sealed_at=WHEN,
        online=True,
        record_status="valid",
        soh_percent=92.1,
        vehicle="2021 Volkswagen ID.3",
        vin_masked="WVW**********2345",
        sha256=DIGEST,
    )


@pytest.fixture
def screen(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> VerifyScreen:
    """The screen; a file's name is its verdict, and ``gone.pdf`` cannot be read."""

    def verify(_desk: object, path: Path) -> Verification:
        if path.stem == "gone":
            raise BadSurroundings("cannot_read", "The file cannot be read.", next_step="Look where it is.")
        return _verification(Verdict(path.stem))

    monkeypatch.setattr(model, "verify_for_desk", verify)
    assert desk.window.desk is not None
    desk.window.desk.open_screen("verify")
    made = desk.window.desk.screen
    assert isinstance(made, VerifyScreen)
    return made


def _drop(screen: VerifyScreen, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(5, 5), *keys)
    QApplication.sendEvent(screen, entering)
    assert entering.isAccepted()
    assert screen.zone.property("over") == "true"
    QApplication.sendEvent(screen, QDropEvent(QPointF(5, 5), *keys))
    assert screen.zone.property("over") == "false"


@pytest.mark.parametrize(
    ("verdict", "headline"),
    [
        (Verdict.AUTHENTIC, "Authentic and current"),
        (Verdict.OUTDATED, "Authentic, but no longer in force"),
        (Verdict.ALTERED, "Altered after it was issued"),
        (Verdict.UNVERIFIABLE, "Cannot be verified"),
        (Verdict.FOREIGN, "Not a CellIQ report"),
    ],
)
def test_a_dropped_file_gets_its_verdict_and_reason(screen: VerifyScreen, verdict: Verdict, headline: str) -> None:
    _drop(screen, Path(f"{verdict.value}.pdf"))
    (card,) = screen.cards
    assert card.words.startswith(headline)
    assert f"Because it is {verdict.value}." in card.words
    assert card.accessibleName() == f"{verdict.value}.pdf: {headline}"


def test_figures_are_shown_only_when_the_seal_holds(screen: VerifyScreen) -> None:
    _drop(screen, Path("authentic.pdf"), Path("altered.pdf"))
    authentic, altered = screen.cards
    assert "State of health 92.1" in authentic.words
    assert "Public record Valid" in authentic.words
    assert "State of health" not in altered.words
    assert "Time stamp" not in altered.words
    assert "0123456789abcdef 0123456789abcdef" in altered.words


def test_a_file_that_cannot_be_read_says_so_and_can_be_checked_again(
    screen: VerifyScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.check([Path("gone.pdf")])
    assert "The check could not be made" in screen.cards[0].words
    assert "The file cannot be read. Look where it is." in screen.cards[0].words
    monkeypatch.setattr(model, "verify_for_desk", lambda _desk, _path: _verification(Verdict.AUTHENTIC))
    screen.cards[0].again.emit(Path("gone.pdf"))
    (card,) = screen.cards
    assert card.words.startswith("Authentic and current")


def test_while_a_file_is_checked_nothing_is_claimed(desk: Opened, screen: VerifyScreen) -> None:
    desk.runner.held.add("verify:authentic.pdf")
    screen.check([Path("authentic.pdf")])
    assert screen.cards[0].words == "Checking…"
    desk.runner.let_go()
    assert screen.cards[0].words.startswith("Authentic")


def test_answers_are_put_away_one_by_one_or_all_by_escape(desk: Opened, screen: VerifyScreen) -> None:
    screen.check([Path("authentic.pdf"), Path("altered.pdf"), Path("foreign.pdf")])
    screen.cards[0].dropped.emit(Path("authentic.pdf"))
    assert [card.words.split()[0] for card in screen.cards] == ["Altered", "Not"]
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not screen.cards
    assert desk.window.desk is not None
    assert desk.window.desk.current == "verify"


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], list[str]]:
    """The folders the file dialog was opened in; it answers with one file."""
    folders: list[str] = []

    def ask(_parent: object, _title: str, folder: str, _kinds: str) -> tuple[list[str], str]:
        folders.append(folder)
        return [str(tmp_path / "authentic.pdf")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask)
    return lambda: folders


def test_enter_chooses_a_file_and_the_folder_is_remembered(
    desk: Opened, screen: VerifyScreen, chosen: Callable[[], list[str]], tmp_path: Path
) -> None:
    assert desk.window.focusWidget() is screen.zone.choose
    QTest.keyClick(screen.zone.choose, Qt.Key.Key_Return)
    assert screen.cards[0].words.startswith("Authentic")
    QTest.keyClick(screen.zone.choose, Qt.Key.Key_Return)
    assert chosen()[1] == str(tmp_path)
    assert len(screen.cards) == 1
