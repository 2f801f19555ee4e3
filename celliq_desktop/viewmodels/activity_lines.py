"""Changes of the outbox in words: a line each, a line a batch, a sentence a step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import HELD, Batch, Described, HistoryLine, Operation, OperationState, OutboxView
from celliq_desktop.viewmodels.activity_questions import Question, question_of, question_of_batch
from celliq_desktop.viewmodels.formats import Formats, count, whole
from celliq_desktop.viewmodels.words import N_, _, ngettext, said

_LONG = timedelta(hours=24)
"""What waits for longer says so, and calls for somebody."""


class Part(Enum):
    """Where a line stands."""

    NEEDS_YOU = N_("Needs you")
    RUNNING = N_("Running")
    QUEUED = N_("Waiting to be sent")
    RECENT = N_("Recent")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """One job, one queued change or one batch of them. ``share`` is progress from 0 to 1, None when unknown; ``pays``:
    paying for it helps; ``opens`` what opening it shows.

    One that is held asks: ``ask`` is the question, ``then`` what becomes of yes and no; ``retry_words`` and
    ``cancel_words`` are what a person says by pressing the buttons. ``about`` is the kind of change and ``subject``
    what it is for (a car's id), so that other screens find theirs."""

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
    retry_words: str = N_("Try again")
    cancel_words: str = N_("Cancel")
    opens: str = ""
    pays: bool = False
    ask: str = ""
    then: str = ""
    about: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One row of a batch. ``group`` is the part of the batch it counts to (``need you``); ``sendable``: it can be sent
    again or taken back."""

    op_id: OperationId
    number: int
    subject: str
    group: str
    state: str
    tone: str
    reason: str
    sendable: bool

    @property
    def haystack(self) -> str:
        """What a search looks through."""
        return f"{self.subject} {self.state} {self.reason}".lower()


_CHECKING = (
    N_("Checking with CellIQ"),
    "info",
    N_("The connection broke off; nothing is sent again before it is clear what arrived."),
)
_WORDS = {
    OperationState.QUEUED: (N_("Waiting to be sent"), "info", N_("It is safe here and is sent with the next sync.")),
    OperationState.WAITING: (N_("Waiting to be sent"), "info", N_("It is safe here and is tried again by itself.")),
    OperationState.SENDING: (N_("Being sent"), "info", ""),
    OperationState.IN_DOUBT: _CHECKING,
    OperationState.RECONCILING: _CHECKING,
    OperationState.NEEDS_PAYMENT: (N_("Needs credits"), "fair", ""),
    OperationState.NEEDS_USER: (N_("Needs you"), "fair", ""),
    OperationState.DONE: (N_("Done"), "good", ""),
    OperationState.REJECTED: (N_("Refused"), "poor", ""),
    OperationState.FAILED: (N_("Not done"), "poor", N_("It is looked for again with every sync.")),
    OperationState.CANCELLED: (N_("Cancelled"), "none", ""),
}
_STEPS = {state.value: words[0] for state, words in _WORDS.items()}
_SENDABLE = frozenset(
    {OperationState.QUEUED, OperationState.WAITING, OperationState.NEEDS_PAYMENT, OperationState.NEEDS_USER}
)
_PERSON = (OperationState.NEEDS_PAYMENT, OperationState.NEEDS_USER)
_DOUBT = (OperationState.IN_DOUBT, OperationState.RECONCILING)
NEED_YOU = N_("need you")
_TOLD = (
    ((OperationState.DONE,), N_("done"), "good"),
    (_PERSON, NEED_YOU, "fair"),
    (_DOUBT, N_("being checked"), "info"),
    ((OperationState.QUEUED, OperationState.WAITING, OperationState.SENDING), N_("waiting to be sent"), "info"),
    ((OperationState.REJECTED, OperationState.FAILED), N_("not done"), "poor"),
    ((OperationState.CANCELLED,), N_("cancelled"), "none"),
)
_TITLES = (
    N_("Done"),
    N_("Need you"),
    N_("Being checked"),
    N_("Waiting to be sent"),
    N_("Not done"),
    N_("Cancelled"),
)
GROUPS = {words: (title, tone) for (_states, words, tone), title in zip(_TOLD, _TITLES, strict=True)}
"""Words and tone of every part of a batch."""


def needs_somebody(one: Operation | Batch) -> bool:
    """True when it goes no further by itself."""
    return one.among(*_PERSON) > 0 if isinstance(one, Batch) else one.state in _PERSON


def waits_for_credits(one: Operation | Batch) -> int:
    """How many changes wait for credits."""
    state = OperationState.NEEDS_PAYMENT
    return one.among(state) if isinstance(one, Batch) else int(one.state is state)


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
        dated = [(one.operation.created_at, self._single(one, view, now)) for one in view.operations]
        dated += [(one.created_at, self._batch(one, view, now)) for one in view.batches]
        return [line for _at, line in sorted(dated, key=lambda pair: pair[0], reverse=True)]

    def age(self, then: datetime | None, now: datetime) -> str:
        """How long ago."""
        return self._formats.age(then, now)

    def row(self, one: Described, now: datetime) -> BatchLine:
        """One row of an opened batch."""
        row = one.operation
        words, tone, why = _WORDS[row.state]
        words, why = _(words), _(why)
        reason = said(row.last_error or "") if row.state is not OperationState.DONE else ""
        subject = one.about or self._name_of(row.natural_key) or f"No. {row.seq + 1:,}"
        return BatchLine(
            op_id=row.op_id,
            number=row.seq + 1,
            subject=subject,
            group=next(group for states, group, _tone in _TOLD if row.state in states),
            state=words,
            tone=tone,
            reason=" ".join(part for part in (reason or why, self._when(row, now)) if part),
            sendable=row.state in _SENDABLE,
        )

    def step(self, step: HistoryLine) -> str:
        """One step of an opened change."""
        return f"{self._formats.moment(step.at)} · {_(_STEPS.get(step.state, step.state))} · {said(step.note)}"

    def _single(self, one: Described, view: OutboxView, now: datetime) -> ActivityLine:
        operation = one.operation
        state, tone, why = _WORDS[operation.state]
        state, why = _(state), _(why)
        asked = question_of(operation)
        subject = operation.natural_key.removeprefix(f"{operation.kind}:")
        what = self._name_of(operation.natural_key) or one.about
        title = _title(operation.kind, view)
        tried = (
            ngettext("Tried {n} time.", "Tried {n} times.", operation.attempts).format(n=whole(operation.attempts))
            if operation.attempts > 1
            else ""
        )
        error = said(operation.last_error or "") if operation.state is not OperationState.DONE else ""
        details = (error, why, self._when(operation, now), tried, _overdue_words(operation, now))
        return ActivityLine(
            key=f"operation:{operation.op_id}",
            part=_part(operation.state.active, asked),
            title=f"{title} · {what}" if what else title,
            state=state,
            tone="fair" if over_due(operation, now) else tone,
            detail=" ".join(part for part in details if part),
            age=self._formats.age(operation.created_at, now),
            can_cancel=operation.state in _SENDABLE,
            can_retry=operation.state in _SENDABLE,
            retry_words=asked.yes if asked else _("Send now"),
            cancel_words=asked.no if asked else _("Cancel"),
            opens=_("History"),
            pays=operation.state is OperationState.NEEDS_PAYMENT,
            ask=asked.ask if asked else "",
            then=asked.then if asked else "",
            about=operation.kind,
            subject=subject,
        )

    def _batch(self, batch: Batch, view: OutboxView, now: datetime) -> ActivityLine:
        done, size = batch.among(OperationState.DONE), batch.size
        counted = [f"{number:,} {_(words)}" for states, words, _tone in _TOLD if (number := batch.among(*states))]
        state, tone = (_("Done"), "good") if done == size else (_("Ended"), "none")
        if batch.active:
            state, tone = (_("Needs you"), "fair") if needs_somebody(batch) else (_("Waiting to be sent"), "info")
        asked = question_of_batch(batch)
        wait = _next(batch.next_at, now)
        reason = said(batch.reason or "") if batch.active else ""
        return ActivityLine(
            key=f"batch:{batch.batch_id}",
            part=_part(batch.active, asked),
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
            retry_words=asked.yes if asked else _("Send now"),
            cancel_words=asked.no if asked else _("Cancel the rest"),
            opens=_("Rows"),
            ask=asked.ask if asked else "",
            then=asked.then if asked else "",
            about=batch.kind,
        )

    def _when(self, operation: Operation, now: datetime) -> str:
        if operation.state in (OperationState.QUEUED, OperationState.WAITING):
            return _next(operation.not_before, now)
        if operation.state in _DOUBT and operation.settle_until is not None and operation.settle_until > now:
            return _("It is clear {value} at the latest.").format(value=_in(operation.settle_until, now))
        return ""


def _part(active: bool, asked: Question | None) -> Part:
    if asked is not None:
        return Part.NEEDS_YOU
    return Part.QUEUED if active else Part.RECENT


def _title(kind: str, view: OutboxView) -> str:
    return said(view.titles.get(kind, kind.replace("_", " ").capitalize()))


def _overdue_words(one: Operation | Batch, now: datetime) -> str:
    days = (now - one.created_at).days
    return (
        ngettext("It has waited for {n} day.", "It has waited for {n} days.", days).format(n=whole(days))
        if over_due(one, now)
        else ""
    )


def _next(then: datetime | None, now: datetime) -> str:
    if then is None or then <= now:
        return ""
    return _("Paused until you go on.") if then >= HELD else _("Next attempt {value}.").format(value=_in(then, now))


def _in(then: datetime, now: datetime) -> str:
    seconds = (then - now).total_seconds()
    if seconds < 90:
        return _("within two minutes")
    minutes = round(seconds / 60)
    return (
        ngettext("in {n} minute", "in {n} minutes", minutes).format(n=whole(minutes))
        if minutes < 120
        else _("in {round} hours").format(round=round(minutes / 60))
    )
