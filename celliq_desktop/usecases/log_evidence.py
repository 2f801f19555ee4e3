"""A charging log as evidence, read in one way whether ``battery estimate`` asks or a person adds it to a car."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.battery.direction import turned
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.charging_log import read_charging_log


@dataclass(frozen=True, slots=True)
class LogEvidence:
    """``samples``, or the charges of a list of sessions (``listed``); one of them is empty. ``rows`` were read;
    ``charger_side``: the columns speak of a charging station. Where nobody said, ``guessed`` are our names to the
    file's, and ``turns`` the columns that were turned for charging to be positive."""

    samples: Samples
    listed: tuple[ChargeSession, ...]
    rows: int
    charger_side: bool
    guessed: Mapping[str, str]
    turns: tuple[str, ...]

    @property
    def first_s(self) -> float:
        """When it begins, seconds since 1970 UTC or the file's own."""
        return min(one.start_s for one in self.listed) if self.listed else min(self.samples.time_s)

    @property
    def last_s(self) -> float:
        """When it ends."""
        return max(one.end_s for one in self.listed) if self.listed else max(self.samples.time_s)

    @property
    def turned_words(self) -> str:
        """That columns were turned; empty where none was."""
        if not self.turns:
            return ""
        return N_("The state of charge rises while {list} is negative; it was turned.").format(
            list=" and ".join(self.turns)
        )


def read_evidence(
    path: Path, *, columns: Mapping[str, str], charging_negative: bool, guess: bool = True
) -> LogEvidence:
    """What ``path`` holds, with charging positive; parameters and problems as ``read_charging_log``."""
    log = read_charging_log(path, columns=columns, charging_negative=charging_negative, guess=guess)
    samples, turns = turned(log.samples or Samples.of(()))
    return LogEvidence(samples, log.sessions or (), log.rows, log.charger_side, log.guessed, turns)
