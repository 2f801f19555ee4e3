"""Measuring side by side: two pieces of work by turns in one run, so that a noisy machine is noisy for both."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

Side = Callable[[], float]
"""Does its work once and says what it took, in any one unit."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Medians of both sides, and the median of the ratios of the single rounds (so not quite their quotient)."""

    reference: float
    ours: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table. ``at_most`` is the goal of the ratio, None where it is told only; ``note`` stands behind
    the goal."""

    axis: str
    against: str
    pair: Pair
    at_most: float | None = None
    unit: str = "ms"
    note: str = ""

    @property
    def met(self) -> str:
        """``yes``, ``NO``, or a dash without a goal."""
        if self.at_most is None:
            return "-"
        return "yes" if self.pair.ratio <= self.at_most else "NO"


def timed(work: Callable[[], object], *, calls: int = 1) -> Side:
    """Milliseconds of one call, as the mean of ``calls`` in a row, without the garbage collector."""

    def side() -> float:
        gc.collect()
        gc.disable()
        try:
            start = time.perf_counter()
            for _ in range(calls):
                work()
            return (time.perf_counter() - start) * 1_000 / calls
        finally:
            gc.enable()

    return side


def worked(work: Callable[[], object], *, calls: int = 1) -> Side:
    """Milliseconds of processor time of this thread in one call, as the median of ``calls``, without the garbage
    collector: what others do on the machine meanwhile is not in it, nor is waiting."""

    def side() -> float:
        gc.collect()
        gc.disable()
        found: list[float] = []
        try:
            for _ in range(calls):
                start = time.thread_time()
                work()
                found.append((time.thread_time() - start) * 1_000)
        finally:
            gc.enable()
        return median(found)

    return side


def side_by_side(reference: Side, ours: Side, *, rounds: int = 7, warm_up: bool = True) -> Pair:
    """Both by turns, ``rounds`` times, the first of each round changing; a round before it is not counted."""
    if warm_up:
        reference()
        ours()
    found: list[tuple[float, float]] = []
    for number in range(rounds):
        if number % 2:
            mine = ours()
            found.append((reference(), mine))
        else:
            found.append((reference(), ours()))
    assert all(one > 0 and other > 0 for one, other in found), "nothing was measured"
    return Pair(
        median(one for one, _ in found),
        median(other for _, other in found),
        median(other / one for one, other in found),
    )


def told(reference: float, ours: float) -> Pair:
    """Two figures that do not vary, such as sizes of files."""
    assert reference > 0, "nothing to compare with"
    return Pair(reference, ours, ours / reference)


def table(lines: Iterable[Line]) -> list[str]:
    """The lines as text, aligned."""
    head = ("axis", "against", "reference", "ours", "ratio", "goal", "met", "")
    rows = [head, *(_cells(line) for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.axis,
        line.against,
        f"{_three(line.pair.reference)} {line.unit}",
        f"{_three(line.pair.ours)} {line.unit}",
        f"{_three(line.pair.ratio)}x",
        "" if line.at_most is None else f"<= {line.at_most:g}x",
        line.met,
        line.note,
    )


def _three(value: float) -> str:
    """Three digits, without an exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
