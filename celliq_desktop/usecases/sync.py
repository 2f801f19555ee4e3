"""Mirror everything: the steps in order, then what waits in the outbox."""

import logging

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import BadSurroundings, Cancelled, NeedsYou, NotOffered, Problem
from celliq_desktop.domain.syncing import StepOutcome, StepState, SyncSummary, SyncWish
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.send_outbox import send_outbox
from celliq_desktop.usecases.sync_run import SyncRun, SyncStep, not_offered
from celliq_desktop.usecases.sync_steps import STEPS

_log = logging.getLogger(__name__)

_ANY = SyncWish()
_DONE = frozenset({StepState.DONE, StepState.NOT_OFFERED})


def sync(desk: Desk, wish: SyncWish = _ANY, *, progress: Progress, cancel: CancelToken) -> tuple[SyncSummary, Changes]:
    """Run every step. One that fails is in the summary and does not stop the others; being signed out, a cancel, a full
    disk and an unreachable server stop the sync with their problem, after what arrived was saved. In a group one desk
    fetches for all; the others send what waits, and take over when it has gone."""
    desk.mirror.space.require_room()
    desk.mirror.space.lay_ballast()
    started, sent_before = desk.clock.monotonic(), desk.api.requests_sent
    run = SyncRun(desk, wish, progress, cancel)
    counts, changes = send_outbox(desk, progress=progress, cancel=cancel)
    leads = desk.mirror.group.leads()
    outcomes = tuple(_outcome(run, step) for step in STEPS if step.wanted(desk)) if leads else ()
    summary = SyncSummary(
        complete=all(outcome.state in _DONE for outcome in outcomes),
        steps=outcomes,
        outbox=counts,
        duration_s=desk.clock.monotonic() - started,
        requests=desk.api.requests_sent - sent_before,
        clock_skew=desk.api.clock_skew,
        sign_in_kept=desk.api.sign_in_kept,
        led_by="" if leads else desk.mirror.group.leader() or "?",
    )
    return summary, run.changes | changes


def _outcome(run: SyncRun, step: SyncStep) -> StepOutcome:
    try:
        return step.run(run)
    except NotOffered as problem:
        return not_offered(run, step.name, problem)
    except (NeedsYou, BadSurroundings, Cancelled):
        raise
    except Problem as problem:
        if problem.code == "offline":
            raise
        _log.warning("sync step %s: %s", step.name, problem.code)
        return StepOutcome(name=step.name, state=StepState.FAILED, problem=problem.message)
