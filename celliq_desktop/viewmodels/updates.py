"""A newer program: looked for once after the start, fetched and handed to the installer when a person says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from celliq_desktop.domain.licences import Library
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import Problem, Refused
from celliq_desktop.domain.updates import Offer
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _


def _no_libraries() -> tuple[Library, ...]:
    return ()


def _no_offer() -> Offer | None:
    return None


def _no_file(_offer: Offer, _progress: Progress, _cancel: CancelToken) -> Path:
    raise Refused("no_updates", _("There are no updates here."))


def _no_installer(_offer: Offer, _path: Path) -> None:
    raise Refused("no_updates", _("There are no updates here."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramVerbs:
    """The program about itself. ``off`` says why there are no updates, empty when there are; ``at_start`` whether they
    are looked for without being asked; ``locked`` what an administrator fixed, as names and values. The calls run on a
    worker."""

    version: str = ""
    locked: tuple[tuple[str, str], ...] = ()
    off: str = ""
    at_start: bool = False
    libraries: Callable[[], tuple[Library, ...]] = _no_libraries
    look: Callable[[], Offer | None] = _no_offer
    fetch: Callable[[Offer, Progress, CancelToken], Path] = _no_file
    hand_over: Callable[[Offer, Path], None] = _no_installer


class UpdatePhase(Enum):
    """Where an update stands."""

    OFF = "off"
    UNKNOWN = "unknown"
    LOOKING = "looking"
    CURRENT = "current"
    OFFERED = "offered"
    FETCHING = "fetching"
    READY = "ready"
    HANDED_OVER = N_("handed over")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatesState:
    """``words`` for a person; ``noticed`` is to be said once, wherever the person is."""

    phase: UpdatePhase
    words: str
    notes: str = ""
    noticed: str = ""
    installable: bool = False
    libraries: tuple[Library, ...] = ()
    problem: Problem | None = None


class UpdatesViewModel(Observable[UpdatesState]):
    """One a session."""

    def __init__(self, verbs: ProgramVerbs, runner: Runner) -> None:
        off = UpdatesState(phase=UpdatePhase.OFF, words=verbs.off)
        waits = UpdatesState(phase=UpdatePhase.UNKNOWN, words=_("Not looked for yet."))
        super().__init__(off if verbs.off else waits)
        self.version = verbs.version
        self.locked = verbs.locked
        self._verbs = verbs
        self._runner = runner
        self._offer: Offer | None = None
        self._path: Path | None = None

    def start(self) -> None:
        """The session opened: look once, quietly. A problem is shown on the page only: nobody asked."""
        if self._verbs.at_start and self.state.phase is UpdatePhase.UNKNOWN:
            self.look()

    def look(self) -> None:
        """Ask the update server."""
        if self.state.phase in (UpdatePhase.OFF, UpdatePhase.LOOKING, UpdatePhase.FETCHING):
            return
        self.replace(
            replace(self.state, phase=UpdatePhase.LOOKING, words=_("Looking for a newer version…"), problem=None)
        )
        self._do(_("Look for an update"), lambda _context: self._verbs.look(), self._looked, quiet=True)

    def fetch(self) -> None:
        """Download what is offered."""
        offer = self._offer
        if offer is None or self.state.phase is not UpdatePhase.OFFERED:
            return
        self.replace(replace(self.state, phase=UpdatePhase.FETCHING, words=_("Downloading…"), problem=None))
        self._do(
            _("Download the update"),
            lambda context: self._verbs.fetch(offer, context.progress, context.cancel),
            self._fetched,
            quiet=False,
        )

    def hand_over(self) -> None:
        """Open the downloaded package with the system's installer."""
        offer, path = self._offer, self._path
        if offer is not None and path is not None and self.state.phase is UpdatePhase.READY:
            self._do(
                _("Open the installer"), lambda _context: self._verbs.hand_over(offer, path), self._handed, quiet=True
            )

    def read_libraries(self) -> None:
        """Read what the program is made of, for the page that shows it."""

        def read(found: tuple[Library, ...]) -> None:
            self.replace(replace(self.state, libraries=found))

        if not self.state.libraries:
            self._do(_("Read the licences"), lambda _context: self._verbs.libraries(), read, quiet=True)

    def _do(self, name: str, work: Callable[[JobContext], object], done: Callable[..., None], *, quiet: bool) -> None:
        self._runner.submit(
            Job(
                name=name,
                lane=Lane.NETWORK,
                key=f"updates {name}",
                work=work,
                done=done,
                failed=self._failed,
                quiet=quiet,
            )
        )

    def _looked(self, offer: Offer | None) -> None:
        self._offer = offer
        if offer is None:
            words = _("Version {version} is the newest.").format(version=self.version)
            self.replace(replace(self.state, phase=UpdatePhase.CURRENT, words=words))
            return
        words = _("Version {version} is there; this is {version2}.").format(
            version=offer.version, version2=self.version
        )
        if offer.package is None:
            words += _(" It is installed the way this one was.")
        self.replace(
            replace(
                self.state,
                phase=UpdatePhase.OFFERED,
                words=words,
                notes=offer.notes,
                noticed=_("Version {version} of CellIQ Desktop is there.").format(version=offer.version),
                installable=offer.package is not None,
            )
        )

    def _fetched(self, path: Path) -> None:
        self._path = path
        words = _("Downloaded and checked. The installer may ask for an administrator’s password.")
        self.replace(replace(self.state, phase=UpdatePhase.READY, words=words))

    def _handed(self, _nothing: None) -> None:
        words = _("The installer is open. Close CellIQ Desktop when it begins; what waits to be sent is kept.")
        self.replace(replace(self.state, phase=UpdatePhase.HANDED_OVER, words=words))

    def _failed(self, problem: Problem) -> None:
        phase = UpdatePhase.READY if self._path else UpdatePhase.OFFERED if self._offer else UpdatePhase.UNKNOWN
        self.replace(replace(self.state, phase=phase, words="", problem=problem))
