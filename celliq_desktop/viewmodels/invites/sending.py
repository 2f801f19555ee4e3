"""Sending invites: start, pause, cancel, and how far it is."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.invites import InviteState
from celliq_desktop.domain.ports import Progress
from celliq_desktop.domain.problems import Cancelled, Problem
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import fresh_fleet, outbox, send_invites
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.viewmodels.formats import count, whole
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _, ngettext
from celliq_desktop.viewmodels.workbench import Workbench

_SEND = "invites:send"
_WAITS = (InviteState.WAITING, InviteState.PAUSED)
_BUSY = (InviteState.SENDING, InviteState.CHECKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingState:
    """``words`` is empty while nothing is under way. ``share`` from 0 to 1, None when unknown; ``told`` what the last
    run came to, for a toast."""

    running: bool = False
    paused: bool = False
    words: str = ""
    detail: str = ""
    share: float | None = None
    told: str = ""
    problem: Problem | None = None


class SendingViewModel(Observable[SendingState]):
    """Sends on a worker of the network lane; what waits is in the mirror, so closing the screen stops nothing."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(SendingState())
        self._bench = workbench
        self._record: JobRecord | None = None
        self._counts: Counter[InviteState] = Counter()
        self._before: Counter[InviteState] | None = None
        self._told = ""
        self._ended = False
        self._problem: Problem | None = None
        self._end = workbench.runner.board.subscribe(self._moved)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def take(self, counts: Counter[InviteState]) -> None:
        """How many invites are in which state now."""
        self._counts = counts
        if self._ended and self._before is not None:
            self._ended, self._told = False, _outcome(self._before, counts)
        self._say()

    def send(self) -> None:
        """Send what waits, also what was paused."""
        desk = self._bench.desk

        def work(context: JobContext) -> Changes:
            send_invites.resume_invites(desk)
            _freshened(desk, context.progress, context.cancel)
            return send_invites.send_invites(
                desk, progress=context.progress, cancel=context.cancel, pause=context.cancel.wait
            )

        self._problem, self._before, self._ended = None, self._counts, False
        self._submit(_("Send invites"), Lane.NETWORK, _SEND, work, self._sent)

    def pause(self) -> None:
        """Hold back what was not sent; what is under way ends by itself."""
        self._stop()
        desk = self._bench.desk
        self._submit(
            _("Pause invites"),
            Lane.WRITE,
            "invites:hold",
            lambda _context: send_invites.hold_invites(desk),
            self._bench.hub.publish,
        )

    def cancel(self) -> None:
        """Take back what was not sent; what was sent stays sent."""
        self._stop()
        desk = self._bench.desk
        self._submit(
            _("Cancel invites"),
            Lane.WRITE,
            "invites:cancel",
            lambda _context: send_invites.cancel_invites(desk),
            self._taken_back,
        )

    def take_back(self, ids: Sequence[OperationId]) -> None:
        """These are never sent, as far as they were not; the others go on."""
        desk = self._bench.desk
        self._submit(
            _("Take invites back"),
            Lane.WRITE,
            "invites:take-back",
            lambda _context: outbox.cancel_rows(desk, ids),
            self._bench.hub.publish,
        )

    def _submit(
        self,
        name: str,
        lane: Lane,
        key: str,
        work: Callable[[JobContext], object],
        done: Callable[..., None],
    ) -> None:
        self._bench.runner.submit(Job(name=name, lane=lane, key=key, work=work, done=done, failed=self._failed))

    def _stop(self) -> None:
        if self._record is not None and not self._record.state.over:
            self._bench.runner.cancel(self._record.id)

    def _sent(self, changes: Changes) -> None:
        self._ended = True  # the list is read again now; then it is known what came of it
        self._bench.hub.publish(changes)

    def _failed(self, problem: Problem) -> None:
        self._problem = None if isinstance(problem, Cancelled) else problem
        self._bench.hub.publish(Changes.of(Topic.INVITES, Topic.OUTBOX))
        self._say()

    def _taken_back(self, answer: tuple[int, Changes]) -> None:
        self._told = ngettext(
            "{n} invite will not be sent. What was sent stays sent.",
            "{n} invites will not be sent. What was sent stays sent.",
            answer[0],
        ).format(n=whole(answer[0]))
        self._bench.hub.publish(answer[1])

    def _moved(self, record: JobRecord) -> None:
        if record.key == _SEND:
            self._record = record
            self._say()

    def _say(self) -> None:
        self.replace(self._worded())

    def _worded(self) -> SendingState:
        record = self._record
        if record is not None and not record.state.over:
            share = record.done / record.total if record.total else None
            return SendingState(
                running=True,
                words=_progress(record),
                detail=_time_left(record, self._bench.desk.clock.now().timestamp()),
                share=share,
                told=self._told,
            )
        waiting = sum(self._counts[state] for state in _WAITS)
        busy = sum(self._counts[state] for state in _BUSY)
        paused = bool(self._counts[InviteState.PAUSED])
        words = ""
        if waiting:
            invites = count(waiting, "invite", "invites")
            words = (_("{invites} held back") if paused else _("{invites} waiting to be sent")).format(invites=invites)
        elif busy:
            words = ngettext(
                "{n} invite is being checked with CellIQ", "{n} invites are being checked with CellIQ", busy
            ).format(n=whole(busy))
        detail = (
            _("Nobody is mailed twice: it is found out what arrived before anything is sent again.") if busy else ""
        )
        return SendingState(paused=paused, words=words, detail=detail, told=self._told, problem=self._problem)


def _outcome(before: Counter[InviteState], after: Counter[InviteState]) -> str:
    """What a run came to: what is over now and was not before, and what is still open."""
    grown = {state: max(0, after[state] - before[state]) for state in InviteState}
    over = (
        (grown[InviteState.SENT], _("sent"), _("sent")),
        (grown[InviteState.ALREADY] + grown[InviteState.CONNECTED], _("invited already"), _("invited already")),
        (grown[InviteState.REFUSED], _("refused"), _("refused")),
    )
    left = (
        (after[InviteState.WAITING], _("waits to be sent"), _("wait to be sent")),
        (after[InviteState.PAUSED], _("is held back"), _("are held back")),
        (sum(after[state] for state in _BUSY), _("is being checked"), _("are being checked")),
        (after[InviteState.NEEDS_YOU], _("needs you"), _("need you")),
    )
    done, rest = (", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in part if n) for part in (over, left))
    nothing = _("No invite was sent.") if rest else _("Every invite has its answer; see the list.")
    first = _("Invites: {done}.").format(done=done) if done else nothing
    return _("{first} Still open: {rest}.").format(first=first, rest=rest) if rest else first


def _progress(record: JobRecord) -> str:
    if record.words != "invites":
        return {"queued": _("Queueing the list"), "vehicles": _("Looking at the fleet")}.get(
            record.words, _("Waiting for CellIQ")
        )
    total = _(" of {total}").format(total=whole(record.total)) if record.total else ""
    return _("Sending: {done}{total}").format(done=whole(record.done), total=total)


def _time_left(record: JobRecord, now_s: float) -> str:
    """From what was sent so far; nothing before there is something to go by."""
    spent = now_s - record.started_at.timestamp()
    if record.words != "invites" or not record.total or record.done < 5 or spent <= 0:
        return _("Up to four at a time. You may close this screen.")
    left = spent / record.done * (record.total - record.done)
    if left < 60:
        return _("Less than a minute left. You may close this screen.")
    return ngettext(
        "About {n} minute left. You may close this screen.",
        "About {n} minutes left. You may close this screen.",
        round(left / 60),
    ).format(n=whole(round(left / 60)))


def _freshened(desk: Desk, progress: Progress, cancel: CancelFlag) -> None:
    """The list of cars is fetched where it is old; sending does not wait for what cannot be fetched."""
    try:
        fresh_fleet.freshen_fleet(desk, progress=progress, cancel=cancel)
    except Cancelled:
        raise
    except Problem:
        return
