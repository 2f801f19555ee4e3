"""What follows from an estimate: forecast, comparison, the next charge, and the figure without one of its charges."""

from collections.abc import Sequence
from datetime import UTC, datetime

from celliq_desktop.battery.coach import next_charges
from celliq_desktop.battery.cohort import cohort_of
from celliq_desktop.battery.forecast import forecast
from celliq_desktop.battery.health import EstimateOptions, estimate_sessions
from celliq_desktop.domain.curves import BatteryUse
from celliq_desktop.domain.forecast import Forecast, Outlook
from celliq_desktop.domain.health import HealthEstimate, HealthPoint
from celliq_desktop.domain.vehicles import Vehicle

WARRANTY_YEARS = 8.0
"""The usual capacity warranty: 70 % at 8 years or 160,000 km (research/domain.md 1.5)."""
_MIDDLE_OF_YEAR = 7
"""Only the model year is known: the car is taken to be from the first of July."""
_YEAR_DAYS = 365.25


def outlook_of(
    vehicle: Vehicle,
    found: HealthEstimate | None,
    *,
    history: Sequence[HealthPoint],
    use: BatteryUse,
    others: Sequence[float],
    now: datetime,
) -> Outlook:
    """``others``: SoH in percent of the other cars of this model; empty where there is no estimate at all."""
    if found is None:
        return Outlook()
    soh = found.soh_percent
    return Outlook(
        forecast=_forecast(vehicle, found, history, use, now),
        cohort=cohort_of(soh.value, others) if soh is not None else None,
        next_charges=next_charges(found, baseline=found.baseline, options=_options(found)),
    )


def without_charge(found: HealthEstimate, index: int) -> HealthEstimate:
    """The estimate as it would be without session ``index`` of ``found``; nothing is stored. IndexError for another."""
    sessions = [judged.session for judged in found.sessions]
    del sessions[index]
    return estimate_sessions(sessions, baseline=found.baseline, options=_options(found))


def _options(found: HealthEstimate) -> EstimateOptions:
    return EstimateOptions(measured_at=found.measured_at, chemistry=found.chemistry, soc_scale=found.soc_scale)


def _forecast(
    vehicle: Vehicle, found: HealthEstimate, history: Sequence[HealthPoint], use: BatteryUse, now: datetime
) -> Forecast | None:
    if found.soh_percent is None:
        return None
    born = datetime(vehicle.year, _MIDDLE_OF_YEAR, 1, tzinfo=UTC) if vehicle.year > 0 else None
    age = max(0.0, (now - born).days / _YEAR_DAYS) if born is not None else None
    return forecast(
        found.soh_percent,
        age_years=age,
        history=history,
        dc_share_percent=use.dc_share_percent,
        mean_temperature_c=use.temperature_mean_c,
        warranty_years_left=max(0.0, WARRANTY_YEARS - age) if age is not None else None,
    )
