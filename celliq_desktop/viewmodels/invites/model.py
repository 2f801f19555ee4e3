"""The list's view-model: everybody who was invited, what can be done with them, and exports."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.invites import Invite, SellerList
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import invite_tables, invites, send_outbox
from celliq_desktop.viewmodels.count_chips import CountChip, chips_of
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.invites.lines import STATES, InviteLine, line_of
from celliq_desktop.viewmodels.invites.sending import SendingViewModel
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _
from celliq_desktop.viewmodels.workbench import Workbench

_Found = tuple[tuple[tuple[Invite, str], ...], SellerList | None]


class InvitesPhase(Enum):
    """Where the list stands."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitesState:
    """``lines`` are those search and chips let through, of ``total``; ``latest`` the newest list, for its result."""

    phase: InvitesPhase = InvitesPhase.LOADING
    lines: tuple[InviteLine, ...] = ()
    total: int = 0
    chips: tuple[CountChip, ...] = ()
    picked: frozenset[str] = frozenset()
    search: str = ""
    latest: SellerList | None = None
    problem: Problem | None = None


class InvitesViewModel(Observable[InvitesState]):
    """Reads the mirror; ``sending`` does what needs the network."""

    def __init__(self, workbench: Workbench, formats: Formats) -> None:
        super().__init__(InvitesState())
        self.sending = SendingViewModel(workbench)
        self._bench = workbench
        self._formats = formats
        self._all: tuple[InviteLine, ...] = ()
        self._end = workbench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()
        self.sending.close()

    def load(self) -> None:
        """Read the list again."""
        desk = self._bench.desk

        def work(_context: JobContext) -> _Found:
            found = tuple((one, invites.why_no_reminder(desk, one)) for one in invites.invites(desk))
            return found, next(iter(invites.seller_lists(desk)), None)

        self._submit(_("Read the invites"), Lane.READ, "invites:list", work, self._loaded, quiet=True)

    def search(self, text: str) -> None:
        """Keep the lines that contain every word of ``text``."""
        self._show(replace(self.state, search=text))

    def toggle(self, key: str) -> None:
        """Show lines of this state only, or no longer."""
        self._show(replace(self.state, picked=self.state.picked ^ {key}))

    def show_all(self) -> None:
        """Take search and chips away."""
        self._show(replace(self.state, search="", picked=frozenset()))

    def remind(self, keys: Sequence[str]) -> None:
        """Queue a reminder for each of these, and send: a person asked for it."""
        desk, lines = self._bench.desk, {line.key: line for line in self._all}
        chosen = [key for key in keys if key in lines and not lines[key].why_no_reminder]

        def work(_context: JobContext) -> Changes:
            changes = Changes()
            for key in chosen:
                changes |= invites.remind(desk, key)
            return changes

        self._submit(_("Queue reminders"), Lane.WRITE, "invites:remind", work, self._queued)

    def send_again(self, keys: Sequence[str]) -> None:
        """Queue again what waits for a person's word, and send."""
        desk, lines = self._bench.desk, {line.key: line for line in self._all}
        chosen = [lines[key].invite.op_id for key in keys if key in lines and lines[key].can_resend]

        def work(_context: JobContext) -> Changes:
            changes = Changes.of(Topic.INVITES)
            for op_id in chosen:
                changes |= send_outbox.retry(desk, op_id)
            return changes

        self._submit(_("Queue invites again"), Lane.WRITE, "invites:again", work, self._queued)

    def write(self, path: Path, done: Callable[[], None], *, result: bool) -> None:
        """Write a table: what became of each row of the newest list, or the lines shown."""
        desk, latest, shown = self._bench.desk, self.state.latest, tuple(line.invite for line in self.state.lines)

        def work(_context: JobContext) -> None:
            if result and latest is not None:
                invite_tables.write_results(desk, invites.results_of_list(desk, latest.id), path)
            else:
                invite_tables.write_invites(desk, shown, path)

        self._submit(
            _("Write {name}").format(name=path.name), Lane.HEAVY, f"invites:write:{path}", work, lambda _nothing: done()
        )

    def _submit(
        self,
        name: str,
        lane: Lane,
        key: str,
        work: Callable[[JobContext], object],
        done: Callable[..., None],
        *,
        quiet: bool = False,
    ) -> None:
        self._bench.runner.submit(
            Job(name=name, lane=lane, key=key, work=work, done=done, failed=self._failed, quiet=quiet)
        )

    def _loaded(self, found: _Found) -> None:
        now = self._bench.desk.clock.now()
        self._all = tuple(line_of(one, why, self._formats, now) for one, why in found[0])
        self._show(replace(self.state, phase=InvitesPhase.READY, latest=found[1], problem=None))
        self.sending.take(Counter(line.invite.state for line in self._all))

    def _queued(self, changes: Changes) -> None:
        self._bench.hub.publish(changes)
        self.sending.send()

    def _failed(self, problem: Problem) -> None:
        phase = self.state.phase if self.state.phase is InvitesPhase.READY else InvitesPhase.FAILED
        self.replace(replace(self.state, phase=phase, problem=problem))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.INVITES, Topic.OUTBOX, Topic.VEHICLES):
            self.load()

    def _show(self, state: InvitesState) -> None:
        words = state.search.lower().split()
        fits = [line for line in self._all if all(word in line.haystack for word in words)]
        counts = Counter(line.invite.state.value for line in fits)
        kinds = {kind.value: words_and_tone for kind, words_and_tone in STATES.items()}
        lines = tuple(line for line in fits if not state.picked or line.invite.state.value in state.picked)
        self.replace(replace(state, lines=lines, total=len(self._all), chips=chips_of(kinds, counts, state.picked)))
