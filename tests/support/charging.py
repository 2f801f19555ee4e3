"""Charging as tests begin it."""

from typing import Any

from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.charging import start_charging
from celliq_desktop.usecases.desk import Desk
from tests.support.cariqa import CARD, EVSE
from tests.support.desks import quiet


def started(desk: Desk, evse: str = EVSE, card: str = CARD) -> Any:
    """What came of a start."""
    return start_charging(desk, evse, card, progress=quiet, cancel=CancelFlag())[0]
