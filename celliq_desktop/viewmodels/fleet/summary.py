"""The strip above the table: how many cars, how many can be issued, how many need somebody, how good they are."""

import numpy as np

from celliq_desktop.domain.fleet import FleetSnapshot
from celliq_desktop.viewmodels.fleet.index import FleetIndex
from celliq_desktop.viewmodels.fleet.readiness import Readiness
from celliq_desktop.viewmodels.fleet.state import Figure
from celliq_desktop.viewmodels.formats import NOTHING, Formats, count

_READY = tuple(Readiness).index(Readiness.READY)


def figures_of(index: FleetIndex, formats: Formats) -> tuple[Figure, ...]:
    """Four figures; the median is over cars with an estimate, and says over how many."""
    soh = index.values("soh")
    known = soh[~np.isnan(soh)]
    ready, attention = index.count("ready", _READY), index.count("attention", 0)
    quarters = np.percentile(known, (25, 50, 75)) if known.size else None
    return (
        Figure(caption="Cars", value=formats.number(len(index)), detail="in this dealership"),
        Figure(
            caption="Can issue",
            value=formats.number(ready),
            detail=_share(ready, len(index), formats),
            picks=frozenset({"ready:ready"}),
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
    if snapshot.held_deletes:
        held = count(snapshot.held_deletes, "car is", "cars are")
        notes.append(f"{held} missing on the server and kept here until a sync confirms it.")
    return tuple(notes)


def _share(part: int, whole: int, formats: Formats) -> str:
    return f"{formats.percent(100 * part / whole, 0)} of the fleet" if whole else ""
