"""A report in which every part of the paper has something to show."""

from dataclasses import replace

from celliq_desktop.domain.curves import BatteryUse
from celliq_desktop.domain.health import Baseline, Denominator, Interval
from celliq_desktop.reports.content import ReportContent
from tests.reports.contents import content
from tests.support import vehicle_details

FLAG = "The odometer runs backwards, from 52,000 to 48,210 km."


def rich(language: str) -> ReportContent:
    """A report in which every part has something to show."""
    health = vehicle_details.estimate()
    assert health.baseline is not None
    assert health.soh_percent is not None
    other = Baseline(62.0, "kWh", "given by the person who ran the estimate", 0.01)
    health = replace(
        health,
        flags=(FLAG, "The state of charge stands still or jumps (by up to 12 points) in 3 of 9 charges."),
        denominators=(
            Denominator(health.baseline, health.soh_percent),
            Denominator(other, Interval(85.5, 82.9, 88.1)),
        ),
    )
    use = BatteryUse(
        first_s=vehicle_details.NOW.timestamp() - 2e7,
        last_s=vehicle_details.NOW.timestamp(),
        energy_charged_kwh=2_140.0,
        full_equivalent_cycles=38.4,
        dc_share_percent=42.0,
        ac_share_percent=58.0,
        time_above_90_percent=11.2,
        time_below_10_percent=2.1,
        deep_discharges=3,
        temperature_min_c=-4.0,
        temperature_mean_c=11.0,
        temperature_max_c=34.5,
        temperature_coverage_percent=96.0,
        charged_ah=5_900.0,
        idle_loss_percent_per_day=0.31,
    )
    return replace(content(health=health, language=language), use=use)
