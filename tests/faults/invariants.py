"""What must hold of a story at every moment, and at its end (research/reliability.md 4.12)."""

from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.mirror.fleet import REPORT_KIND
from celliq_desktop.usecases.send_outbox import operations
from tests.faults.digest import mirrored, mirrored_readings, shown_dead
from tests.faults.story import Story, calms_down
from tests.faults.wishes import assert_wishes_ended, check_wishes
from tests.support.desks import synced

_OVER = (OperationState.DONE, OperationState.REJECTED, OperationState.CANCELLED, OperationState.FAILED)
_PERSON = (OperationState.NEEDS_USER, OperationState.NEEDS_PAYMENT)


def check(story: Story) -> None:
    """What must hold at every moment (research/reliability.md 4.12, I1, I3, I6, I9)."""
    assert all(story.shown)
    story.server.settle()
    for vehicle_id in {*story.wished, *(entry.vehicle_id for entry in story.books.ledger)}:
        spent = story.books.spent_on(vehicle_id) - story.elsewhere[vehicle_id]
        assert spent <= story.wished[vehicle_id], f"{spent} credits for {story.wished[vehicle_id]} wishes"
    rows = {row.op_id: row for row in operations(story.desk)}
    assert story.known.keys() <= rows.keys(), "a wish has disappeared"
    reports = [row for row in rows.values() if row.kind == REPORT_KIND]
    assert len(reports) == sum(story.wished.values()), "a wish left no trace"
    for op_id, before in story.known.items():
        assert before not in _OVER or rows[op_id].state is before, "what was over changed"
    check_wishes(story, list(rows.values()))
    story.known = {op_id: row.state for op_id, row in rows.items()}
    assert not shown_dead(story.mirror) & story.books.cars.keys(), "shown dead although the server has it"
    assert not {row["id"] for row in story.books.foreign} & mirrored(story.mirror, "vehicles").keys()
    assert story.server.door.revoked == 0, "a refresh token was used twice"


def ends_well(story: Story) -> None:
    """With a quiet network everything comes to an end or visibly waits, and the mirror equals the server (I2, I4,
    I8)."""
    calms_down(story)
    story.books.foreign.clear()
    for _round in range(3):
        story.clock.advance(1_000)
        story.syncs()  # who was signed out meanwhile notices at the latest now
    summary = synced(story.desk, full=True)
    assert summary.complete, [step for step in summary.steps if step.problem]
    for row in operations(story.desk):
        assert row.state in (*_OVER, *_PERSON), f"{row.state} although all is quiet"
        assert row.state not in _PERSON or row.last_error
        assert row.state is not OperationState.DONE or row.kind != REPORT_KIND or row.result_ref in story.books.reports
    check(story)
    assert_wishes_ended(story, list(operations(story.desk)))
    assert_mirrored(story)


def assert_mirrored(story: Story) -> None:
    """The mirror holds what the server has, and is sound."""
    assert mirrored(story.mirror, "vehicles") == story.books.cars
    assert mirrored(story.mirror, "reports") == story.books.reports
    if story.books.ways.readings:
        wanted = {one: len(rows) for one, rows in story.books.readings.items() if rows and one in story.books.cars}
        have = {one: n for one, n in mirrored_readings(story.mirror).items() if one in wanted}
        assert have == wanted, f"readings: {have} instead of {wanted}"
    assert story.mirror.is_sound()
