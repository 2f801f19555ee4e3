"""Who seals and who confirms when, as the window shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.viewmodels.formats import Formats, count
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from celliq_desktop.usecases.identity import SealingState
    from celliq_desktop.viewmodels.workbench import Workbench

_KINDS = {"created": N_("Made on this computer"), "file": N_("From a file"), "token": N_("On a security token")}


@dataclass(frozen=True, slots=True)
class SealLine:
    """One fact about the seal, in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealShown:
    """``warning`` is a sentence when the certificate ends soon or has ended."""

    lines: tuple[SealLine, ...] = ()
    warning: str = ""
    stamp_url: str = ""
    working: bool = False
    told: str = ""
    problem: Problem | None = None


class SealingViewModel(Observable[SealShown]):
    """Reads who seals when asked and whenever settings or exports changed."""

    def __init__(self, bench: Workbench, formats: Formats) -> None:
        super().__init__(SealShown())
        self._bench, self._desk = bench, bench.desk
        self._formats = formats
        self._end = bench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def load(self) -> None:
        """Read who seals."""
        from celliq_desktop.usecases.identity import sealing_state

        self._do(_("Read who seals"), Lane.READ, lambda: sealing_state(self._desk), self._sealing)

    def use_file(self, path: Path, passphrase: str) -> None:
        """Seal with this PKCS#12 file."""
        from celliq_desktop.usecases.identity import use_identity_file

        self._seal(_("Take an identity"), lambda: use_identity_file(self._desk, path, passphrase))

    def use_token(self, module: Path, token: str, name: str, pin: str) -> None:
        """Seal with a key on a PKCS#11 token."""
        from celliq_desktop.usecases.identity import use_identity_token

        self._seal(_("Take a token"), lambda: use_identity_token(self._desk, module, token, name, pin))

    def make_new(self) -> None:
        """Seal with a new identity of our own."""
        from celliq_desktop.usecases.identity import make_identity

        self._seal(_("Make an identity"), lambda: make_identity(self._desk))

    def stamp_by(self, url: str) -> None:
        """Have seals confirmed by this service; empty: by nobody."""
        from celliq_desktop.usecases.identity import choose_timestamps

        self._seal(_("Choose timestamps"), lambda: choose_timestamps(self._desk, url.strip() or None))

    def _seal(self, name: str, ask: Callable[[], tuple[SealingState, Changes]]) -> None:
        self.replace(replace(self.state, working=True, told="", problem=None))

        def done(answer: tuple[SealingState, Changes]) -> None:
            self.replace(replace(self.state, working=False, told=_("Reports are sealed this way from now on.")))
            self._bench.hub.publish(answer[1])

        self._do(name, Lane.NETWORK, ask, done)

    def _do(self, name: str, lane: Lane, ask: Callable[[], object], done: Callable[..., None]) -> None:
        self._bench.runner.submit(
            Job(
                name=name,
                lane=lane,
                key=f"sealing {name}",
                work=lambda _context: ask(),
                done=done,
                failed=self._failed,
                quiet=True,
            )
        )

    def _sealing(self, state: SealingState) -> None:
        facts, stamps = state.identity, state.timestamps
        vouched = _("nobody but you") if facts.self_issued else facts.vouched_by
        lines = [
            SealLine(_("Name on the seal"), facts.issuer),
            SealLine(_("Vouched for by"), vouched),
            SealLine(_("Key"), _(_KINDS[facts.kind.value])),
            SealLine(_("Valid until"), self._formats.date(facts.valid_until)),
            SealLine(_("Time confirmed by"), stamps.name if stamps is not None else _("nobody")),
            SealLine(_("Waiting for a timestamp"), count(state.owed, "file", "files")),
        ]
        url = stamps.url if stamps is not None else ""
        self.replace(replace(self.state, lines=tuple(lines), warning=state.warning or "", stamp_url=url))

    def _failed(self, problem: Problem) -> None:
        self.replace(replace(self.state, working=False, problem=problem))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.SETTINGS, Topic.EXPORTS):
            self.load()
