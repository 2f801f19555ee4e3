"""Gates: why a session does not count, each with a code and one sentence that says what would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from celliq_desktop.domain.sessions import ChargeSession
from celliq_desktop.domain.text import N_

LEAST_DELTA_SOC = 20.0
"""Windows under 20 points are dominated by the SoC's own error (report.md section 1; MAE 10 % at 20-40 points on tested
cars)."""
_LONGEST_GAP_S = 3_600.0
_MOST_KW = 400.0
"""No car on the road charges above 400 kW; 3.6 MW stands in a public API's own sample (report.md section 1)."""
_MOST_JUMP = 5.0
"""Points SoC may move beside its energy: twice the curvature of open-circuit voltage over a window, and whole
percents."""
_WARM_C, _COLD_C = 35.0, 5.0
_LOW_SHARE, _HIGH_SHARE = 0.50, 1.25
"""A capacity outside 50-125 % of nominal is a wrong baseline or broken data, not a battery."""


class Gate(Enum):
    """Reasons a session is left out; the value is the stable code, ``sentence`` what a person reads."""

    WINDOW_TOO_SMALL = "window_too_small"
    GAP_INSIDE = "gap_inside"
    DRIVING_INSIDE = "driving_inside"
    IMPOSSIBLE_POWER = "impossible_power"
    NO_ENERGY = "no_energy"
    COMPUTED_ENERGY = "computed_energy"
    STALE_SOC = "stale_soc"
    CLOCK_BACKWARDS = "clock_backwards"
    IMPLAUSIBLE_CAPACITY = "implausible_capacity"
    OUTLIER = "outlier"
    TOO_OLD = "too_old"
    BEFORE_STEP = "before_step"
    COPY = "copy"
    LISTED_TWICE = "listed_twice"
    INCONSISTENT = "inconsistent"
    UNPHYSICAL = "unphysical"

    @property
    def sentence(self) -> str:
        """One sentence, present tense, with what would help."""
        return _SENTENCES[self]


_SENTENCES = {
    Gate.WINDOW_TOO_SMALL: N_("Fewer than 20 points of charge; a longer charge would count."),
    Gate.GAP_INSIDE: N_("Data is missing inside this charge; a charge recorded without a break would count."),
    Gate.DRIVING_INSIDE: N_("The car was driven during this charge; only charges of a standing car count."),
    Gate.IMPOSSIBLE_POWER: N_("The power is physically impossible; check units and times of the source."),
    Gate.NO_ENERGY: N_("Neither energy, power nor current was recorded; a source that records one of them would help."),
    Gate.COMPUTED_ENERGY: N_(
        "The energy is computed from the state of charge, not measured; a counter or current would help."
    ),
    Gate.STALE_SOC: N_("The state of charge does not move with the energy; it is stale, fresher values would help."),
    Gate.CLOCK_BACKWARDS: N_("The clock runs backwards in this charge; times with their zone would help."),
    Gate.IMPLAUSIBLE_CAPACITY: N_(
        "The capacity it implies is outside 50 to 125 % of nominal; check the capacity when new"
        " and where the energy was measured."
    ),
    Gate.OUTLIER: N_("It disagrees with the other charges by more than 3.5 standard errors."),
    Gate.TOO_OLD: N_("It is more than a year older than the newest charge and describes an earlier battery."),
    Gate.BEFORE_STEP: N_("The capacity moved for good after this charge, so it describes the battery before that."),
    Gate.COPY: N_("It is another charge's copy to the last digit, at a different time."),
    Gate.LISTED_TWICE: N_("It is listed twice."),
    Gate.INCONSISTENT: N_("Its energy does not fit its charge: the voltage they imply is not the other charges'."),
    Gate.UNPHYSICAL: N_("Its voltage does not follow current and charge as a battery's must."),
}


@dataclass(frozen=True, slots=True)
class Nominal:
    """What a plausible capacity is compared with, where it is known."""

    kwh: float | None = None
    ah: float | None = None


def gate_of(session: ChargeSession, nominal: Nominal, factor: float = 1.0) -> Gate | None:
    """The first gate a session fails; None when it may enter the estimate. ``factor`` turns measured energy into
    battery energy."""
    checks = (
        (session.clock_backwards or session.end_s <= session.start_s, Gate.CLOCK_BACKWARDS),
        ((session.max_speed_kmh or 0.0) > 5.0, Gate.DRIVING_INSIDE),
        (session.delta_soc_percent < LEAST_DELTA_SOC, Gate.WINDOW_TOO_SMALL),
        (session.longest_gap_s > _LONGEST_GAP_S, Gate.GAP_INSIDE),
        (_measured(session) is None, Gate.NO_ENERGY),
        (_all_computed(session), Gate.COMPUTED_ENERGY),
        (max(session.mean_power_kw or 0.0, session.peak_power_kw or 0.0) > _MOST_KW, Gate.IMPOSSIBLE_POWER),
        ((_measured(session) or 0.0) <= 0.0 or session.soc_jump_percent > _MOST_JUMP, Gate.STALE_SOC),
        (session.unphysical, Gate.UNPHYSICAL),
        (not _plausible(session, nominal, factor), Gate.IMPLAUSIBLE_CAPACITY),
    )
    return next((gate for failed, gate in checks if failed), None)


def temperature_factor(session: ChargeSession) -> float:
    """Outside 5-35 degC a session counts less: its noise is taken three times as large, it is not dropped."""
    mean = session.mean_temperature_c
    return 3.0 if mean is not None and not _COLD_C <= mean <= _WARM_C else 1.0


def all_computed(sessions: Sequence[ChargeSession]) -> bool:
    """True when every charge that is long enough has computed energy: then there is nothing measured to grade."""
    long = [one for one in sessions if one.delta_soc_percent >= LEAST_DELTA_SOC]
    return bool(long) and all(_all_computed(one) for one in long)


def _all_computed(session: ChargeSession) -> bool:
    energy = session.computed_energy or session.energy_kwh is None
    charge = session.computed_charge or session.charge_ah is None
    return energy and charge and (session.computed_energy or session.computed_charge)


def _measured(session: ChargeSession) -> float | None:
    return session.charge_ah if session.energy_kwh is None else session.energy_kwh


def _plausible(session: ChargeSession, nominal: Nominal, factor: float) -> bool:
    share = session.delta_soc_percent / 100.0
    if share <= 0:
        return True
    for measured, new, part in ((session.energy_kwh, nominal.kwh, factor), (session.charge_ah, nominal.ah, 1.0)):
        if measured is not None and new and not _LOW_SHARE <= measured * part / share / new <= _HIGH_SHARE:
            return False
    return True
