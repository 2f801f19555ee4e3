"""What stands beside the charge curves when a figure is missing."""

from dataclasses import replace

from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.evidence import curves_state
from tests.support.vehicle_details import curves


def test_a_missing_charging_time_has_a_reason() -> None:
    none = replace(curves(), ten_to_eighty_s=None)
    assert curves_state(none, None, Formats()).facts[0].detail == "no DC charge covers 10 to 80 %"
    ac = tuple(replace(one, kind=CurrentKind.AC) for one in none.sessions)
    assert curves_state(replace(none, sessions=ac), None, Formats()).facts[0].detail == "no DC charge yet"
