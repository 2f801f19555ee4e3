"""The error of the car's own SoC, as a process along the SoC scale.

A window's error is the difference of the SoC error at its ends. The error is pinned near empty and near full, where the
car recalibrates, so it is modelled as a Brownian bridge over 0-100 % with one scale: windows that overlap share their
error, windows that tile the range cancel it, and a full window has none. Averaging many charges over the same window
does not shrink it.

The scale is fitted, not felt: 79 pairs of BMS and OCV-corrected SoC of in-service cars give 5.6 around their mean and
8.7 with it (data/300-ev-figures, figure 2i); the MAE of ten tested cars gives 8.3 / 7.4 / 7.4 for windows of 30 / 50 /
75 points, scatter included (data/README.md). Between them lies 7.
"""

import numpy as np

from celliq_desktop.battery.columns import Floats
from celliq_desktop.domain.health import Chemistry

_SCALE = 7.0
_DRIFTED_LFP_SCALE = 10.0
"""Points over the whole range. The SoC of LFP cells drifts between full charges by 3-5 points (report.md section 1):
5.0 over a half window, unless a charge among the evidence ends at 95 % or more and recalibrates it."""
_RECALIBRATES_PERCENT = 95.0


def window_covariance(starts: Floats, ends: Floats, chemistry: Chemistry) -> Floats:
    """Covariance of the windows' SoC errors in points squared, shape (n, n). ``starts`` and ``ends`` in percent SoC."""
    a, b = np.clip(starts, 0, 100) / 100, np.clip(ends, 0, 100) / 100
    overlap = np.clip(np.minimum.outer(b, b) - np.maximum.outer(a, a), 0.0, None)
    width = b - a
    drifts = chemistry is Chemistry.LFP and not (ends >= _RECALIBRATES_PERCENT).any()
    scale = _DRIFTED_LFP_SCALE if drifts else _SCALE
    covariance: Floats = scale**2 * (overlap - np.outer(width, width))
    return covariance
