"""The error of the car's own SoC, as a process along the SoC scale, and what a car's charges say about its size.

A window's error is the difference of the SoC error at its ends. The error is pinned near empty and near full, where the
car recalibrates, so it is modelled as a Brownian bridge over 0-100 %: windows that overlap share their error, windows
that tile the range cancel it, and a full window keeps only what the weaker pin near empty leaves it. Averaging many
charges over the same window does not shrink it. Beside it stands a slope common to every window: a car that counts
charge with a wrong capacity of its own agrees with itself in all of them (data/ev-charging, car3: 118.1 Ah per 100 %
within 0.1 % in each of 23 charges).

The size is fitted, not felt. Ten cars with tested capacity have a mean absolute error of 10.1 / 5.9 / 3.4 / 1.8 %
for single windows of 20-40 / 40-60 / 60-90 / 90-100 points (data/README.md). With a root mean square scale of 6.5, the
noise below, 1.5 % of slope and the sensors' 1 %, the model (pinned alike at both ends) gives 8.8 / 6.0 / 4.1 / 2.6 %
over the 79,101 real windows of data/300-ev-figures; smaller and larger scales fit worse, and a shorter-ranged process
(conditioned Ornstein-Uhlenbeck) no better. The 79 BMS/OCV pairs of the same 300 cars have 4.2 points RMS, 3.2 of them a
mean that is one fleet's own and is not carried over to others.

Cars differ, so scale and noise are log-normal beliefs that a car's own charges sharpen (empirical Bayes): windows of
different place and width that agree speak for a small scale, windows that repeat say nothing about it.
"""

from dataclasses import dataclass

import numpy as np

from celliq_desktop.battery.columns import Floats
from celliq_desktop.domain.health import Chemistry

_SCALES = np.array([2.0, 2.8, 4.0, 5.6, 8.0, 11.3])
_NOISES = np.array([0.25, 0.5, 1.0, 2.0, 4.0])
_SCALE_MEDIAN, _NOISE_MEDIAN = 5.9, 0.7
_SCALE_SPREAD, _NOISE_SPREAD = 0.3, 0.5
"""Points over the whole range, and points per reading: the medians of log-normal beliefs whose mean squares are 6.5 and
0.9 squared. The noise lies a little over the 0.6 of research/domain.md 3.2, because polls miss the moment the display
changes. Cars are believed to differ in scale by a factor of 1.35 either way and in noise by 1.65: more freedom (1.65
for both) let charges that agree by chance hide a smooth error (coverage 90 % instead of 92-95 % in such a world)."""
_SLOPE = 1.5
"""Percent. Bounded by the tested cars' 1.8 % MAE (2.3 % RMS) at 90-100 points, sensors and test included."""
_LOW_SIZES, _LOW_BELIEF = np.array([1.0, 4.0, 7.0]), np.array([0.88, 0.08, 0.04])
"""Points a display may be off at empty, fading with the square of the distance to full: near full a car recalibrates
often, near empty hardly ever. The shape is that of the 79 BMS/OCV pairs of data/300-ev-figures (one fleet: 5 points low
at empty, scattering by 5). The belief is a compromise: the ten tested cars at 90-100 points do not ask for it, that
fleet asks for more. With it the made-up worlds' interval score falls at every width of window; a world in which *every*
car reads low like that fleet is still covered in half of the cases only where charges begin near empty, and could be
covered only by an interval half again as wide for all cars. A car's own charges decide between the sizes; full charges
alone cannot."""
_FROM_FULL = 0.1
"""Over the last tenth of the range the slope fades: between empty and full a display cannot count wrongly."""
_QUANTUM = 1.0
_LFP_NOISE, _DRIFTED_LFP_SCALE = 2.5, 1.5
"""LFP: noise of 1.5-2 points instead of 0.6 (research/domain.md 3.2), and a half as much scale (3-5 points over half a
window, report.md section 1) unless a charge among the evidence ends at 95 % or more and recalibrates it."""
_RECALIBRATES_PERCENT = 95.0


@dataclass(frozen=True, slots=True)
class WindowError:
    """Variances of ``y / value - x`` in fractions of the range squared: ``shared`` (n, n) between windows, ``own`` (n,)
    of each session."""

    shared: Floats
    own: Floats


def window_error(
    starts: Floats,
    ends: Floats,
    y: Floats,
    sensor: Floats,
    count: Floats,
    chemistry: Chemistry,
    *,
    tilted: Floats,
) -> WindowError:
    """From windows ``starts`` to ``ends`` (percent), ``y`` the measured amount in units of the capacity, ``sensor`` the
    relative variance of ``y``'s own noise and ``count`` how many sessions stand behind a row;
    ``tilted`` what is not known of ``y``'s rise along the scale (``tilt.left_open``); all of shape (n,)."""
    a, b = np.clip(starts, 0, 100) / 100, np.clip(ends, 0, 100) / 100
    width = b - a
    overlap = np.clip(np.minimum.outer(b, b) - np.maximum.outer(a, a), 0.0, None)
    bridge = (overlap - np.outer(width, width)) / 1e4
    off = _SLOPE / 100 * width * np.clip((1 - width) / _FROM_FULL, 0.0, 1.0)
    slope = np.outer(off, off)
    low = (1 - b) ** 2 - (1 - a) ** 2
    empty = np.outer(low, low) / 1e4
    tilt = np.outer(tilted, tilted)
    scale, noise = _SCALES * _scale_factor(ends, chemistry), _NOISES * _noise_factor(chemistry)
    reading = 2 * (_QUANTUM**2 / 12 + noise**2) / 1e4
    grid = np.array([(s**2, n, e**2) for s in scale for n in reading for e in _LOW_SIZES])
    own = np.stack([(n + sensor) / count for _s, n, _e in grid])
    stack = np.stack([s * bridge + e * empty + tilt for s, _n, e in grid])
    stack[:, np.arange(width.size), np.arange(width.size)] += own
    weights = _posterior(stack, width, y) if width.size > 1 else _belief()
    mean_scale, mean_noise, mean_low = (float(mean) for mean in weights @ grid)
    return WindowError(shared=mean_scale * bridge + mean_low * empty + slope + tilt, own=(mean_noise + sensor) / count)


def _belief() -> Floats:
    """Before any charge, shape (scales x noises x sizes at empty,)."""
    off = np.add.outer(
        (np.log(_SCALES / _SCALE_MEDIAN) / _SCALE_SPREAD) ** 2, (np.log(_NOISES / _NOISE_MEDIAN) / _NOISE_SPREAD) ** 2
    ).ravel()
    weights = np.multiply.outer(np.exp(-off / 2), _LOW_BELIEF).ravel()
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _posterior(covariances: Floats, x: Floats, y: Floats) -> Floats:
    """After the charges: restricted likelihood of ``y = c x + error`` with ``c`` unknown, per covariance."""
    root = np.linalg.cholesky(covariances)
    both = np.broadcast_to(np.stack([x, y], axis=-1), (*covariances.shape[:2], 2))
    white = np.linalg.solve(root, both)
    xx, xy, yy = ((white[..., i] * white[..., j]).sum(axis=1) for i, j in ((0, 0), (0, 1), (1, 1)))
    spread = 2 * np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    deviance = spread + np.log(xx) + yy - xy**2 / xx
    weights = _belief() * np.exp(-(deviance - deviance.min()) / 2)
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _scale_factor(ends: Floats, chemistry: Chemistry) -> float:
    drifts = chemistry is Chemistry.LFP and not (ends >= _RECALIBRATES_PERCENT).any()
    return _DRIFTED_LFP_SCALE if drifts else 1.0


def _noise_factor(chemistry: Chemistry) -> float:
    return _LFP_NOISE if chemistry is Chemistry.LFP else 1.0
