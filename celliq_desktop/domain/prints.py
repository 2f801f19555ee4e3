"""Many reports on paper, one after the other: what is wanted, and what is remembered of it across a crash."""

from dataclasses import dataclass
from typing import Protocol

from celliq_desktop.domain.handing_over import Printout
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """One report, in one language."""

    report_id: ReportId
    language: str


@dataclass(frozen=True, slots=True)
class OpenPrints:
    """What a queue still has to do. ``begun`` was on its way to the printer: whether paper came out, only a person who
    looks there can say."""

    waiting: tuple[PrintOrder, ...] = ()
    begun: tuple[PrintOrder, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a queue: reports printed, how many of them with a mark across their pages, those left out with why,
    and how many were not begun before a cancel."""

    printed: tuple[ReportId, ...] = ()
    marked: int = 0
    left_out: tuple[tuple[ReportId, Problem], ...] = ()
    not_begun: int = 0


class PrintMemory(Protocol):
    """A port: the open prints of this computer, on its disk."""

    def load(self) -> OpenPrints:
        """Empty when nothing is open."""
        ...

    def save(self, prints: OpenPrints) -> None:
        """Keep it before the paper moves; BadSurroundings when the disk says no."""
        ...


class PaperTray(Protocol):
    """A port: a printer that somebody has chosen. Called on a worker."""

    def put(self, printout: Printout, name: str) -> None:
        """One report to the printer, once; ``name`` is what the printer calls it. BadSurroundings ``not_printed``."""
        ...


class ForgetfulPrintMemory:
    """Implements ``PrintMemory`` for as long as the program runs."""

    def __init__(self) -> None:
        self._kept = OpenPrints()

    def load(self) -> OpenPrints:
        """What was saved last."""
        return self._kept

    def save(self, prints: OpenPrints) -> None:
        """Until the program ends."""
        self._kept = prints
