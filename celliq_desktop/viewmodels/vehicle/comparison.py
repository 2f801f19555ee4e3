"""A car's charging beside the other cars of its model, and its slow charges in volts."""

from array import array

import numpy as np

from celliq_desktop.domain.curves import ChargeCurves, IncrementalCurve, ModelBand
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.viewmodels.formats import Formats, whole
from celliq_desktop.viewmodels.vehicle.states import Floats, IncrementalLine, IncrementalState
from celliq_desktop.viewmodels.words import _, ngettext

_LEAST_SHARED = 10
"""Whole percents both must know before a difference is said."""
_ALIKE = 5.0
"""Percent of power within which cars charge alike: batteries of one temperature and cars of one software do."""


def model_words(curves: ChargeCurves, model: tuple[ModelBand, ...], name: str, formats: Formats) -> str:
    """How this car's power stands beside the others', with how many they are; where nobody is there, that."""
    if not name or not curves.bands:
        return ""
    if not model:
        return _("Fewer than three other {name} with charges here: nobody to compare with.").format(name=name)
    said = []
    for band in model:
        mine = next((one for one in curves.bands if one.kind is band.kind), None)
        more = None if mine is None else _difference(_column(mine.median_kw), _column(band.median_kw))
        others = _("{cars} other {name}").format(cars=band.cars, name=name)
        if more is None:
            said.append(_("{kind}: no shared range with {others}").format(kind=_kind(band.kind), others=others))
        elif abs(more) <= _ALIKE:
            said.append(_("{kind}: like {others}").format(kind=_kind(band.kind), others=others))
        else:
            word = _("more") if more > 0 else _("less")
            said.append(
                _("{kind}: {number} {word} power than {others}").format(
                    kind=_kind(band.kind), number=formats.number(abs(more), 0, "%"), word=word, others=others
                )
            )
    return _("Dashed, the median of the same model here. ") + "; ".join(said) + "."


def incremental_state(curves: tuple[IncrementalCurve, ...], formats: Formats) -> IncrementalState | None:
    """None without a slow charge that carries voltage and current."""
    if not curves:
        return None
    first, reach = curves[0].start_s, max(curves[-1].start_s - curves[0].start_s, 1.0)
    lines = tuple(
        IncrementalLine(
            formats.epoch_date(one.start_s),
            _column(one.voltage_v),
            _column(one.ah_per_v),
            (one.start_s - first) / reach,
        )
        for one in curves
    )
    words = ngettext(
        "Charge taken per volt in {n} slow charge, the oldest grey, the newest green. {tops} Peaks that"
        " sink or move show what ages; the state of health does not count them.",
        "Charge taken per volt in {n} slow charges, the oldest grey, the newest green. {tops} Peaks that"
        " sink or move show what ages; the state of health does not count them.",
        len(lines),
    ).format(n=whole(len(lines)), tops=_tops(lines, formats))
    return IncrementalState(lines, words)


def _tops(lines: tuple[IncrementalLine, ...], formats: Formats) -> str:
    """Where the newest charge is highest, and where the oldest was."""

    def top(line: IncrementalLine) -> str:
        at = int(np.nanargmax(line.ah_per_v))
        height = formats.number(float(line.ah_per_v[at]), 2, "Ah/V")
        return _("{height} at {volts}").format(height=height, volts=formats.number(float(line.voltage_v[at]), 0, "V"))

    if len(lines) == 1:
        return _("Its highest point is {top}.").format(top=top(lines[0]))
    return _("The newest is highest with {newest}, the oldest with {oldest}.").format(
        newest=top(lines[-1]), oldest=top(lines[0])
    )


def _difference(mine: Floats, others: Floats) -> float | None:
    """Percent by which the median power is higher, over the percents of charge both know."""
    both = ~(np.isnan(mine) | np.isnan(others)) & (others > 0)
    if both.sum() < _LEAST_SHARED:
        return None
    return float(100.0 * (mine[both].sum() / others[both].sum() - 1.0))


def _kind(kind: CurrentKind) -> str:
    return _("Unknown kind") if kind is CurrentKind.UNKNOWN else kind.value.upper()


def _column(values: "array[float]") -> Floats:
    return np.frombuffer(values, dtype=np.float64)
