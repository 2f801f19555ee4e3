"""The dealer's own details: as mirrored, what waits to be sent, and changing them without overwriting somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.dealers import NEEDED, DealerSettings, FieldConflict, compared, editable
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import dealers, outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.settings import pending_settings, settings_wish
from celliq_desktop.usecases.send_outbox import carry_out


@dataclass(frozen=True, slots=True)
class DealerDetails:
    """``settings`` is None where the server has none to give; ``waiting`` are fields not yet confirmed by it."""

    settings: DealerSettings | None
    waiting: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DealerSaved:
    """``conflicts``: nothing was sent, a person must choose. ``problem`` says why the change still waits, or was
    refused; None when it arrived or there was nothing to change."""

    conflicts: tuple[FieldConflict, ...] = ()
    problem: Problem | None = None


def dealer_details(desk: Desk) -> DealerDetails:
    """As the mirror has them."""
    with desk.mirror.read() as session:
        waiting = outbox.active(session, "settings", "settings")
        return DealerDetails(dealers.dealer(session), pending_settings(waiting.payload) if waiting else {})


def change_dealer(
    desk: Desk,
    began: Mapping[str, str | None],
    mine: Mapping[str, str | None],
    *,
    progress: Progress,
    cancel: CancelToken,
) -> tuple[DealerSaved, Changes]:
    """Send what differs from where the edit ``began``, after a look at what the server has now (or, without a line to
    it, at the last sync). NeedsYou ``field_needed`` when a field that must not be empty is."""
    empty = sorted(name for name in NEEDED if name in mine and not mine[name])
    if empty:
        raise NeedsYou(
            "field_needed", N_("The name of the dealership is missing."), next_step=N_("Enter it and save again.")
        )
    waiting = dealer_details(desk).waiting
    newest = _newest(desk)
    there = began if newest is None else editable(newest) | dict(waiting)
    patch, conflicts = compared(began, mine, there)
    if conflicts or not patch:
        return DealerSaved(conflicts), Changes.of(Topic.SETTINGS)
    carried = carry_out(desk, (settings_wish(patch, there),), progress=progress, cancel=cancel)
    problem = carried.problem or _unsaved(carried.operations[0])
    return DealerSaved(problem=problem), carried.changes | Changes.of(Topic.SETTINGS, Topic.OUTBOX)


def _unsaved(operation: Operation) -> Problem | None:
    """Why a change did not arrive; None when it did."""
    if operation.state is OperationState.DONE:
        return None
    words = operation.last_error or N_("The change has not reached CellIQ yet.")
    if operation.state.active:
        return TryAgain("not_sent_yet", words, safe=N_("It is kept and goes with the next sync."))
    return Refused(
        "not_saved", words, safe=N_("What CellIQ had is as it was."), next_step=N_("Change it and save again.")
    )


def _newest(desk: Desk) -> DealerSettings | None:
    try:
        found = desk.api.settings()
    except TryAgain:
        with desk.mirror.read() as session:
            return dealers.dealer(session)
    with desk.mirror.write() as session:
        dealers.save(session, found)
    return found
