"""Signing in and out as a flow: what the window shows before a desk is open, and how it gets one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from celliq_desktop.domain.problems import NeedsYou, Problem, ProblemKind
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.viewmodels.observable import Observable

if TYPE_CHECKING:
    from celliq_desktop.jobs.runner import Runner
    from celliq_desktop.viewmodels.session import Sessions
    from celliq_desktop.viewmodels.workbench import Workbench

_KEY = "session"


class EntryPhase(Enum):
    """STARTING: the frame is shown and a remembered desk is being opened. CLOSING: let go of the desk."""

    STARTING = "starting"
    SIGNED_OUT = "signed_out"
    WORKING = "working"
    OPEN = "open"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """``words`` say what is being waited for; ``bench`` is there while OPEN only."""

    phase: EntryPhase
    server: str = ""
    email: str = ""
    words: str = ""
    problem: Problem | None = None
    bench: Workbench | None = None


class EntryViewModel(Observable[EntryState]):
    """Asks the composition root's ``Sessions``, off the window's thread, one thing at a time."""

    def __init__(self, sessions: Sessions, runner: Runner) -> None:
        phase = EntryPhase.STARTING if sessions.remembered else EntryPhase.SIGNED_OUT
        super().__init__(EntryState(phase=phase, server=sessions.server, email=sessions.last_email))
        self._sessions = sessions
        self._runner = runner

    def start(self) -> None:
        """Open the desk that is still signed in, after the first paint."""
        if self.state.phase is EntryPhase.STARTING:
            self._open("Open the desk", self._sessions.restore)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; what is plainly missing is said at once."""
        address = email.strip()
        if "@" not in address or not password:
            what = "Please enter your e-mail address." if "@" not in address else "Please enter your password."
            self.replace(replace(self.state, email=address, problem=NeedsYou("wrong_input", what)))
            return
        self._work(address, "Signing in")
        self._open("Sign in", lambda: self._sessions.sign_in(address, password))

    def explore(self) -> None:
        """Open the sample dealership."""
        self._work(self.state.email, "Preparing the sample dealership")
        self._open("Prepare sample data", self._sessions.explore_sample)

    def sign_out(self) -> None:
        """Listeners hear CLOSING first and let go of the desk; then the tokens are forgotten."""
        if self.state.phase is not EntryPhase.OPEN:
            return
        self.replace(replace(self.state, phase=EntryPhase.CLOSING, bench=None, words="Signing out", problem=None))
        self._submit("Sign out", self._sessions.sign_out, lambda _nothing: self._left(None), self._left)

    def ask_again(self, problem: Problem) -> None:
        """The server no longer knows the session: back to the sign-in screen; the mirror stays."""
        if self.state.phase is EntryPhase.OPEN:
            self.replace(replace(self.state, phase=EntryPhase.CLOSING, bench=None))
            self._left(problem)

    def _work(self, email: str, words: str) -> None:
        self.replace(replace(self.state, phase=EntryPhase.WORKING, email=email, words=words, problem=None))

    def _open(self, name: str, ask: Callable[[], Workbench | None]) -> None:
        self._submit(name, ask, self._opened, self._left)

    def _submit(
        self,
        name: str,
        ask: Callable[[], Workbench | None],
        done: Callable[[Workbench | None], None],
        failed: Callable[[Problem], None],
    ) -> None:
        self._runner.submit(
            Job(
                name=name,
                lane=Lane.NETWORK,
                key=_KEY,
                work=lambda _context: ask(),
                done=done,
                failed=failed,
                quiet=True,
            )
        )

    def _opened(self, bench: Workbench | None) -> None:
        if bench is None:
            self._left(None)
        else:
            self.replace(replace(self.state, phase=EntryPhase.OPEN, bench=bench, words="", problem=None))

    def _left(self, problem: Problem | None) -> None:
        shown = None if problem is not None and problem.kind is ProblemKind.CANCELLED else problem
        self.replace(
            EntryState(
                phase=EntryPhase.SIGNED_OUT,
                server=self._sessions.server,
                email=self.state.email or self._sessions.last_email,
                problem=shown,
            )
        )
