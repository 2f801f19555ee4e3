"""What a person is shown of the outbox and of what a sync holds back, and what they can do with single rows of a
batch."""

from dataclasses import replace

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import HELD, OperationState
from celliq_desktop.domain.syncing import Aside, SetAside
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import checkpoints, outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.import_sellers import confirm_list
from celliq_desktop.usecases.outbox import (
    batch_rows,
    cancel_batch,
    cancel_rows,
    continue_batch,
    continue_rows,
    outbox_view,
)
from celliq_desktop.usecases.sync_missing import keep_missing
from tests.support.celliq import FakeCellIq
from tests.support.desks import quiet
from tests.support.sellers import email_of, judged, seller_list, vin_of


def _list_of(desk: Desk, many: int) -> str:
    """A confirmed list whose invites wait; its batch."""
    return confirm_list(desk, judged(desk, seller_list(many)), progress=quiet, cancel=CancelFlag())[0]


def _move(desk: Desk, op_id: OperationId, state: OperationState) -> None:
    with desk.mirror.write() as session:
        one = outbox.operation(session, op_id)
        assert one is not None
        held = HELD if state is OperationState.QUEUED else None
        outbox.change(session, one, replace(one, state=state, not_before=held), "moved", desk.clock.now())


def _states(desk: Desk, batch: str) -> dict[int, OperationState]:
    return {one.operation.seq: one.operation.state for one in batch_rows(desk, batch)}


def test_every_row_of_a_batch_is_named_those_first_that_need_somebody(desk: Desk) -> None:
    batch = _list_of(desk, 320)
    third = next(one for one in batch_rows(desk, batch) if one.about.startswith(vin_of(3)))
    _move(desk, third.operation.op_id, OperationState.NEEDS_USER)
    rows = batch_rows(desk, batch)
    assert len(rows) == 320
    assert rows[0].about == f"{vin_of(3)} · {email_of(3)}"
    assert rows[0].operation.state is OperationState.NEEDS_USER
    assert [one.operation.seq for one in rows[1:]] == sorted(one.operation.seq for one in rows[1:])


def test_single_rows_are_taken_back_or_sent_and_the_others_stay(desk: Desk, celliq: FakeCellIq) -> None:
    batch = _list_of(desk, 4)
    first, second, third, _fourth = (one.operation.op_id for one in batch_rows(desk, batch))
    _move(desk, second, OperationState.NEEDS_USER)
    _move(desk, third, OperationState.QUEUED)  # held back by a person
    cancel_rows(desk, [first])
    continue_rows(desk, [first, second, third], progress=quiet, cancel=CancelFlag())
    assert sorted(_states(desk, batch).values(), key=lambda state: state.value) == [
        OperationState.CANCELLED,
        OperationState.DONE,
        OperationState.DONE,
        OperationState.QUEUED,
    ]
    assert len(celliq.mails) == 2
    cancel_rows(desk, [first, second])
    assert len(celliq.mails) == 2
    continue_batch(desk, batch, progress=quiet, cancel=CancelFlag())
    assert len(celliq.mails) == 3, "what was taken back is never sent"
    cancel_batch(desk, batch)
    assert OperationState.QUEUED not in _states(desk, batch).values()


def test_what_a_sync_holds_back_is_seen_until_it_is_decided(desk: Desk) -> None:
    assert outbox_view(desk).held.missing == {}
    with desk.mirror.write() as session:
        checkpoints.set_aside(
            session,
            "reports",
            [SetAside("r1", "no date", "{}"), SetAside("r2", "no verdict", '{"id": "r2"}')],
            desk.clock.now(),
        )
        for name, number in (("vehicles", 12), ("reports", 3)):
            checkpoints.save_stream(session, replace(checkpoints.stream(session, name), held=number))
    held = outbox_view(desk).held
    assert held.missing == {"vehicles": 12, "reports": 3}
    assert held.aside == (Aside("reports", 2, "no verdict"),)
    keep_missing(desk)
    assert outbox_view(desk).held.missing == {}
