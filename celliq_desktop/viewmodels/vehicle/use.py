"""Use and stress of the battery over the observed window."""

from celliq_desktop.domain.curves import BatteryUse
from celliq_desktop.viewmodels.formats import NOTHING, Formats
from celliq_desktop.viewmodels.vehicle.states import Fact
from celliq_desktop.viewmodels.words import N_, _

_NO_SOC = N_("too few states of charge yet")


def use_facts(use: BatteryUse, formats: Formats) -> tuple[Fact, ...]:
    """Eleven facts, each with what it stands on or why it is missing; empty where nothing was observed."""
    if use.first_s is None:
        return ()
    since = _("observed since {first_s}").format(first_s=formats.epoch_date(use.first_s))
    coldest, warmest = formats.number(use.temperature_min_c), formats.number(use.temperature_max_c, 0, "°C")
    dc = use.dc_share_percent
    return (
        known_or_why(
            _("Energy charged"), formats.number(use.energy_charged_kwh, 0, "kWh"), since, _("no charge observed yet")
        ),
        known_or_why(
            _("Full equivalent cycles"),
            formats.number(use.full_equivalent_cycles, 1),
            _("energy charged over usable capacity"),
            _("no charge observed yet"),
        ),
        known_or_why(
            _("AC / DC"),
            NOTHING if dc is None else f"{formats.percent(100.0 - dc, 0)} / {formats.percent(dc, 0)}",
            _("of the energy charged"),
            _("kind of charging not known"),
        ),
        known_or_why(
            _("Charge taken in"), formats.number(use.charged_ah, 0, "Ah"), since, _("the car sends no current")
        ),
        known_or_why(
            _("Idle loss"),
            formats.number(use.idle_loss_percent_per_day, 2, "pts a day"),
            _("while parked and not charging"),
            _("no rest of six hours yet"),
        ),
        known_or_why(
            _("Time over 90 %"), formats.percent(use.time_above_90_percent, 0), _("of the observed time"), _(_NO_SOC)
        ),
        known_or_why(
            _("Time under 10 %"), formats.percent(use.time_below_10_percent, 0), _("of the observed time"), _(_NO_SOC)
        ),
        known_or_why(_("Deep discharges"), formats.number(use.deep_discharges), _("below 10 %, each once"), _(_NO_SOC)),
        known_or_why(
            _("Temperature"), formats.number(use.temperature_mean_c, 0, "°C"), "mean", _("the car sends none")
        ),
        known_or_why(
            _("Coldest to warmest"),
            _("{coldest} to {warmest}").format(coldest=coldest, warmest=warmest)
            if NOTHING not in (coldest, warmest)
            else NOTHING,
            _("as the car reports it"),
            _("the car sends none"),
        ),
        known_or_why(
            _("Temperature known"),
            formats.percent(use.temperature_coverage_percent, 0),
            _("of the readings carry one"),
            _("the car sends none"),
        ),
    )


def known_or_why(label: str, value: str, source: str, why_not: str) -> Fact:
    """A fact with its source, or with the reason why there is none."""
    return Fact(label, value, source if value != NOTHING else why_not)
