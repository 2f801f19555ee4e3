"""Changes of the outbox in words: a line each, a line a batch, a sentence a step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from celliq_desktop.domain.outbox import HELD, Batch, HistoryLine, Operation, OperationState, OutboxView
from celliq_desktop.viewmodels.formats import Formats, count

_LONG = timedelta(hours=24)
"""What waits for longer says so, and calls for somebody."""


class Part(Enum):
    """Where a line stands."""

    RUNNING = "Running"
    QUEUED = "Waiting to be sent"
    RECENT = "Recent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """One job, one queued change or one batch of them. ``share`` is progress from 0 to 1, None when unknown; ``url`` a
    page that helps; ``retry_words`` what a person says by pressing the button; ``opens`` what opening it shows."""

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
    retry_words: str = "Try again"
    opens: str = ""
    url: str | None = None


_CHECKING = (
    "Checking with CellIQ",
    "info",
    "The connection broke off; nothing is sent again before it is clear what arrived.",
)
_WORDS = {
    OperationState.QUEUED: ("Waiting to be sent", "info", "It is safe here and is sent with the next sync."),
    OperationState.WAITING: ("Waiting to be sent", "info", "It is safe here and is tried again by itself."),
    OperationState.SENDING: ("Being sent", "info", ""),
    OperationState.IN_DOUBT: _CHECKING,
    OperationState.RECONCILING: _CHECKING,
    OperationState.NEEDS_PAYMENT: ("Needs credits", "fair", "Buy credits, then continue. Nothing was charged."),
    OperationState.NEEDS_USER: ("Needs you", "fair", "Try again, or cancel it."),
    OperationState.DONE: ("Done", "good", ""),
    OperationState.REJECTED: ("Refused", "poor", ""),
    OperationState.FAILED: ("Not done", "poor", "It is looked for again with every sync."),
    OperationState.CANCELLED: ("Cancelled", "none", ""),
}
_STEPS = {state.value: words[0] for state, words in _WORDS.items()}
_SENDABLE = frozenset(
    {OperationState.QUEUED, OperationState.WAITING, OperationState.NEEDS_PAYMENT, OperationState.NEEDS_USER}
)
_PERSON = (OperationState.NEEDS_PAYMENT, OperationState.NEEDS_USER)
_DOUBT = (OperationState.IN_DOUBT, OperationState.RECONCILING)
_TOLD = (
    ((OperationState.DONE,), "done"),
    (_PERSON, "need you"),
    (_DOUBT, "being checked"),
    ((OperationState.QUEUED, OperationState.WAITING, OperationState.SENDING), "waiting to be sent"),
    ((OperationState.REJECTED, OperationState.FAILED), "not done"),
    ((OperationState.CANCELLED,), "cancelled"),
)


def needs_somebody(one: Operation | Batch) -> bool:
    """True when it goes no further by itself."""
    return one.among(*_PERSON) > 0 if isinstance(one, Batch) else one.state in _PERSON


def over_due(one: Operation | Batch, now: datetime) -> bool:
    """True when it has waited for so long that nobody should have to look for it."""
    active = one.active if isinstance(one, Batch) else one.state.active
    return active and now - one.created_at > _LONG


class Worder:
    """Turns what stands in the outbox into lines; ``name_of`` gives the car behind a natural key, or an empty text."""

    def __init__(self, name_of: Callable[[str], str], formats: Formats) -> None:
        self._name_of = name_of
        self._formats = formats

    def lines(self, view: OutboxView, now: datetime) -> list[ActivityLine]:
        """A line for each single change and each batch, newest first."""
        dated = [(one.created_at, self._single(one, view, now)) for one in view.operations]
        dated += [(one.created_at, self._batch(one, view, now)) for one in view.batches]
        return [line for _at, line in sorted(dated, key=lambda pair: pair[0], reverse=True)]

    def row(self, row: Operation, _now: datetime) -> str:
        """One row of an opened batch."""
        name = self._name_of(row.natural_key) or f"No. {row.seq + 1:,}"
        reason = row.last_error if row.state is not OperationState.DONE else None
        return " · ".join(part for part in (name, _WORDS[row.state][0], reason) if part)

    def step(self, step: HistoryLine) -> str:
        """One step of an opened change."""
        return f"{self._formats.moment(step.at)} · {_STEPS.get(step.state, step.state)} · {step.note}"

    def _single(self, operation: Operation, view: OutboxView, now: datetime) -> ActivityLine:
        state, tone, why = _WORDS[operation.state]
        car = self._name_of(operation.natural_key)
        title = _title(operation.kind, view)
        tried = f"Tried {count(operation.attempts, 'time', 'times')}." if operation.attempts > 1 else ""
        error = operation.last_error if operation.state is not OperationState.DONE else None
        details = (error, why, self._when(operation, now), tried, _overdue_words(operation, now))
        return ActivityLine(
            key=f"operation:{operation.op_id}",
            part=Part.QUEUED if operation.state.active else Part.RECENT,
            title=f"{title} · {car}" if car else title,
            state=state,
            tone="fair" if over_due(operation, now) else tone,
            detail=" ".join(part for part in details if part),
            age=self._formats.age(operation.created_at, now),
            can_cancel=operation.state in _SENDABLE,
            can_retry=operation.state in _SENDABLE,
            retry_words=_retry_words(operation),
            opens="History",
            url=operation.checkout_url if operation.state is OperationState.NEEDS_PAYMENT else None,
        )

    def _batch(self, batch: Batch, view: OutboxView, now: datetime) -> ActivityLine:
        done, size = batch.among(OperationState.DONE), batch.size
        counted = [f"{number:,} {words}" for states, words in _TOLD if (number := batch.among(*states))]
        state, tone = ("Done", "good") if done == size else ("Ended", "none")
        if batch.active:
            state, tone = ("Needs you", "fair") if needs_somebody(batch) else ("Waiting to be sent", "info")
        wait = _next(batch.next_at, now)
        reason = batch.reason if batch.active else None
        return ActivityLine(
            key=f"batch:{batch.batch_id}",
            part=Part.QUEUED if batch.active else Part.RECENT,
            title=f"{_title(batch.kind, view)} · {count(size, 'change', 'changes')}",
            state=state,
            tone="fair" if over_due(batch, now) else tone,
            detail=" ".join(
                part for part in (f"{', '.join(counted)}.", reason, wait, _overdue_words(batch, now)) if part
            ),
            age=self._formats.age(batch.created_at, now),
            share=done / size if batch.active else None,
            can_cancel=batch.among(*_SENDABLE) > 0,
            can_retry=batch.among(*_SENDABLE) > 0,
            retry_words="Send now",
            opens="Rows",
        )

    def _when(self, operation: Operation, now: datetime) -> str:
        if operation.state in (OperationState.QUEUED, OperationState.WAITING):
            return _next(operation.not_before, now)
        if operation.state in _DOUBT and operation.settle_until is not None and operation.settle_until > now:
            return f"It is clear {_in(operation.settle_until, now)} at the latest."
        return ""


def _retry_words(operation: Operation) -> str:
    if operation.state is OperationState.NEEDS_PAYMENT:
        return "I have paid, continue"
    if operation.offered_price is not None:
        return f"Agree to {operation.offered_price}"
    return "Try again" if operation.state is OperationState.NEEDS_USER else "Send now"


def _title(kind: str, view: OutboxView) -> str:
    return view.titles.get(kind, kind.replace("_", " ").capitalize())


def _overdue_words(one: Operation | Batch, now: datetime) -> str:
    days = (now - one.created_at).days
    return f"It has waited for {count(days, 'day', 'days')}." if over_due(one, now) else ""


def _next(then: datetime | None, now: datetime) -> str:
    if then is None or then <= now:
        return ""
    return "Paused until you go on." if then >= HELD else f"Next attempt {_in(then, now)}."


def _in(then: datetime, now: datetime) -> str:
    seconds = (then - now).total_seconds()
    if seconds < 90:
        return "within two minutes"
    minutes = round(seconds / 60)
    return f"in {count(minutes, 'minute', 'minutes')}" if minutes < 120 else f"in {round(minutes / 60)} hours"
