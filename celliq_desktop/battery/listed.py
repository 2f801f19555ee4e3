"""Charges somebody listed beside those cut from samples: each charge counts once, from whoever measured it."""

from collections.abc import Sequence

import numpy as np

from celliq_desktop.domain.sessions import ChargeSession


def with_listed(seen: Sequence[ChargeSession], listed: Sequence[ChargeSession]) -> tuple[ChargeSession, ...]:
    """``seen`` and ``listed`` in time order, or the one that is there as it stands. Where both tell of one time,
    ``seen`` counts; but where it measured nothing that flowed there (slow polls of a display alone), the list does."""
    if not seen or not listed:
        return (*seen, *listed)
    order = sorted(seen, key=lambda one: one.start_s)
    starts = np.array([one.start_s for one in order])
    # a clock set back may let charges overlap; the latest end so far finds all that may touch
    ends = np.maximum.accumulate(np.array([one.end_s for one in order]))
    added: list[ChargeSession] = []
    replaced: set[int] = set()
    for one in listed:
        first, past = int(np.searchsorted(ends, one.start_s, "right")), int(np.searchsorted(starts, one.end_s))
        touched = range(first, past)
        if all(not _measured(order[at]) for at in touched):
            added.append(one)
            replaced.update(touched)
    kept = [one for at, one in enumerate(order) if at not in replaced]
    return tuple(sorted([*kept, *added], key=lambda one: one.start_s))


def _measured(one: ChargeSession) -> bool:
    return (one.energy_kwh is not None and not one.computed_energy) or one.charge_ah is not None
