"""Before sellers are mailed, the list of cars is fetched again where it is old: a car that is connected, or that a
colleague's desk has invited, needs no invite."""

from datetime import timedelta

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.syncing import SyncWish
from celliq_desktop.mirror import checkpoints
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.sync_run import SyncRun
from celliq_desktop.usecases.sync_steps import STEPS

_FRESH = timedelta(minutes=15)


def freshen_fleet(desk: Desk, *, progress: Progress, cancel: CancelToken) -> Changes:
    """Fetch the list of cars unless that was done a moment ago. Raises what fetching raises; what is mirrored stays."""
    with desk.mirror.read() as session:
        as_of = checkpoints.stream(session, "vehicles").completed_at
    if as_of is not None and desk.clock.now() - as_of < _FRESH:
        return Changes()
    run = SyncRun(desk, SyncWish(), progress, cancel)
    next(step for step in STEPS if step.name == "vehicles").run(run)
    return run.changes
