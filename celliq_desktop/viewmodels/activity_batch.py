"""One batch opened: every row with its state and reason, those first that need somebody; any of them can be sent again
or taken back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import Described
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.viewmodels.activity import OutboxVerbs
from celliq_desktop.viewmodels.activity_lines import GROUPS, NEED_YOU, BatchLine, Worder
from celliq_desktop.viewmodels.count_chips import CountChip, chips_of
from celliq_desktop.viewmodels.formats import count, share
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, N_n


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchState:
    """``batch_id`` empty while none is open; ``lines`` are those search and chips let through, of ``total``;
    ``loading`` until they are first read."""

    batch_id: str = ""
    title: str = ""
    loading: bool = False
    lines: tuple[BatchLine, ...] = ()
    total: int = 0
    chips: tuple[CountChip, ...] = ()
    picked: frozenset[str] = frozenset()
    search: str = ""
    problem: Problem | None = None

    @property
    def facts(self) -> str:
        """How many are shown."""
        rows = count(self.total, "row", "rows")
        if self.loading:
            return ""
        return rows if len(self.lines) == self.total else share(len(self.lines), self.total, rows)


class BatchViewModel(Observable[BatchState]):
    """Reads the mirror when a batch is opened and whenever the outbox changed."""

    def __init__(
        self,
        outbox: OutboxVerbs,
        worder: Worder,
        runner: Runner,
        hub: Hub,
        clock: Clock,
    ) -> None:
        super().__init__(BatchState())
        self._outbox = outbox
        self._worder = worder
        self._runner = runner
        self._hub = hub
        self._clock = clock
        self._all: tuple[BatchLine, ...] = ()
        self._end = hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def open(self, batch_id: str, title: str) -> None:
        """Show this batch; what needs somebody alone, where there is any."""
        self._all = ()
        self.replace(BatchState(batch_id=batch_id, title=title, loading=True))
        self._load()

    def put_away(self) -> None:
        """Back to all that goes on."""
        self._all = ()
        self.replace(BatchState())

    def search(self, text: str) -> None:
        """Keep the rows that contain every word of ``text``."""
        self._show(replace(self.state, search=text))

    def toggle(self, group: str) -> None:
        """Show rows of this part only, or no longer."""
        self._show(replace(self.state, picked=self.state.picked ^ {group}))

    def send(self, ids: Sequence[OperationId]) -> None:
        """A person wants these sent, now."""
        verb, batch_id = self._outbox.send_rows, self.state.batch_id
        self._runner.submit(
            Job(
                name=N_n("Send {n:,} change again", "Send {n:,} changes again", len(ids)).format(n=len(ids)),
                lane=Lane.NETWORK,
                key=f"send:{batch_id}",
                work=lambda context: verb(ids, context.progress, context.cancel),
                done=self._hub.publish,
                failed=self._failed,
            )
        )

    def take_back(self, ids: Sequence[OperationId]) -> None:
        """These are never sent; what is on its way ends by itself."""
        verb = self._outbox.cancel_rows
        self._runner.submit(
            Job(
                name=N_n("Take back {n:,} change", "Take back {n:,} changes", len(ids)).format(n=len(ids)),
                lane=Lane.WRITE,
                key=f"take-back:{self.state.batch_id}",
                work=lambda _context: verb(ids),
                done=self._hub.publish,
                failed=self._failed,
            )
        )

    def _load(self) -> None:
        batch_id, rows = self.state.batch_id, self._outbox.batch

        def work(_context: JobContext) -> tuple[Described, ...]:
            return rows(batch_id)

        self._runner.submit(
            Job(
                name=N_("Read a batch"),
                lane=Lane.READ,
                key=f"batch:{batch_id}",
                work=work,
                done=lambda found: self._loaded(batch_id, found),
                failed=self._failed,
                quiet=True,
            )
        )

    def _loaded(self, batch_id: str, found: tuple[Described, ...]) -> None:
        if batch_id != self.state.batch_id:
            return
        now = self._clock.now()
        self._all = tuple(self._worder.row(one, now) for one in found)
        picked = self.state.picked
        if self.state.loading and any(line.group == NEED_YOU for line in self._all):
            picked = frozenset({NEED_YOU})
        self._show(replace(self.state, loading=False, picked=picked, problem=None))

    def _show(self, state: BatchState) -> None:
        words = state.search.lower().split()
        fits = [line for line in self._all if all(word in line.haystack for word in words)]
        counts = Counter(line.group for line in fits)
        lines = tuple(line for line in fits if not state.picked or line.group in state.picked)
        self.replace(replace(state, lines=lines, total=len(self._all), chips=chips_of(GROUPS, counts, state.picked)))

    def _failed(self, problem: Problem) -> None:
        self._hub.publish(Changes.of(Topic.OUTBOX))
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        self.replace(replace(self.state, loading=False, problem=shown))

    def _changed(self, changes: Changes) -> None:
        if self.state.batch_id and changes.touches(Topic.OUTBOX):
            self._load()
