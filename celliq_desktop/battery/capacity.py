"""Capacity from sessions: robust weighted total least squares, then the covariance of what does not average out.

Point: minimise sum (y - C x)^2 / (C^2 sx^2 + sy^2), both axes noisy (Plett 2011, J. Power Sources 196, 2319), from the
weighted median, dropping |z| > 3.5 while at least 60 % stay, nothing under five sessions (report.md section 1). Then
generalised least squares with the SoC-window covariance, so that windows that tell different things count for more than
windows that repeat. Where there are many sessions, those over nearly the same window are first summed, which loses
nothing the covariance knows and keeps a fleet's ten thousand sessions a small matrix.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from celliq_desktop.battery.columns import Flags, Floats
from celliq_desktop.battery.soc_error import window_error
from celliq_desktop.battery.student import t_95
from celliq_desktop.battery.tilt import LEVEL, Tilt
from celliq_desktop.domain.health import Chemistry

_SOC_NOISE = 0.8
"""Points per reading while looking for outliers; the final fit works it out from the charges (``soc_error``)."""
_RELATIVE_NOISE, _LEAST_NOISE = 0.010, 0.05
"""Noise of a session's energy or charge: 1 % and 0.05 units. research/domain.md 3.2 has 1.5 % with the sensors' scale,
which is a term of its own here (``measuring_point``); car3 of data/ev-charging has 0.3 %."""
_FAR = 3.5
_KEEP = 0.6
_FEW = 5
_MANY = 60
_CELL = 5.0
"""Beyond so many sessions windows are taken to the nearest 5 points for their shared error: at most 210 cells."""
_BELIEF = 8
"""Degrees of freedom the assumed noise is worth before a car's own scatter speaks: it comes from about ten cars."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``value`` in units per 100 % SoC; relative 1-sigma terms ``random`` and ``window``; ``quantile`` turns ``random``
    into its 95 % half-width (Student's: few sessions leave their own scatter uncertain).
    ``weights`` sum to one over used sessions, shape (n,)."""

    value: float
    random: float
    window: float
    weights: Floats
    used: Flags
    quantile: float


def fit_capacity(
    starts: Floats,
    ends: Floats,
    measured: Floats,
    noise_factor: Floats,
    chemistry: Chemistry,
    tilt: Tilt = LEVEL,
) -> Fit:
    """Fit sessions with SoC from ``starts`` to ``ends`` (percent) and ``measured`` units each, all of shape (n,), n >=
    1; ``tilt`` where a point holds more near full than near empty."""
    x = (ends - starts) / 100.0
    measured = measured / tilt.over(starts, ends)
    sx = np.sqrt(2 * (1.0 / 12 + _SOC_NOISE**2)) / 100.0 * noise_factor
    sy = np.hypot(_RELATIVE_NOISE * measured, _LEAST_NOISE) * noise_factor
    used = np.ones(x.size, dtype=np.bool_)
    value = _weighted_median(measured / x, x**2)
    for _round in range(10):
        value = _total_least_squares(x[used], measured[used], sx[used], sy[used], value)
        kept = _without_outliers(x, measured, sx, sy, value, used)
        if (kept == used).all():
            break
        used = kept
    best = _generalised(starts[used], ends[used], measured[used], value, noise_factor[used], chemistry, tilt=tilt)
    weights = np.zeros(x.size)
    weights[used] = best.weights
    return replace(best, weights=weights, used=used)


def _weighted_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    share = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(share, share[-1] / 2)])


def _total_least_squares(x: Floats, y: Floats, sx: Floats, sy: Floats, start: float) -> float:
    """The minimum over C near ``start`` by golden-section search: the sum has one minimum within +-30 % of a sane
    start."""
    low, high = 0.7 * start, 1.3 * start
    ratio = (np.sqrt(5) - 1) / 2
    for _step in range(60):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if _sum(left, x, y, sx, sy) < _sum(right, x, y, sx, sy):
            high = right
        else:
            low = left
    return float((low + high) / 2)


def _sum(c: float, x: Floats, y: Floats, sx: Floats, sy: Floats) -> float:
    return float(np.sum((y - c * x) ** 2 / ((c * sx) ** 2 + sy**2)))


def _without_outliers(x: Floats, y: Floats, sx: Floats, sy: Floats, c: float, used: Flags) -> Flags:
    if x.size < _FEW:
        return used
    residual = (y - c * x) / np.sqrt((c * sx) ** 2 + sy**2)
    # windows differ by their own SoC error, so the yardstick is the sessions' own spread where that is larger
    spread = max(1.0, float(1.4826 * np.median(np.abs(residual - np.median(residual)))))
    far = np.abs(residual - np.median(residual)) / spread > _FAR
    return used if (~far).sum() < _KEEP * x.size else ~far


def _generalised(
    starts: Floats,
    ends: Floats,
    measured: Floats,
    about: float,
    noise_factor: Floats,
    chemistry: Chemistry,
    *,
    tilt: Tilt,
) -> Fit:
    """Best linear combination of the sessions, near a capacity of ``about`` units."""
    cell = _cells(starts, ends)
    part = noise_factor**-2.0
    count = np.bincount(cell, part).astype(np.float64)

    def mean(values: Floats) -> Floats:
        return np.asarray(np.bincount(cell, values * part) / count, dtype=np.float64)

    y = mean(measured)
    sensor = (_RELATIVE_NOISE * y / about) ** 2 + (_LEAST_NOISE / about) ** 2
    starts, ends = mean(starts), mean(ends)
    error = window_error(starts, ends, y / about, sensor, count, chemistry, tilted=tilt.left_open(starts, ends))
    xs = (ends - starts) / 100.0
    w = _best_weights(xs, error.own, error.shared)
    return Fit(
        value=float(w @ y),
        random=float(np.sqrt(np.sum(w**2 * error.own))),
        window=float(np.sqrt(max(0.0, float(w @ error.shared @ w)))),
        weights=(w * xs / count)[cell] * part,
        used=np.ones(starts.size, dtype=np.bool_),
        quantile=t_95(_BELIEF + starts.size - 1),
    )


def _cells(starts: Floats, ends: Floats) -> NDArray[np.intp]:
    """A number for each session; sessions of one number are summed before the shared error is looked at."""
    if starts.size <= _MANY:
        return np.arange(starts.size)
    key = np.round(starts / _CELL) * 1_000 + np.round(ends / _CELL)
    return np.unique(key, return_inverse=True)[1].reshape(-1)


def _best_weights(xs: Floats, own: Floats, shared: Floats) -> Floats:
    """Weights of least variance with ``w @ xs == 1`` and none negative: a negative one would bet on the model's
    correlations, so its session is simply not needed."""
    active = np.ones(xs.size, dtype=np.bool_)
    while True:
        w = np.zeros(xs.size)
        solved = np.linalg.solve(shared[np.ix_(active, active)] + np.diag(own[active]), xs[active])
        w[active] = solved / float(xs[active] @ solved)
        if (w >= 0).all():
            return w
        active &= w > 0
