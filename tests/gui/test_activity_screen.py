"""What runs, what waits and what is over."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from celliq_desktop.domain.outbox import (
    Batch,
    Carried,
    Described,
    HistoryLine,
    OperationState,
)
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import JobState
from celliq_desktop.viewmodels.activity_lines import Part
from celliq_desktop.viewmodels.billing import BillingViewModel
from celliq_desktop.viewmodels.car_changes import Car
from tests.gui.conftest import Open
from tests.support.activity import activity_screen, report_operation
from tests.support.fleet_rows import NOW
from tests.support.session_models import FakeDealership
from tests.support.window import Opened


def _running(one: Opened, done: int = 3, total: int | None = 12) -> None:
    record = JobRecord(900, "Sync", "other", JobState.RUNNING, NOW, done=done, total=total, words="Reading charges")
    one.runner.board.put(record)


def test_nothing_going_on_is_said_with_what_will_be_here(desk: Opened) -> None:
    screen = activity_screen(desk)
    assert screen.empty.isVisible()
    assert screen.empty.accessibleName() == "Nothing going on"


def test_a_running_job_shows_its_counts_and_can_be_cancelled(desk: Opened) -> None:
    screen = activity_screen(desk)
    _running(desk)
    (row,) = screen.parts[Part.RUNNING].rows
    assert row.words == "Sync · Running · Reading charges · 3 of 12"
    assert row.bar.isVisible()
    assert row.bar.value() / row.bar.maximum() == 0.25
    QTest.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    assert desk.runner.cancelled == [900]


def test_progress_of_unknown_length_moves_without_a_share(desk: Opened) -> None:
    screen = activity_screen(desk)
    _running(desk, 0, None)
    (row,) = screen.parts[Part.RUNNING].rows
    assert (row.bar.minimum(), row.bar.maximum()) == (0, 0)


def test_progress_keeps_the_row_that_is_there(desk: Opened) -> None:
    screen = activity_screen(desk)
    _running(desk)
    (before,) = screen.parts[Part.RUNNING].rows
    _running(desk, 6)
    assert screen.parts[Part.RUNNING].rows == (before,)
    assert before.bar.value() / before.bar.maximum() == 0.5


def test_a_job_that_ends_moves_to_recent(desk: Opened) -> None:
    screen = activity_screen(desk)
    _running(desk)
    desk.runner.board.put(JobRecord(900, "Sync", "other", JobState.DONE, NOW, NOW))
    assert not screen.parts[Part.RUNNING].isVisible()
    assert [row.words for row in screen.parts[Part.RECENT].rows] == ["Sync · Done"]


def test_what_waits_can_be_paid_tried_again_and_cancelled(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int | None] = []
    monkeypatch.setattr(BillingViewModel, "buy", lambda _model, quantity: asked.append(quantity))
    one = opened(FakeDealership(operations=(report_operation("op1", OperationState.NEEDS_PAYMENT),)))
    one.window.entry.explore()
    screen = activity_screen(one)
    (row,) = screen.parts[Part.NEEDS_YOU].rows
    assert "Needs credits" in row.words
    assert "Credits are missing. Buy some?" in row.words
    assert "Nothing was charged." in row.words
    for button in (row.retry, row.cancel, row.pay):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert one.window.desk is not None
    assert (one.window.desk.current, asked) == ("billing", [None])
    assert one.dealership.retried == ["op1"]
    assert one.dealership.cancelled == ["op1"]


def test_what_is_over_offers_nothing(opened: Open) -> None:
    one = opened(FakeDealership(operations=(report_operation("op1", OperationState.DONE),)))
    one.window.entry.explore()
    (row,) = activity_screen(one).parts[Part.RECENT].rows
    assert not any(button.isVisible() for button in (row.pay, row.retry, row.cancel))


def _rows(many: int, stuck: frozenset[int]) -> tuple[Described, ...]:
    """Invites of one batch; those numbered in ``stuck`` need somebody, the first hundred were sent."""
    found = []
    for at in range(many):
        state = OperationState.NEEDS_USER if at in stuck else OperationState.DONE if at < 100 else OperationState.QUEUED
        one = replace(report_operation(f"op{at}", state), kind="invite", seq=at, natural_key=f"invite:{at}")
        if at in stuck:
            one = replace(one, last_error="Nobody confirmed it.")
        found.append(Described(one, f"VIN{at:05} · seller{at}@example.com"))
    return tuple(sorted(found, key=lambda each: each.operation.state is not OperationState.NEEDS_USER))


def test_five_thousand_invites_are_one_line_that_opens_row_by_row(opened: Open) -> None:
    """M6, M7: counts first, then every row, those first that need somebody; single ones are answered."""
    counts = {OperationState.DONE: 100, OperationState.QUEUED: 4_895, OperationState.NEEDS_USER: 5}
    batch = Batch("b1", "invite", NOW - timedelta(minutes=12), counts)
    stuck = frozenset({106, 1_000, 2_000, 3_000, 4_999})
    one = opened(FakeDealership(batches=(batch,), rows=_rows(5_000, stuck)))
    one.window.entry.explore()
    screen = activity_screen(one)
    (shown,) = screen.parts[Part.NEEDS_YOU].rows
    assert "Invite · 5,000 changes · Needs you" in shown.words
    assert "100 done, 5 need you, 4,895 waiting to be sent." in shown.words
    assert "5 changes need you. Send all of them again?" in shown.words
    QTest.mouseClick(shown.open, Qt.MouseButton.LeftButton)
    page = screen.batch
    model = page.table.model()
    assert page.isVisible()
    assert page.chips.words == ("Done 100", "Need you 5", "Waiting to be sent 4,895")
    assert model.rowCount() == 5
    assert [model.index(0, column).data() for column in range(4)] == [
        "107",
        "VIN00106 · seller106@example.com",
        "Needs you",
        "Nobody confirmed it.",
    ]
    page.table.selectRow(1)
    QTest.mouseClick(page.yes, Qt.MouseButton.LeftButton)
    assert one.dealership.retried == ["op1000"]
    page.chips.toggled.emit("need you")
    assert model.rowCount() == 5_000
    page.search.setText("seller4999@")
    assert model.rowCount() == 1
    page.table.selectAll()
    QTest.mouseClick(page.no, Qt.MouseButton.LeftButton)
    assert one.dealership.cancelled == ["op4999"]
    page.search.clear()
    page.table.selectAll()
    assert page.yes.text() == "Send 4,900 again"
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert screen.parts[Part.NEEDS_YOU].isVisible()


def test_a_whole_batch_is_answered_at_once(opened: Open) -> None:
    batch = Batch("b1", "invite", NOW - timedelta(minutes=12), {OperationState.DONE: 2, OperationState.NEEDS_USER: 1})
    one = opened(FakeDealership(batches=(batch,)))
    one.window.entry.explore()
    (shown,) = activity_screen(one).parts[Part.NEEDS_YOU].rows
    assert (shown.retry.text(), shown.cancel.text()) == ("Send them again", "Take back what was not sent")
    QTest.mouseClick(shown.retry, Qt.MouseButton.LeftButton)
    QTest.mouseClick(shown.cancel, Qt.MouseButton.LeftButton)
    assert (one.dealership.retried, one.dealership.cancelled) == (["b1"], ["b1"])


def test_the_history_of_one_change_is_shown_on_demand(opened: Open) -> None:
    steps = (HistoryLine(NOW, "queued", "asked for"), HistoryLine(NOW, "in_doubt", "no confirmation"))
    waiting = report_operation("op1", OperationState.IN_DOUBT)
    one = opened(FakeDealership(operations=(waiting,), histories={"op1": steps}))
    one.window.entry.explore()
    (shown,) = activity_screen(one).parts[Part.QUEUED].rows
    QTest.mouseClick(shown.open, Qt.MouseButton.LeftButton)
    assert "Checking with CellIQ · no confirmation" in shown.opened.text()
    QTest.mouseClick(shown.open, Qt.MouseButton.LeftButton)
    assert not shown.opened.isVisible()


def test_nothing_waits_silently(opened: Open) -> None:
    """The rail counts what needs somebody; what has waited for days says so itself."""
    old = replace(report_operation("op1", OperationState.QUEUED), created_at=NOW - timedelta(days=3))
    one = opened(FakeDealership(operations=(old, report_operation("op2", OperationState.NEEDS_USER))))
    one.window.entry.explore()
    words = [row.words for part in activity_screen(one).parts.values() for row in part.rows]
    assert any("It has waited for 3 days." in each for each in words)
    named = [each.accessibleName() for each in one.window.frame.rail.findChildren(QToolButton)]
    assert "Activity: 2 need you" in named


def test_a_car_is_let_go_only_after_a_question(opened: Open) -> None:
    one = opened(FakeDealership())
    one.window.entry.explore()
    assert one.window.desk is not None
    cars, row = one.window.desk.models.cars, one.dealership.snapshot.rows[0]
    cars.ask_disconnect([Car(row.id, "the car")])
    assert one.dealership.disconnected == []
    cars.dismiss()
    cars.disconnect()
    assert one.dealership.disconnected == []
    cars.ask_disconnect([Car(row.id, "the car")])
    cars.disconnect()
    assert one.dealership.disconnected == [row.id]
    one.dealership.carried = Carried(0, 1, 0, "CellIQ cannot be reached.")
    cars.fetch([Car(row.id, "The car")])
    told = cars.state.told
    assert told is not None
    assert told.words == "The car: waiting to be sent; Activity shows when. CellIQ cannot be reached."
