"""Use and stress of the battery over the observed window."""

from celliq_desktop.domain.curves import BatteryUse
from celliq_desktop.viewmodels.formats import NOTHING, Formats
from celliq_desktop.viewmodels.vehicle.states import Fact

_NO_SOC = "too few states of charge yet"


def use_facts(use: BatteryUse, formats: Formats) -> tuple[Fact, ...]:
    """Eleven facts, each with what it stands on or why it is missing; empty where nothing was observed."""
    if use.first_s is None:
        return ()
    since = f"observed since {formats.epoch_date(use.first_s)}"
    coldest, warmest = formats.number(use.temperature_min_c), formats.number(use.temperature_max_c, 0, "°C")
    dc = use.dc_share_percent
    return (
        known_or_why(
            "Energy charged", formats.number(use.energy_charged_kwh, 0, "kWh"), since, "no charge observed yet"
        ),
        known_or_why(
            "Full equivalent cycles",
            formats.number(use.full_equivalent_cycles, 1),
            "energy charged over usable capacity",
            "no charge observed yet",
        ),
        known_or_why(
            "AC / DC",
            NOTHING if dc is None else f"{formats.percent(100.0 - dc, 0)} / {formats.percent(dc, 0)}",
            "of the energy charged",
            "kind of charging not known",
        ),
        known_or_why("Charge taken in", formats.number(use.charged_ah, 0, "Ah"), since, "the car sends no current"),
        known_or_why(
            "Idle loss",
            formats.number(use.idle_loss_percent_per_day, 2, "pts a day"),
            "while parked and not charging",
            "no rest of six hours yet",
        ),
        known_or_why("Time over 90 %", formats.percent(use.time_above_90_percent, 0), "of the observed time", _NO_SOC),
        known_or_why("Time under 10 %", formats.percent(use.time_below_10_percent, 0), "of the observed time", _NO_SOC),
        known_or_why("Deep discharges", formats.number(use.deep_discharges), "below 10 %, each once", _NO_SOC),
        known_or_why("Temperature", formats.number(use.temperature_mean_c, 0, "°C"), "mean", "the car sends none"),
        known_or_why(
            "Coldest to warmest",
            f"{coldest} to {warmest}" if NOTHING not in (coldest, warmest) else NOTHING,
            "as the car reports it",
            "the car sends none",
        ),
        known_or_why(
            "Temperature known",
            formats.percent(use.temperature_coverage_percent, 0),
            "of the readings carry one",
            "the car sends none",
        ),
    )


def known_or_why(label: str, value: str, source: str, why_not: str) -> Fact:
    """A fact with its source, or with the reason why there is none."""
    return Fact(label, value, source if value != NOTHING else why_not)
