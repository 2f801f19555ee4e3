"""A workshop's result beside the estimate: whether the two agree, as far as both say how sure they are."""

from datetime import UTC, datetime, time

from celliq_desktop.domain.health import Interval
from celliq_desktop.domain.workshop_results import WorkshopResult
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.states import AgreementState
from celliq_desktop.viewmodels.words import _


def agreement_state(
    results: tuple[WorkshopResult, ...], soh: Interval | None, formats: Formats
) -> AgreementState | None:
    """The newest result against ``soh``; None without one."""
    if not results:
        return None
    newest = results[0]
    half = newest.half_width
    named = f" ±{formats.number(half, 1)}" if half is not None else _(", interval not named")
    day = formats.date(datetime.combine(newest.tested_on, time(), UTC))
    words = f"{newest.method.value}, {day}: {formats.percent(newest.soh_percent)}{named}."
    return AgreementState(
        words=f"{words} {_judged(newest, soh, formats)}".strip(),
        value=newest.soh_percent,
        low=newest.soh_percent - (half or 0.0),
        high=newest.soh_percent + (half or 0.0),
    )


def _judged(result: WorkshopResult, soh: Interval | None, formats: Formats) -> str:
    """The difference against what both intervals explain, added in quadrature as independent ones are."""
    if soh is None:
        return ""
    difference = soh.value - result.soh_percent
    apart = _("this desk's figure is {number} points {words}").format(
        number=formats.number(abs(difference), 1), words=_("higher") if difference > 0 else _("lower")
    )
    if round(abs(difference), 1) == 0.0:
        return _("It agrees: both figures are the same.")
    explained = (soh.half_width**2 + (result.half_width or 0.0) ** 2) ** 0.5
    if abs(difference) <= explained:
        return _("It agrees: {apart}, within ±{explained}.").format(apart=apart, explained=formats.number(explained, 1))
    return _("It does not agree: {apart}, more than the ±{explained} both intervals explain.").format(
        apart=apart, explained=formats.number(explained, 1)
    )
