"""Mirror invoices and payments of the dealer's own Stripe account, when a key was given; both lists are read whole or
nothing is taken over."""

from collections.abc import Callable
from typing import TypeVar

from celliq_desktop.domain.billing import StripePage
from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.domain.problems import Cancelled, Problem, TryAgain
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import invoices as rows
from celliq_desktop.usecases.providers import note_outcome
from celliq_desktop.usecases.sync_run import SyncRun

_MOST_PAGES = 100
_NAME = "invoices"

Item = TypeVar("Item")


def invoices(run: SyncRun) -> StepOutcome:
    """The step. Trouble with Stripe is its own: it is noted with the connection and fails this step only."""
    try:
        return _mirrored(run)
    except Cancelled:
        raise
    except Problem as problem:
        note_outcome(run.desk, "stripe", problem)
        run.topics.add(Topic.PROVIDERS)
        return StepOutcome(name=_NAME, state=StepState.FAILED, problem=f"Stripe: {problem.message}")


def _mirrored(run: SyncRun) -> StepOutcome:
    client = run.desk.stripe()
    if client is None:
        return StepOutcome(name=_NAME, state=StepState.DONE)
    try:
        found, odd = _whole(client.invoices_page, run.cancel)
        paid, odd_payments = _whole(client.payments_page, run.cancel)
    finally:
        client.close()
    with run.desk.mirror.write() as session:
        changed = rows.replace_all(session, found, paid)
    note_outcome(run.desk, "stripe", None)
    if changed:
        run.topics.add(Topic.INVOICES)
    seen = len(found) + len(paid)
    return StepOutcome(
        name=_NAME,
        state=StepState.DONE,
        seen=seen,
        updated=seen if changed else 0,
        unchanged=0 if changed else seen,
        held=odd + odd_payments,
    )


def _whole(fetch: Callable[[str | None], StripePage[Item]], cancel: CancelToken) -> tuple[tuple[Item, ...], int]:
    """Every page, and how many rows could not be read; TryAgain ``list_endless`` rather than half a list."""
    found: list[Item] = []
    odd = 0
    after: str | None = None
    for _page in range(_MOST_PAGES):
        cancel.check()
        page = fetch(after)
        found += page.items
        odd += len(page.set_aside)
        after = page.after
        if after is None:
            return tuple(found), odd
    raise TryAgain("list_endless", N_("Stripe's list does not end."), next_step=N_("Sync again."))
