"""Activity: every job and every queued change, with its state, its age and a plain reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import Batch, Described, HistoryLine, Operation, OutboxView
from celliq_desktop.domain.ports import CancelToken, Clock, Progress
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import Job, JobState, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.viewmodels.activity_held import MISSING, held_lines
from celliq_desktop.viewmodels.activity_lines import (
    ActivityLine,
    Part,
    Worder,
    needs_somebody,
    over_due,
    waits_for_credits,
)
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.problem import words_of
from celliq_desktop.viewmodels.sync_words import progress_words
from celliq_desktop.viewmodels.words import N_, _, said


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityState:
    """Lines in the order shown: what needs somebody, what runs, what waits, and what is over, newest first. ``opened``
    holds the history under a line that was opened, by its key. ``calls`` is how much waits for a person or has waited
    for too long; ``waits`` how many changes wait at all, ``unpaid`` how many of them for credits."""

    lines: tuple[ActivityLine, ...] = ()
    opened: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calls: int = 0
    waits: int = 0
    unpaid: int = 0
    problem: Problem | None = None

    def of(self, part: Part) -> tuple[ActivityLine, ...]:
        """The lines of one part."""
        return tuple(line for line in self.lines if line.part is part)


Verb = Callable[[str, Progress, CancelToken], Changes]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxVerbs:
    """What can be done with queued changes; each runs on a worker. ``send`` and ``send_batch`` are a person's "try
    again" or "I have paid" and may talk to the server."""

    view: Callable[[], OutboxView]
    send: Verb
    cancel: Callable[[OperationId], Changes]
    history: Callable[[OperationId], tuple[HistoryLine, ...]]
    batch: Callable[[str], tuple[Described, ...]]
    send_batch: Verb
    cancel_batch: Callable[[str], Changes]
    send_rows: Callable[[Sequence[OperationId], Progress, CancelToken], Changes]
    cancel_rows: Callable[[Sequence[OperationId]], Changes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncChoices:
    """What a person may answer to what a sync holds back: take over that it is gone, keep it, or read again."""

    remove: Callable[[], None]
    keep: Callable[[], None]
    again: Callable[[], None]


_JOB_WORDS = {
    JobState.WAITING: (N_("Waiting"), "none"),
    JobState.RUNNING: (N_("Running"), "info"),
    JobState.DONE: (N_("Done"), "good"),
    JobState.FAILED: (N_("Not done"), "poor"),
    JobState.CANCELLED: (N_("Stopped"), "none"),
}


class ActivityViewModel(Observable[ActivityState]):
    """Listens to the job board and to the outbox, and words both with ``worder``."""

    def __init__(
        self,
        outbox: OutboxVerbs,
        choices: SyncChoices,
        worder: Worder,
        runner: Runner,
        hub: Hub,
        clock: Clock,
    ) -> None:
        super().__init__(ActivityState())
        self._outbox = outbox
        self._choices = choices
        self._worder = worder
        self._runner = runner
        self._hub = hub
        self._clock = clock
        self._view = OutboxView()
        self._ends = (runner.board.subscribe(lambda _record: self.tick()), hub.subscribe(self._changed))

    def close(self) -> None:
        """Stop listening."""
        for end in self._ends:
            end()

    def load(self) -> None:
        """Read the outbox again, and what is opened."""
        self._submit(_("Read the outbox"), Lane.READ, "outbox-list", self._outbox.view, self._loaded)
        for key in self.state.opened:
            self._read(key)

    def tick(self) -> None:
        """Word everything anew."""
        now = self._clock.now()
        jobs = [self._job_line(record) for record in reversed(self._runner.board.records)]
        changes = [*held_lines(self._view.held), *self._worder.lines(self._view, now)]
        order = tuple(Part)
        lines = sorted([*changes, *jobs], key=lambda line: order.index(line.part))
        active = [one.operation for one in self._view.operations if one.operation.state.active]
        waiting: list[Operation | Batch] = [*active, *(batch for batch in self._view.batches if batch.active)]
        calls = sum(needs_somebody(one) or over_due(one, now) for one in waiting) + bool(self._view.held.missing)
        unpaid = sum(waits_for_credits(one) for one in waiting)
        self.replace(replace(self.state, lines=tuple(lines), calls=calls, waits=len(waiting), unpaid=unpaid))

    def toggle(self, key: str) -> None:
        """Open the history of a change, or close it again."""
        if key in self.state.opened:
            rest = {name: words for name, words in self.state.opened.items() if name != key}
            self.replace(replace(self.state, opened=rest))
        else:
            self._read(key)

    def cancel(self, key: str) -> None:
        """Stop a job, take back a queued change or what is left of a batch, or keep what is gone at the server."""
        kind, _colon, name = key.partition(":")
        if key == MISSING:
            self._choices.keep()
            return
        if kind == "job":
            self._runner.cancel(int(name))
            return

        def work() -> Changes:
            return self._outbox.cancel_batch(name) if kind == "batch" else self._outbox.cancel(OperationId(name))

        self._submit(_("Cancel a queued change"), Lane.WRITE, f"cancel:{name}", work, self._hub.publish)

    def retry(self, key: str) -> None:
        """Yes: "try again", "I have paid, continue", "remove it here, too"."""
        kind, _colon, name = key.partition(":")
        if kind == "held":
            (self._choices.remove if key == MISSING else self._choices.again)()
            return
        verb = self._outbox.send_batch if kind == "batch" else self._outbox.send
        self._runner.submit(
            Job(
                name=N_("Send what was waiting"),
                lane=Lane.NETWORK,
                key=f"send:{name}",
                work=lambda context: verb(name, context.progress, context.cancel),
                done=self._hub.publish,
                failed=self._not_sent,
            )
        )

    def _read(self, key: str) -> None:
        name, steps = OperationId(key.partition(":")[2]), self._outbox.history
        self._submit(
            _("Read the history of a change"),
            Lane.READ,
            key,
            lambda: steps(name),
            lambda found: self._open(key, found),
        )

    def _open(self, key: str, found: tuple[HistoryLine, ...]) -> None:
        words = tuple(self._worder.step(one) for one in found)
        self.replace(replace(self.state, opened={**self.state.opened, key: words}))

    def _submit(self, name: str, lane: Lane, key: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._runner.submit(
            Job(
                name=name,
                lane=lane,
                key=f"outbox:{key}",
                work=lambda _context: work(),
                done=done,
                failed=self._failed,
                quiet=True,
            )
        )

    def _loaded(self, view: OutboxView) -> None:
        self._view = view
        self.replace(replace(self.state, problem=None))
        self.tick()

    def _failed(self, problem: Problem) -> None:
        self.replace(replace(self.state, problem=problem))

    def _not_sent(self, problem: Problem) -> None:
        self._hub.publish(Changes.of(Topic.OUTBOX))
        self._failed(problem)

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.OUTBOX, Topic.VEHICLES, Topic.REPORTS):  # a sync may hold something back
            self.load()

    def _job_line(self, record: JobRecord) -> ActivityLine:
        state, tone = _JOB_WORDS[record.state]
        state = _(state)
        detail = said(record.words)
        if record.problem is not None and record.state is JobState.FAILED:
            words = words_of(record.problem)
            detail, tone = f"{words.headline} {words.detail}".strip(), words.tone
        elif not record.state.over:
            detail = progress_words(said(record.words), record.done, record.total)
        elif not record.words.endswith("."):
            detail = ""  # a sentence says what came of it; anything else is where it stood last
        return ActivityLine(
            key=f"job:{record.id}",
            part=Part.RECENT if record.state.over else Part.RUNNING,
            title=said(record.name),
            state=state,
            tone=tone,
            detail=detail,
            age=self._worder.age(record.ended_at or record.started_at, self._clock.now()),
            share=record.done / record.total if record.total else None,
            can_cancel=not record.state.over,
        )
