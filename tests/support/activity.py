"""Operations as Activity shows them, and the way to its screen."""

from datetime import timedelta

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState
from celliq_desktop.ui.screens.activity.screen import ActivityScreen
from tests.support.fleet_rows import NOW
from tests.support.window import Opened


def report_operation(name: str, state: OperationState) -> Operation:
    """A report somebody asked for twelve minutes ago."""
    return Operation(
        op_id=OperationId(name),
        kind="report",
        natural_key="report:veh_3",
        payload="{}",
        cost_class=CostClass.CREDIT,
        state=state,
        created_at=NOW - timedelta(minutes=12),
    )


def activity_screen(one: Opened) -> ActivityScreen:
    """Activity, in front."""
    assert one.window.desk is not None
    one.window.desk.open_screen("activity")
    screen = one.window.desk.screen
    assert isinstance(screen, ActivityScreen)
    return screen
