"""Signing out while changes wait: named first, kept either way (M9)."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QMessageBox

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState
from tests.gui.conftest import Open
from tests.support.session_models import FakeDealership
from tests.support.window import Opened


def _waiting(state: OperationState) -> Operation:
    return Operation(
        op_id=OperationId("0f0f0f0f-0000-4000-8000-000000000001"),
        kind="report",
        natural_key="report:veh_1",
        payload="{}",
        cost_class=CostClass.CREDIT,
        state=state,
        created_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    )


def _asked(one: Opened) -> QMessageBox:
    one.window.account.sign_out.trigger()
    (box,) = one.window.findChildren(QMessageBox)
    return box


def _press(box: QMessageBox, words: str) -> None:
    next(button for button in box.buttons() if button.text() == words).click()


@pytest.fixture
def leaving(opened: Open) -> Opened:
    """A desk with one change that waits."""
    one = opened(FakeDealership(operations=(_waiting(OperationState.QUEUED),)))
    one.window.entry.explore()
    return one


def test_what_waits_is_named_before_signing_out(leaving: Opened) -> None:
    box = _asked(leaving)
    assert box.text() == "1 change waits to be sent."
    assert "kept" in box.informativeText()
    assert leaving.sessions.log == ["sample"]
    _press(box, "Sign out")
    assert leaving.sessions.log == ["sample", "sign out"]


def test_somebody_may_stay(leaving: Opened) -> None:
    _press(_asked(leaving), "Stay")
    assert leaving.sessions.log == ["sample"]
    assert leaving.window.desk is not None


def test_nothing_is_asked_when_nothing_waits(opened: Open) -> None:
    one = opened(FakeDealership(operations=(_waiting(OperationState.DONE),)))
    one.window.entry.explore()
    one.window.account.sign_out.trigger()
    assert one.window.findChildren(QMessageBox) == []
    assert one.sessions.log == ["sample", "sign out"]
