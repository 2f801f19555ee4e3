"""Activity: every job and every queued change, with its state, its age and a plain reason."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import Job, JobState, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.viewmodels.formats import Formats, count
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.problem import words_of
from celliq_desktop.viewmodels.sync_words import progress_words


class Part(Enum):
    """Where a line stands."""

    RUNNING = "Running"
    QUEUED = "Waiting to be sent"
    RECENT = "Recent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """One job or one queued change. ``share`` is progress from 0 to 1, None when unknown; ``url`` a page that helps."""

    key: str
    part: Part
    title: str
    state: str
    tone: str
    detail: str = ""
    age: str = ""
    share: float | None = None
    can_cancel: bool = False
    can_retry: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityState:
    """Lines in the order shown: running first, then what waits, then what is over, newest first."""

    lines: tuple[ActivityLine, ...] = ()
    problem: Problem | None = None

    def of(self, part: Part) -> tuple[ActivityLine, ...]:
        """The lines of one part."""
        return tuple(line for line in self.lines if line.part is part)


@dataclass(frozen=True, slots=True)
class OutboxVerbs:
    """What can be done with queued changes; each runs on a worker."""

    operations: Callable[[], tuple[Operation, ...]]
    retry: Callable[[OperationId], Changes]
    cancel: Callable[[OperationId], Changes]


_JOB_WORDS = {
    JobState.WAITING: ("Waiting", "none"),
    JobState.RUNNING: ("Running", "info"),
    JobState.DONE: ("Done", "good"),
    JobState.FAILED: ("Not done", "poor"),
    JobState.CANCELLED: ("Stopped", "none"),
}
_CHECKING = (
    "Checking with CellIQ",
    "info",
    "The connection broke off; nothing is sent again before it is clear what arrived.",
)
_OPERATION_WORDS = {
    OperationState.QUEUED: ("Waiting to be sent", "info", "It is safe here and is sent with the next sync."),
    OperationState.WAITING: ("Waiting to be sent", "info", "It is safe here and is tried again by itself."),
    OperationState.SENDING: ("Being sent", "info", ""),
    OperationState.IN_DOUBT: _CHECKING,
    OperationState.RECONCILING: _CHECKING,
    OperationState.NEEDS_PAYMENT: ("Needs credits", "fair", "Buy credits, then try again. Nothing was charged."),
    OperationState.NEEDS_USER: ("Needs you", "fair", "Look at the car, then try again or cancel."),
    OperationState.DONE: ("Done", "good", ""),
    OperationState.REJECTED: ("Refused", "poor", ""),
    OperationState.FAILED: ("Not done", "poor", ""),
    OperationState.CANCELLED: ("Cancelled", "none", ""),
}
_RETRY = frozenset(
    {OperationState.WAITING, OperationState.NEEDS_PAYMENT, OperationState.NEEDS_USER, OperationState.FAILED}
)
_CANCEL = frozenset(
    {OperationState.QUEUED, OperationState.WAITING, OperationState.NEEDS_PAYMENT, OperationState.NEEDS_USER}
)
_KINDS = {"generate_report": "Issue a report", "report": "Issue a report"}


class ActivityViewModel(Observable[ActivityState]):
    """Listens to the job board and to the outbox. ``name_of`` turns a natural key such as ``report:veh_1`` into the
    car's name, or gives an empty text."""

    def __init__(
        self,
        outbox: OutboxVerbs,
        name_of: Callable[[str], str],
        runner: Runner,
        hub: Hub,
        clock: Clock,
        formats: Formats,
    ) -> None:
        super().__init__(ActivityState())
        self._outbox = outbox
        self._name_of = name_of
        self._runner = runner
        self._hub = hub
        self._clock = clock
        self._formats = formats
        self._operations: tuple[Operation, ...] = ()
        self._ends = (runner.board.subscribe(lambda _record: self.tick()), hub.subscribe(self._changed))

    def close(self) -> None:
        """Stop listening."""
        for end in self._ends:
            end()

    def load(self) -> None:
        """Read the outbox again."""
        self._runner.submit(
            Job(
                name="Read the outbox",
                lane=Lane.READ,
                key="outbox-list",
                work=lambda _context: self._outbox.operations(),
                done=self._loaded,
                failed=self._failed,
                quiet=True,
            )
        )

    def tick(self) -> None:
        """Word everything anew."""
        jobs = [self._job_line(record) for record in reversed(self._runner.board.records)]
        newest = sorted(self._operations, key=lambda operation: operation.created_at, reverse=True)
        operations = [self._operation_line(operation) for operation in newest]
        order = tuple(Part)
        lines = sorted([*operations, *jobs], key=lambda line: order.index(line.part))
        self.replace(replace(self.state, lines=tuple(lines)))

    def cancel(self, key: str) -> None:
        """Stop a job, or take a queued change back."""
        kind, _, name = key.partition(":")
        if kind == "job":
            self._runner.cancel(int(name))
        else:
            self._change("Cancel a queued change", name, self._outbox.cancel)

    def retry(self, key: str) -> None:
        """Try a queued change again."""
        self._change("Try a queued change again", key.partition(":")[2], self._outbox.retry)

    def _change(self, name: str, operation: str, verb: Callable[[OperationId], Changes]) -> None:
        self._runner.submit(
            Job(
                name=name,
                lane=Lane.WRITE,
                key=f"outbox:{operation}",
                work=lambda _context: verb(OperationId(operation)),
                done=self._hub.publish,
                failed=self._failed,
                quiet=True,
            )
        )

    def _loaded(self, operations: tuple[Operation, ...]) -> None:
        self._operations = operations
        self.replace(replace(self.state, problem=None))
        self.tick()

    def _failed(self, problem: Problem) -> None:
        self.replace(replace(self.state, problem=problem))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.OUTBOX):
            self.load()

    def _job_line(self, record: JobRecord) -> ActivityLine:
        state, tone = _JOB_WORDS[record.state]
        detail = record.words
        if record.problem is not None and record.state is JobState.FAILED:
            words = words_of(record.problem)
            detail, tone = f"{words.headline} {words.detail}".strip(), words.tone
        elif not record.state.over:
            detail = progress_words(record.words, record.done, record.total)
        elif not record.words.endswith("."):
            detail = ""  # a sentence says what came of it; anything else is where it stood last
        return ActivityLine(
            key=f"job:{record.id}",
            part=Part.RECENT if record.state.over else Part.RUNNING,
            title=record.name,
            state=state,
            tone=tone,
            detail=detail,
            age=self._formats.age(record.ended_at or record.started_at, self._clock.now()),
            share=record.done / record.total if record.total else None,
            can_cancel=not record.state.over,
        )

    def _operation_line(self, operation: Operation) -> ActivityLine:
        state, tone, why = _OPERATION_WORDS[operation.state]
        car = self._name_of(operation.natural_key)
        title = _KINDS.get(operation.kind, operation.kind.replace("_", " ").capitalize())
        tried = f"Tried {count(operation.attempts, 'time', 'times')}." if operation.attempts > 1 else ""
        error = operation.last_error if operation.state is not OperationState.DONE else None
        return ActivityLine(
            key=f"operation:{operation.op_id}",
            part=Part.QUEUED if operation.state.active else Part.RECENT,
            title=f"{title} · {car}" if car else title,
            state=state,
            tone=tone,
            detail=" ".join(part for part in (error or "", why, tried) if part),
            age=self._formats.age(operation.created_at, self._clock.now()),
            can_cancel=operation.state in _CANCEL,
            can_retry=operation.state in _RETRY,
            url=operation.checkout_url,
        )
