"""What somebody should look at before trusting the number: flagged, never averaged over (report.md section 1)."""

from collections.abc import Sequence

import numpy as np

from celliq_desktop.battery.columns import columns_of
from celliq_desktop.battery.quality import Gate
from celliq_desktop.battery.sessions import in_time_order
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import JudgedSession

_ROLLBACK_KM = 10.0
_STALE_SHARE = 0.2


def flags_of(samples: Samples, judged: Sequence[JudgedSession]) -> tuple[str, ...]:
    """Sentences, most serious first."""
    flags = []
    drop = _rollback_km(samples)
    if drop > _ROLLBACK_KM:
        flags.append(f"The odometer runs backwards by {drop:,.0f} km in the data.")
    stale = sum(1 for one in judged if one.reason == Gate.STALE_SOC.value)
    if judged and stale / len(judged) >= _STALE_SHARE:
        flags.append(
            "The car's state of charge jumps in a fifth of its charges or more; it may have been recalibrated."
        )
    return tuple(flags)


def _rollback_km(samples: Samples) -> float:
    """Largest fall of the odometer that lasts; a single wrong value or a zero is noise, not a rollback."""
    if len(samples) == 0:
        return 0.0
    odometer = in_time_order(columns_of(samples))["odometer_km"]
    odometer = odometer[odometer > 0]
    if odometer.size < 3:
        return 0.0
    before = np.maximum.accumulate(np.minimum(odometer[:-1], odometer[1:]))[:-1]
    after = np.maximum(odometer[1:-1], odometer[2:])
    return float(max(0.0, (before - after).max()))
