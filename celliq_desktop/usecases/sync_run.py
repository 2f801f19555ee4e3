"""A sync under way, and what a step of it is."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import NotOffered
from celliq_desktop.domain.syncing import StepOutcome, StepState, SyncWish
from celliq_desktop.mirror import checkpoints
from celliq_desktop.usecases.desk import Desk


@dataclass(slots=True)
class SyncRun:
    """One sync under way: what was asked for, what all steps share, and what they changed so far."""

    desk: Desk
    wish: SyncWish
    progress: Progress
    cancel: CancelToken
    topics: set[Topic] = field(default_factory=set)

    @property
    def full(self) -> bool:
        """Fetch everything again."""
        return self.wish.full

    @property
    def changes(self) -> Changes:
        """What changed, for the screens."""
        return Changes(frozenset(self.topics))


@dataclass(frozen=True, slots=True)
class SyncStep:
    """``run`` does the work and gives the counts; NotOffered means the server lacks it, any other problem fails the
    step. ``wanted`` False leaves the step out, for a service that the dealer has not connected."""

    name: str
    run: Callable[[SyncRun], StepOutcome]
    wanted: Callable[[Desk], bool] = lambda _desk: True


def not_offered(run: SyncRun, name: str, problem: NotOffered) -> StepOutcome:
    """The server lacks this part of the contract: noted, and no failure."""
    with run.desk.mirror.write() as session:
        checkpoints.save_stream(session, replace(checkpoints.stream(session, name), offered=False, page=0))
    return StepOutcome(name=name, state=StepState.NOT_OFFERED, problem=problem.message)
