"""What the verify screen shows: one or many files, each with its verdict in a buyer's words."""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Verdict, Verification
from celliq_desktop.viewmodels.count_chips import CountChip, chips_of
from celliq_desktop.viewmodels.words import N_, _, said

HEADLINES = {
    Verdict.AUTHENTIC: N_("Authentic and current"),
    Verdict.OUTDATED: N_("Authentic, but no longer in force"),
    Verdict.ALTERED: N_("Altered after it was issued"),
    Verdict.UNVERIFIABLE: N_("Cannot be verified"),
    Verdict.FOREIGN: N_("Not a CellIQ report"),
}
TONES = {
    Verdict.AUTHENTIC: "good",
    Verdict.OUTDATED: "fair",
    Verdict.ALTERED: "poor",
    Verdict.UNVERIFIABLE: "fair",
    Verdict.FOREIGN: "none",
}
_SHORT = {
    Verdict.AUTHENTIC: N_("Authentic"),
    Verdict.OUTDATED: N_("Not in force"),
    Verdict.ALTERED: N_("Altered"),
    Verdict.UNVERIFIABLE: N_("Cannot be verified"),
    Verdict.FOREIGN: N_("Not ours"),
}
UNCHECKED = "unchecked"
"""The chip of files whose check could not be made, or was not made."""


class CheckPhase(Enum):
    """Where a file's check stands; STOPPED: cancelled before its turn."""

    CHECKING = "checking"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One dropped file. ``facts`` are label and value pairs; numbers are shown only when the seal holds."""

    path: Path
    phase: CheckPhase = CheckPhase.CHECKING
    answer: Verification | None = None
    headline: str = ""
    reasons: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    problem: Problem | None = None

    @property
    def verdict(self) -> Verdict | None:
        """None before, and without, an answer."""
        return None if self.answer is None else self.answer.verdict

    @property
    def kind(self) -> str:
        """The chip it belongs to; empty while it is checked."""
        if self.verdict is not None:
            return self.verdict.value
        return "" if self.phase is CheckPhase.CHECKING else UNCHECKED

    @property
    def stranger(self) -> str:
        """Whose seal is in doubt and can be asked for; empty when nothing is to be asked."""
        return (self.answer.issuer or "") if self.answer is not None and self.answer.stranger else ""

    @property
    def short(self) -> str:
        """Its verdict in a word or two, for a list."""
        if self.verdict is not None:
            return _(_SHORT[self.verdict])
        return {CheckPhase.CHECKING: _("Checking…"), CheckPhase.STOPPED: _("Not checked")}.get(
            self.phase, _("Not readable")
        )

    @property
    def tone(self) -> str:
        """good, fair, poor or none."""
        return "none" if self.verdict is None else TONES[self.verdict]

    @property
    def sentence(self) -> str:
        """The first reason."""
        if self.problem is not None:
            return said(self.problem.message)
        return self.reasons[0] if self.reasons else ""


@dataclass(frozen=True, slots=True)
class VerifyState:
    """``files`` newest first; ``kinds`` are the chips that are pressed, none shows all. ``running`` while files are
    checked; ``summary`` what came of all, empty for one file."""

    files: tuple[CheckedFile, ...] = ()
    kinds: frozenset[str] = field(default_factory=frozenset)
    running: bool = False
    summary: str = ""
    problem: Problem | None = None

    @property
    def shown(self) -> tuple[CheckedFile, ...]:
        """Those that the pressed chips leave."""
        return tuple(file for file in self.files if not self.kinds or file.kind in self.kinds)

    @property
    def checked(self) -> int:
        """How many have an answer."""
        return sum(file.phase is not CheckPhase.CHECKING for file in self.files)

    @property
    def chips(self) -> tuple[CountChip, ...]:
        """One for each kind there is."""
        kinds = {verdict.value: (HEADLINES[verdict], TONES[verdict]) for verdict in Verdict}
        kinds[UNCHECKED] = (N_("Not checked"), "none")
        return chips_of(kinds, Counter(file.kind for file in self.files), self.kinds)
