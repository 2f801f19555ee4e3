"""What this computer keeps, and for how long: forget a seller, a period for all of them, a mirror made anew, and the
daily upkeep that nobody asks for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _

_EVERY_S = 6 * 3600.0
"""How often upkeep looks whether something is due; a backup is due once a day."""
PERIODS = {
    0: N_("Keep them"),
    3: N_("After 3 months"),
    6: N_("After 6 months"),
    12: N_("After 1 year"),
    24: N_("After 2 years"),
    36: N_("After 3 years"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataVerbs:
    """What can be done with the data of this computer; every call runs on a worker. ``forget`` says in a sentence what
    came of it, ``upkeep`` what a person should know. ``shared``: the copy is a dealer group's, on PostgreSQL."""

    upkeep: Callable[[], tuple[str, Changes]]
    forget: Callable[[str], tuple[str, Changes]]
    months: Callable[[], int]
    set_months: Callable[[int], None]
    empty: Callable[[], Changes]
    diagnostics: Callable[[], str]
    feedback: Callable[[str, Path], None]
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataState:
    """``told`` is what the last action came to, ``noticed`` what upkeep found; ``report`` are diagnostics to copy."""

    months: int = 0
    working: bool = False
    told: str = ""
    noticed: str = ""
    report: str = ""
    problem: Problem | None = None


class DataViewModel(Observable[DataState]):
    """One a session. ``sync`` starts a sync of everything; ``shared``: the copy is a dealer group's."""

    def __init__(self, verbs: DataVerbs, sync: Callable[[], None], runner: Runner, hub: Hub, clock: Clock) -> None:
        super().__init__(DataState())
        self.shared = verbs.shared
        self._verbs = verbs
        self._sync = sync
        self._runner = runner
        self._hub = hub
        self._clock = clock
        self._due = clock.monotonic()

    def load(self) -> None:
        """Read the period."""

        def loaded(months: int) -> None:
            self.replace(replace(self.state, months=months))

        self._do(_("Read the period"), Lane.READ, self._verbs.months, loaded)

    def tick(self) -> None:
        """Time passed: see to the upkeep when it is due."""
        if self._clock.monotonic() >= self._due:
            self._due = self._clock.monotonic() + _EVERY_S
            self._do(_("Look after the local copy"), Lane.HEAVY, self._verbs.upkeep, self._kept)

    def forget(self, email: str) -> None:
        """Forget this seller for good."""
        self._begin()
        self._do(_("Forget a seller"), Lane.WRITE, lambda: self._verbs.forget(email), self._forgotten)

    def choose_months(self, months: int) -> None:
        """Forget sellers so long after their last car left; 0 keeps them."""
        if months != self.state.months:
            self._begin()
            self._do(
                _("Keep the period"),
                Lane.WRITE,
                lambda: self._verbs.set_months(months),
                lambda _n: self._said(_("This period is kept from now on."), months=months),
            )

    def mirror_anew(self) -> None:
        """Drop what the server has, too, and fetch all of it again."""
        self._begin()
        self._do(_("Empty the local copy"), Lane.WRITE, self._verbs.empty, self._emptied)

    def diagnose(self) -> None:
        """Look at everything the program needs; ``report`` has it then, redacted."""
        self._begin()
        self._do(
            _("Look at this installation"),
            Lane.NETWORK,
            self._verbs.diagnostics,
            lambda report: self._said(_("The diagnostics are on the clipboard."), report=report),
        )

    def save_feedback(self, words: str, target: Path) -> None:
        """Gather ``words``, diagnostics and log in a file for support."""
        self._begin()
        self._do(
            _("Gather what support needs"),
            Lane.NETWORK,
            lambda: self._verbs.feedback(words, target),
            lambda _nothing: self._said(
                _("Written: {file}. Look into it, then send it to support.").format(file=target.name)
            ),
        )

    def _begin(self) -> None:
        self.replace(replace(self.state, working=True, told="", report="", problem=None))

    def _do(self, name: str, lane: Lane, ask: Callable[[], object], done: Callable[..., None]) -> None:
        def work(_context: JobContext) -> object:
            return ask()

        self._runner.submit(
            Job(name=name, lane=lane, key=f"data {name}", work=work, done=done, failed=self._failed, quiet=True)
        )

    def _kept(self, answer: tuple[str, Changes]) -> None:
        self.replace(replace(self.state, noticed=answer[0]))
        self._hub.publish(answer[1])

    def _forgotten(self, answer: tuple[str, Changes]) -> None:
        self.replace(replace(self.state, working=False, told=answer[0]))
        self._hub.publish(answer[1])

    def _emptied(self, changes: Changes) -> None:
        self.replace(replace(self.state, working=False, told=_("Everything is being fetched again.")))
        self._hub.publish(changes | Changes.of(Topic.VEHICLES))
        self._sync()

    def _said(self, told: str, *, months: int | None = None, report: str = "") -> None:
        kept = self.state.months if months is None else months
        self.replace(replace(self.state, working=False, told=told, months=kept, report=report))

    def _failed(self, problem: Problem) -> None:
        self.replace(replace(self.state, working=False, problem=problem))
