"""The strip above the table: how many cars, how many can be issued, how many need somebody, how good they are."""

import numpy as np

from celliq_desktop.domain.fleet import FleetSnapshot
from celliq_desktop.viewmodels.fleet.index import FleetIndex
from celliq_desktop.viewmodels.fleet.readiness import Readiness
from celliq_desktop.viewmodels.fleet.state import Figure
from celliq_desktop.viewmodels.formats import NOTHING, Formats, count

_READY = tuple(Readiness).index(Readiness.READY)
_PROVISIONAL = tuple(Readiness).index(Readiness.PROVISIONAL)


def figures_of(index: FleetIndex, formats: Formats) -> tuple[Figure, ...]:
    """Four figures; the median is over cars with an estimate, and says over how many."""
    soh = index.values("soh")
    known = soh[~np.isnan(soh)]
    ready, provisional = index.count("ready", _READY), index.count("ready", _PROVISIONAL)
    attention = index.count("attention", 0)
    quarters = np.percentile(known, (25, 50, 75)) if known.size else None
    return (
        Figure(caption="Cars", value=formats.number(len(index)), detail="in this dealership"),
        Figure(
            caption="Can issue",
            value=formats.number(ready + provisional),
            detail=f"{formats.number(provisional)} of them provisional" if provisional else "with a narrow interval",
            picks=frozenset({"ready:ready", "ready:provisional"}),
        ),
        Figure(
            caption="Need attention",
            value=formats.number(attention),
            detail="lost connection or wait for you" if attention else "all is well",
            picks=frozenset({"attention:yes"}),
        ),
        Figure(
            caption="Median state of health",
            value=NOTHING if quarters is None else formats.number(float(quarters[1]), 1),
            unit="" if quarters is None else "%",
            detail="no estimates yet"
            if quarters is None
            else f"half lie in {formats.number(float(quarters[0]), 0)} – {formats.percent(float(quarters[2]), 0)}, "
            f"{count(known.size, 'car', 'cars')}",
        ),
    )


def notes_of(snapshot: FleetSnapshot) -> tuple[str, ...]:
    """What the numbers leave out."""
    notes = []
    if snapshot.as_of is None and snapshot.rows:
        notes.append("The first sync has not finished; this list may be incomplete.")
    if snapshot.set_aside:
        notes.append(
            f"{count(snapshot.set_aside, 'car was', 'cars were')} set aside: the server's record is incomplete."
        )
    if snapshot.kept:
        held = count(snapshot.held_deletes, "car is", "cars are")
        notes.append(f"{held} no longer at CellIQ and kept here, as you decided.")
    return tuple(notes)
