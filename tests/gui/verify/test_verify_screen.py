"""What somebody who was handed a report sees when they check it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.domain.problems import BadSurroundings, Cancelled
from celliq_desktop.domain.reports import Verdict, Verification
from celliq_desktop.ui.screens.verify.screen import VerifyScreen
from celliq_desktop.usecases import tables, verify_files, verify_report
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

    believed: set[Path] = set()

    def believe(_desk: object, found: Verification) -> None:
        assert found.certificate_sha256 == DIGEST
        believed.add(Path("stranger.pdf"))

    def verify(_desk: object, path: Path) -> Verification:
        if path.stem == "stranger":
            found = _verification(Verdict.UNVERIFIABLE)
            return replace(found, stranger=path not in believed, certificate_sha256=DIGEST)
        if path.stem == "gone":
            raise BadSurroundings("cannot_read", "The file cannot be read.", next_step="Look where it is.")
        return _verification(Verdict(path.stem))

    monkeypatch.setattr(verify_files, "verify_for_desk", verify)
    monkeypatch.setattr(verify_report, "believe_for_desk", believe)
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
    card = screen.card
    assert not screen.list.isVisible()
    assert card.words.startswith(headline)
    assert f"Because it is {verdict.value}." in card.words
    assert card.accessibleName() == f"{verdict.value}.pdf: {headline}"


def test_figures_are_shown_only_when_the_seal_holds(screen: VerifyScreen) -> None:
    _drop(screen, Path("authentic.pdf"))
    assert "State of health 92.1" in screen.card.words
    assert "Public record Valid" in screen.card.words
    _drop(screen, Path("altered.pdf"))
    assert "State of health" not in screen.card.words
    assert "Time stamp" not in screen.card.words
    assert "0123456789abcdef 0123456789abcdef" in screen.card.words


def test_a_file_that_cannot_be_read_says_so_and_can_be_checked_again(
    screen: VerifyScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.check([Path("gone.pdf")])
    assert "The check could not be made" in screen.card.words
    assert "The file cannot be read. Look where it is." in screen.card.words
    monkeypatch.setattr(verify_files, "verify_for_desk", lambda _desk, _path: _verification(Verdict.AUTHENTIC))
    screen.card.again.emit(Path("gone.pdf"))
    assert screen.card.words.startswith("Authentic and current")
    assert not screen.list.isVisible(), "it is the same file"


def test_while_a_file_is_checked_nothing_is_claimed(desk: Opened, screen: VerifyScreen) -> None:
    desk.runner.held.add("verify:authentic.pdf")
    screen.check([Path("authentic.pdf")])
    assert screen.card.words == "Checking…"
    desk.runner.let_go()
    assert screen.card.words.startswith("Authentic")


_MANY = [Path(f"{number}/{verdict.value}.pdf") for number in range(20) for verdict in Verdict]
_WORST_FIRST = (
    "101 files: 20 altered, 20 cannot be verified, 20 authentic, but no longer in force, 20 not a CellIQ report, "
    "20 authentic and current, 1 not checked."
)


def _column(screen: VerifyScreen, column: int) -> list[str]:
    rows = screen.list.table.model()
    return [str(rows.index(row, column).data()) for row in range(rows.rowCount())]


def test_a_hundred_files_are_a_list_with_a_line_each_and_one_summary(desk: Opened, screen: VerifyScreen) -> None:
    _drop(screen, *_MANY, Path("gone.pdf"))
    assert screen.list.isVisible()
    assert _column(screen, 0)[:5] == ["Authentic", "Not in force", "Altered", "Cannot be verified", "Not ours"]
    assert _column(screen, 2)[-1] == "The file cannot be read."
    assert screen.list.strip.words == _WORST_FIRST
    assert screen.card.words.startswith("Authentic and current")
    assert desk.window.focusWidget() is screen.list.table
    QTest.keyClick(screen.list.table, Qt.Key.Key_Down)
    assert screen.card.words.startswith("Authentic, but no longer in force"), "arrows read one after another"
    verified = [record.name for record in desk.runner.board.records if record.name.startswith("Verify")]
    assert verified == ["Verify 101 files"], "one line in Activity"


def test_a_chip_leaves_the_files_of_its_verdict(screen: VerifyScreen) -> None:
    screen.check(_MANY)
    altered = next(words for words in screen.list.chips.words if words.startswith("Altered"))
    assert altered == "Altered after it was issued 20"
    screen.list.chips.toggled.emit(Verdict.ALTERED.value)
    assert set(_column(screen, 0)) == {"Altered"}
    assert screen.card.words.startswith("Altered")
    screen.list.chips.toggled.emit(Verdict.ALTERED.value)
    assert len(_column(screen, 0)) == 100


def test_progress_counts_and_what_was_not_reached_is_called_so(
    screen: VerifyScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def some(_desk: object, paths: tuple[Path, ...], *, cancel: CancelToken) -> Iterator[verify_files.Checked]:
        for path in paths[:3]:
            yield path, _verification(Verdict(path.stem))
            said.append(screen.list.strip.words)
        assert not cancel.cancelled
        raise Cancelled("cancelled", "Stopped.")

    monkeypatch.setattr(verify_files, "verify_files", some)
    screen.check(_MANY)
    assert said[1].startswith("Checking 100 files 2 of 100 done")
    assert "1 altered" in said[2]
    assert _column(screen, 0)[3:] == ["Not checked"] * 97
    assert "97 not checked" in screen.list.strip.words
    assert screen.list.save.isVisible()


def test_cancel_and_escape_stop_what_runs(desk: Opened, screen: VerifyScreen) -> None:
    desk.runner.held.add("verify:1")
    screen.check(_MANY)
    assert screen.list.strip.words.startswith("Checking 100 files 0 of 100 done")
    QTest.mouseClick(screen.list.strip.stop, Qt.MouseButton.LeftButton)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert len(desk.runner.cancelled) == 2
    assert len(_column(screen, 0)) == 100, "nothing is forgotten while it runs"
    desk.runner.let_go()


def test_the_verdicts_are_saved_as_a_table(
    screen: VerifyScreen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept: list[tuple[int, Path]] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "verdicts.csv"), "CSV (*.csv)"))
    monkeypatch.setattr(tables, "write_verdicts", lambda _desk, rows, path: kept.append((len(rows), path)))
    screen.check(_MANY)
    QTest.mouseClick(screen.list.save, Qt.MouseButton.LeftButton)
    assert kept == [(100, tmp_path / "verdicts.csv")]


def test_answers_are_put_away_one_by_one_or_all_by_escape(desk: Opened, screen: VerifyScreen) -> None:
    screen.check([Path("authentic.pdf"), Path("altered.pdf"), Path("foreign.pdf")])
    QTest.keyClick(screen.list.table, Qt.Key.Key_Delete)
    assert _column(screen, 1) == ["altered.pdf", "foreign.pdf"]
    screen.card.dropped.emit(Path("altered.pdf"))
    assert screen.card.words.startswith("Not a CellIQ report")
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not screen.card.isVisible()
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
    assert screen.card.words.startswith("Authentic")
    QTest.keyClick(screen.zone.choose, Qt.Key.Key_Return)
    assert chosen()[1] == str(tmp_path)
    assert not screen.list.isVisible()


@pytest.mark.parametrize("theirs", [True, False])
def test_whose_seal_it_is_can_be_settled_by_asking_the_issuer(screen: VerifyScreen, *, theirs: bool) -> None:
    path = Path("stranger.pdf")
    _drop(screen, path)
    assert screen.card.believe.isVisible()
    QTest.keyClick(screen.card.believe, Qt.Key.Key_Space)
    box = screen.card.question
    assert box is not None
    assert "0123456789abcdef 0123456789abcdef" in box.text(), "in groups, to be compared by eye"
    roles = QMessageBox.ButtonRole
    wanted = roles.AcceptRole if theirs else roles.RejectRole
    pressed = next(one for one in box.buttons() if box.buttonRole(one) is wanted)
    assert (box.defaultButton() is pressed) is not theirs, "Enter by mistake believes nobody"
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)
    assert screen.card.believe.isHidden() is theirs


def test_nothing_is_asked_where_asking_settles_nothing(screen: VerifyScreen) -> None:
    for verdict in Verdict:
        _drop(screen, Path(f"{verdict.value}.pdf"))
        assert screen.card.believe.isHidden()
