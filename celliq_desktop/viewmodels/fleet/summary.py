"""The strip above the table: how many cars, how many can be issued, how many need somebody, how good they are."""

import numpy as np

from celliq_desktop.domain.fleet import FleetSnapshot
from celliq_desktop.viewmodels.fleet.index import FleetIndex
from celliq_desktop.viewmodels.fleet.readiness import Readiness
from celliq_desktop.viewmodels.fleet.state import Figure
from celliq_desktop.viewmodels.formats import NOTHING, Formats, count, whole
from celliq_desktop.viewmodels.words import _, ngettext

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
        Figure(caption=_("Cars"), value=formats.number(len(index)), detail=_("in your fleet")),
        Figure(
            caption=_("Can issue"),
            value=formats.number(ready + provisional),
            detail=_("{provisional} of them provisional").format(provisional=formats.number(provisional))
            if provisional
            else _("with a narrow interval"),
            picks=frozenset({"ready:ready", "ready:provisional"}),
        ),
        Figure(
            caption=_("Need attention"),
            value=formats.number(attention),
            detail=_("lost connection or wait for you") if attention else _("all is well"),
            picks=frozenset({"attention:yes"}),
        ),
        Figure(
            caption=_("Median state of health"),
            value=NOTHING if quarters is None else formats.number(float(quarters[1]), 1),
            unit="" if quarters is None else "%",
            detail=_("no estimates yet")
            if quarters is None
            else ngettext(
                "half lie in {number} – {percent}, {n} car", "half lie in {number} – {percent}, {n} cars", known.size
            ).format(
                number=formats.number(float(quarters[0]), 0),
                percent=formats.percent(float(quarters[2]), 0),
                n=whole(known.size),
            ),
        ),
    )


def notes_of(snapshot: FleetSnapshot) -> tuple[str, ...]:
    """What the numbers leave out."""
    notes = []
    if snapshot.as_of is None and snapshot.rows:
        notes.append(_("The first sync has not finished; this list may be incomplete."))
    if snapshot.set_aside:
        notes.append(
            ngettext(
                "{n} car was set aside: the server's record is incomplete.",
                "{n} cars were set aside: the server's record is incomplete.",
                snapshot.set_aside,
            ).format(n=whole(snapshot.set_aside))
        )
    if snapshot.kept:
        held = count(snapshot.held_deletes, "car is", "cars are")
        notes.append(_("{held} no longer at CellIQ and kept here, as you decided.").format(held=held))
    return tuple(notes)
