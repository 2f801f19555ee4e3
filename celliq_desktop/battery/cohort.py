"""A car among others of its kind in the dealer's own fleet."""

from collections.abc import Sequence

import numpy as np

from celliq_desktop.domain.forecast import Cohort

LEAST_CARS = 8
"""Below this many others a comparison says more of chance than of the car (issue rule)."""


def cohort_of(soh_percent: float, others: Sequence[float]) -> Cohort | None:
    """``others``: SoH in percent of the same model, the car itself not among them; None below ``LEAST_CARS``."""
    if len(others) < LEAST_CARS:
        return None
    values = np.asarray(others, dtype=np.float64)
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    below = float((values < soh_percent).mean() + (values == soh_percent).mean() / 2)
    return Cohort(values.size, float(low), float(middle), float(high), 100.0 * below)
