"""Signing in and out as a flow: what the window shows before a desk is open, and how it gets one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from celliq_desktop.domain.accounts import Keep
from celliq_desktop.domain.problems import NeedsYou, Problem, ProblemKind
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.viewmodels.gate import Gate, GateAction, gate_of, unfit
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.ports import CancelToken
    from celliq_desktop.jobs.runner import JobHandle, Runner
    from celliq_desktop.viewmodels.session import Sessions
    from celliq_desktop.viewmodels.workbench import Workbench

_KEY = "session"
_VAULT = (GateAction.UNLOCK, GateAction.CREATE_VAULT)
Ask = Callable[["CancelToken"], "Workbench | None"]
"""Something that ends in an open desk, or in none."""


class EntryPhase(Enum):
    """STARTING: the frame is shown and a remembered desk is being opened. CLOSING: let go of the desk. BLOCKED: a
    page stands in its place, with what helps."""

    STARTING = "starting"
    SIGNED_OUT = "signed_out"
    WORKING = "working"
    OPEN = "open"
    CLOSING = "closing"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """``words`` say what is being waited for, ``can_cancel`` that it may be given up; ``bench`` is there while OPEN
    only, with ``told``, what a repair saved. ``gate`` is the page while BLOCKED, and while WORKING on what it asked
    for."""

    phase: EntryPhase
    server: str = ""
    email: str = ""
    words: str = ""
    can_cancel: bool = False
    problem: Problem | None = None
    bench: Workbench | None = None
    gate: Gate | None = None
    told: str = ""


class EntryViewModel(Observable[EntryState]):
    """Asks the composition root's ``Sessions``, off the window's thread, one thing at a time."""

    def __init__(self, sessions: Sessions, runner: Runner) -> None:
        phase = EntryPhase.STARTING if sessions.remembered else EntryPhase.SIGNED_OUT
        super().__init__(EntryState(phase=phase, server=sessions.server, email=sessions.last_email))
        self._sessions = sessions
        self._runner = runner
        self._handle: JobHandle | None = None
        self._told = ""
        self._wanted: tuple[str, Ask] = _restoring(sessions)

    def start(self) -> None:
        """Open the desk that is still signed in, after the first paint."""
        if self.state.phase is EntryPhase.STARTING:
            self._open(_("Open the desk"), lambda _cancel: self._sessions.restore())

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; what is plainly missing is said at once."""
        address = email.strip()
        if "@" not in address or not password:
            what = _("Please enter your e-mail address.") if "@" not in address else _("Please enter your password.")
            self.replace(replace(self.state, email=address, problem=NeedsYou("wrong_input", what)))
            return
        self._work(address, _("Signing in"))
        self._open(_("Sign in"), lambda _cancel: self._sessions.sign_in(address, password))

    def sign_in_with_google(self, role: str = "dealer") -> None:
        """Sign in in the browser; ``cancel`` stops waiting for it."""
        self._work(self.state.email, _("Waiting for your browser"))
        self.replace(replace(self.state, can_cancel=True))
        self._open(_("Sign in with Google"), lambda cancel: self._sessions.sign_in_with_google(role, cancel))

    def cancel(self) -> None:
        """Wait no longer for the browser."""
        if self._handle is not None and self.state.can_cancel:
            self._handle.cancel()

    def explore(self) -> None:
        """Open the sample dealership."""
        self._work(self.state.email, _("Preparing the sample dealership"))
        self._open(_("Prepare sample data"), lambda _cancel: self._sessions.explore_sample())

    def sign_out(self) -> None:
        """Listeners hear CLOSING first and let go of the desk; then the tokens are forgotten."""
        if self.state.phase is not EntryPhase.OPEN:
            return
        self.replace(replace(self.state, phase=EntryPhase.CLOSING, bench=None, words=_("Signing out"), problem=None))
        self._submit(_("Sign out"), lambda _cancel: self._sessions.sign_out())

    def choose(self, action: GateAction, passphrase: str, again: str) -> None:
        """A button of the page that stands in the desk's place; what was wanted before goes on by itself."""
        gate = self.state.gate
        if gate is None or self.state.phase is not EntryPhase.BLOCKED:
            return
        note = unfit(gate, passphrase, again) if action in _VAULT else ""
        if note:
            self.replace(replace(self.state, gate=replace(gate, note=note)))
            return
        self.replace(replace(self.state, phase=EntryPhase.WORKING, words=_(action.value)))
        name, wanted = self._wanted
        match action:
            case GateAction.UNLOCK | GateAction.CREATE_VAULT:
                self._submit(name, _kept(self._sessions, Keep.VAULT, passphrase, wanted))
            case GateAction.KEEP_NOTHING:
                self._submit(name, _kept(self._sessions, Keep.NOTHING, "", wanted))
            case GateAction.REPAIR | GateAction.START_ANEW:
                self._submit(_("Repair the local copy"), self._repaired)
            case GateAction.OTHER_ACCOUNT:
                self._submit(_("Sign out"), lambda _cancel: self._sessions.sign_out())
            case GateAction.TRY_AGAIN:
                self._submit(name, wanted)

    def ask_again(self, problem: Problem) -> None:
        """The desk cannot go on: back to the sign-in screen when the server no longer knows the session, else to the
        page that helps; the mirror stays."""
        if self.state.phase is EntryPhase.OPEN:
            self.replace(replace(self.state, phase=EntryPhase.CLOSING, bench=None))
            self._left(problem)

    def _work(self, email: str, words: str) -> None:
        self.replace(
            replace(self.state, phase=EntryPhase.WORKING, email=email, words=words, problem=None, can_cancel=False)
        )

    def _repaired(self, _cancel: CancelToken) -> Workbench | None:
        self._told = self._sessions.repair()
        return self._sessions.restore()

    def _open(self, name: str, ask: Ask) -> None:
        self._wanted = (name, ask)
        self._submit(name, ask)

    def _submit(self, name: str, ask: Ask) -> None:
        self._handle = self._runner.submit(
            Job(
                name=name,
                lane=Lane.NETWORK,
                key=_KEY,
                work=lambda context: ask(context.cancel),
                done=self._opened,
                failed=self._left,
                quiet=True,
            )
        )

    def _opened(self, bench: Workbench | None) -> None:
        if bench is None:
            self._left(None)
        else:
            told, self._told = self._told, ""
            self._wanted = _restoring(self._sessions)  # a password is not kept any longer
            state = replace(self.state, phase=EntryPhase.OPEN, bench=bench, words="", problem=None)
            self.replace(replace(state, gate=None, told=told))

    def _left(self, problem: Problem | None) -> None:
        shown = None if problem is not None and problem.kind is ProblemKind.CANCELLED else problem
        gate = None if shown is None else gate_of(shown)
        if gate is None:
            self._wanted = _restoring(self._sessions)
        self.replace(
            EntryState(
                phase=EntryPhase.SIGNED_OUT if gate is None else EntryPhase.BLOCKED,
                gate=gate,
                server=self._sessions.server,
                email=self.state.email or self._sessions.last_email,
                problem=shown,
            )
        )


def _restoring(sessions: Sessions) -> tuple[str, Ask]:
    return _("Open the desk"), lambda _cancel: sessions.restore()


def _kept(sessions: Sessions, keep: Keep, passphrase: str, wanted: Ask) -> Ask:
    """First the secrets, then what was wanted."""

    def ask(cancel: CancelToken) -> Workbench | None:
        sessions.keep_secrets(keep, passphrase)
        return wanted(cancel)

    return ask
