"""How good intervals are: error, coverage, width and the interval score of Winkler (1972), which a forecaster can only
lower by being honest."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_MISS = 2 / 0.05
"""Penalty per unit outside a 95 % interval (Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, 359, equation 43)."""
WIDTHS = ((20, 40), (40, 60), (60, 90), (90, 101))


@dataclass(frozen=True, slots=True)
class Guess:
    """An estimate of ``truth`` with its 95 % interval, all in one unit."""

    value: float
    low: float
    high: float
    truth: float

    @property
    def winkler(self) -> float:
        """Width plus forty times the distance by which the truth lies outside."""
        return self.high - self.low + _MISS * (max(self.low - self.truth, 0.0) + max(self.truth - self.high, 0.0))


@dataclass(frozen=True, slots=True)
class Score:
    """Means over guesses, in percent of the truth; ``coverage`` in percent of the guesses."""

    count: int
    error: float
    coverage: float
    width: float
    winkler: float

    @classmethod
    def of(cls, guesses: Iterable[Guess]) -> "Score | None":
        """None without guesses."""
        all_of = tuple(guesses)
        if not all_of:
            return None
        return cls(
            len(all_of),
            float(np.mean([100 * abs(one.value / one.truth - 1) for one in all_of])),
            float(np.mean([100.0 * (one.low <= one.truth <= one.high) for one in all_of])),
            float(np.mean([100 * (one.high - one.low) / one.truth for one in all_of])),
            float(np.mean([100 * one.winkler / one.truth for one in all_of])),
        )

    def __str__(self) -> str:
        return (
            f"MAE {self.error:4.1f}  coverage {self.coverage:3.0f}  width {self.width:4.1f}"
            f"  Winkler {self.winkler:5.1f}  (n {self.count})"
        )


def simple_guesses(ratios: "np.ndarray[tuple[int], np.dtype[np.float64]]", truth: float) -> dict[str, Guess]:
    """What one does without a model, from capacities of single sessions: mean with 1.96 standard errors, median with
    +-2 %, each against ``truth``."""
    mean, median = float(ratios.mean()), float(np.median(ratios))
    half = 1.96 * float(ratios.std(ddof=1)) / ratios.size**0.5 if ratios.size > 1 else 0.02 * mean
    return {
        "mean +- 1.96 s.e.": Guess(mean, mean - half, mean + half, truth),
        "median +- 2 %": Guess(median, 0.98 * median, 1.02 * median, truth),
    }
