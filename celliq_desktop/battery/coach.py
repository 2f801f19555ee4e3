"""What the next charge would do to the interval, from the same model that made it."""

from collections.abc import Sequence
from dataclasses import replace

from celliq_desktop.battery.health import DEFAULTS, EstimateOptions, estimate_sessions
from celliq_desktop.domain.forecast import NextCharge
from celliq_desktop.domain.health import Baseline, EstimateStatus, HealthEstimate
from celliq_desktop.domain.sessions import ChargeSession

WIDTHS = (20.0, 40.0, 60.0)
_ENDS_AT = 95.0
_DAY_S = 86_400.0
_KW = 7.0


def next_charges(
    found: HealthEstimate, *, baseline: Baseline | None = None, options: EstimateOptions = DEFAULTS
) -> tuple[NextCharge, ...]:
    """For charges of 20, 40 and 60 points that end at 95 %: ``found`` as it would be with one more that agrees with it.

    ``baseline`` and ``options`` as for the estimate itself. A refused estimate without any sound charge has nothing to
    agree with: empty.
    """
    sessions = [judged.session for judged in found.sessions]
    kwh, ah = _capacities(found)
    if kwh is None and ah is None:
        return ()
    answers = []
    for width in WIDTHS:
        one = _imagined(sessions, width, kwh, ah)
        then = estimate_sessions([*sessions, one], baseline=baseline, options=options)
        interval = then.soh_percent or then.capacity_kwh or then.capacity_ah
        if then.status is EstimateStatus.REFUSED or interval is None:
            continue
        half = interval.half_width if then.soh_percent else 100.0 * interval.half_width / interval.value
        answers.append(NextCharge(one.soc_start_percent, one.soc_end_percent, half, then.status))
    return tuple(answers)


def _capacities(found: HealthEstimate) -> tuple[float | None, float | None]:
    """Units per 100 % of the estimate, or of its largest sound charge where it is refused for too few."""
    if found.capacity_kwh or found.capacity_ah:
        return (
            found.capacity_kwh.value if found.capacity_kwh else None,
            found.capacity_ah.value if found.capacity_ah else None,
        )
    sound = [judged for judged in found.sessions if judged.used]
    if not sound:
        return None, None
    best = max(sound, key=lambda judged: judged.session.delta_soc_percent)
    return best.capacity_kwh, best.capacity_ah


def _imagined(sessions: Sequence[ChargeSession], width: float, kwh: float | None, ah: float | None) -> ChargeSession:
    newest = max(sessions, key=lambda one: one.end_s)
    start = newest.end_s + _DAY_S
    share = width / 100.0
    hours = (kwh or (ah or 0.0) * 0.36) * share / _KW
    return replace(
        ChargeSession(
            start_s=start,
            end_s=start + 3_600.0 * hours,
            soc_start_percent=_ENDS_AT - width,
            soc_end_percent=_ENDS_AT,
        ),
        energy_kwh=None if kwh is None else kwh * share,
        charge_ah=None if ah is None else ah * share,
    )
