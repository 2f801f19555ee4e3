"""The error of the car's own SoC, as a process along the SoC scale.

A window's error is the difference of the SoC error at its ends. The error is pinned near empty and near full, where the car recalibrates, so it is
modelled as a Brownian bridge over 0-100 % with one scale: windows that overlap share their error, windows that tile the range cancel it, and a full
window has none. Averaging many charges over the same window does not shrink it.

The scale: over a half window the bridge's RMS is scale / 2. On ten in-service cars with tested capacity that RMS is 3.1 points
(report.md section 1), hence 6.2. The same bridge gives MAE 7.6 / 5.0 / 2.9 / 1.1 % for windows of 30 / 50 / 75 / 95 points; data/README.md has
10.1 / 5.9 / 3.4 / 1.8 % on those cars, which include scatter and label error that are terms of their own here.
"""

import numpy as np

from celliq_desktop.battery.columns import Floats
from celliq_desktop.domain.health import Chemistry

_SCALE = {Chemistry.NMC: 6.2, Chemistry.UNKNOWN: 6.2, Chemistry.LFP: 9.0}
"""Points. LFP drifts between full charges by 3-5 points (report.md section 1): 4.5 over a half window."""


def window_covariance(starts: Floats, ends: Floats, chemistry: Chemistry) -> Floats:
    """Covariance of the windows' SoC errors in points squared, shape (n, n). ``starts`` and ``ends`` in percent SoC."""
    a, b = np.clip(starts, 0, 100) / 100, np.clip(ends, 0, 100) / 100
    overlap = np.clip(np.minimum.outer(b, b) - np.maximum.outer(a, a), 0.0, None)
    width = b - a
    covariance: Floats = _SCALE[chemistry] ** 2 * (overlap - np.outer(width, width))
    return covariance
