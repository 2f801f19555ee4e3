"""An order under every fault: the state its wish is left in, the words a person reads, what it cost, how it ends."""

from pathlib import Path

import pytest

from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.usecases.send_outbox import operations
from tests.faults.invariants import check, ends_well
from tests.faults.story import CRASHES, told
from tests.support.model.faults import FAULTS, REFUSED, Effect, Fault, status

_STATES = {
    "nobody listens": OperationState.QUEUED,
    "429": OperationState.WAITING,
    "402": OperationState.NEEDS_PAYMENT,
    "403": OperationState.REJECTED,
    "404": OperationState.REJECTED,
    "422": OperationState.REJECTED,
}
"""Where it is known that nothing was done; everything else is in doubt, or found at once."""
_SAID = tuple(Fault(str(code), other=status(code)) for code in (402, 403, 404, 409, 422))
_DOUBTFUL = (OperationState.IN_DOUBT, OperationState.DONE, OperationState.SENDING)


@pytest.mark.parametrize("honours_keys", [False, True])
@pytest.mark.parametrize("fault", [*FAULTS, *CRASHES, REFUSED, *_SAID], ids=lambda one: one.name)
def test_an_order_is_left_in_a_state_that_is_true_and_ends_well(
    fault: Fault, honours_keys: bool, mirror_template: Path, quick_path: Path
) -> None:
    story = told(mirror_template, quick_path, cars=2, honours_keys=honours_keys)
    usual = story.wire.plan
    try:
        story.wire.plan = lambda heard: fault if heard.path == "/reports/generate" else usual(heard)
        story.clicks("veh_1")
        (order,) = operations(story.desk)
        expected = _STATES.get(fault.name)
        assert order.state is expected if expected is not None else order.state in _DOUBTFUL
        assert (order.last_error and story.shown) or order.state in (OperationState.DONE, OperationState.SENDING)
        assert (order.state is OperationState.DONE) <= (story.books.spent_on("veh_1") == 1)
        story.wire.plan = usual
        check(story)
        ends_well(story)
        if fault.effect is not Effect.NONE or expected in (OperationState.QUEUED, OperationState.WAITING):
            assert story.server.spent == 1
        else:  # refused, unpaid, or a person's decision: nothing is sent again by itself unless the key is honoured
            assert story.server.spent <= (expected is None and honours_keys)
    finally:
        story.close()
