"""Energy per point rises with the pack's voltage: windows near full must not make a battery look better than it is."""

from dataclasses import replace
from random import Random

import pytest

from celliq_desktop.battery.health import EstimateOptions, estimate, estimate_sessions
from celliq_desktop.battery.tilt import Tilt, tilt_of
from celliq_desktop.domain.health import Chemistry, HealthEstimate
from celliq_desktop.domain.sessions import ChargeSession
from tests.support.charges import session
from tests.support.real_cars import real_car

KWH, AH, RISE = 52.0, 140.0, 0.0022


def nightly(dice: Random, count: int, *, lowest: int, told: bool) -> list[ChargeSession]:
    """Charges above ``lowest`` of a pack whose voltage rises by ``RISE`` a point; ``told``: charge beside energy."""
    found = []
    for day in range(count):
        start = dice.randint(lowest, lowest + 25)
        end = dice.randint(start + 30, 100)
        points = (end - start) / 100 * dice.gauss(1, 0.003)
        kwh = points * KWH * (1 + RISE * ((start + end) / 2 - 50))
        found.append(session(start, end, kwh, day=day, charge_ah=points * AH if told else None))
    return found


def capacity(found: HealthEstimate) -> float:
    assert found.capacity_kwh is not None
    return found.capacity_kwh.value


def test_windows_near_full_are_taken_to_the_middle_by_the_cars_own_voltage() -> None:
    sessions = nightly(Random(1), 14, lowest=40, told=True)
    plain = sum((one.energy_kwh or 0) / one.delta_soc_percent * 100 for one in sessions) / len(sessions)
    assert plain > 1.04 * KWH
    assert capacity(estimate_sessions(sessions)) == pytest.approx(KWH, rel=0.006)


def test_energy_alone_is_corrected_by_what_packs_do_and_the_rest_widens_the_interval() -> None:
    high = estimate_sessions(nightly(Random(2), 14, lowest=45, told=False))
    low = estimate_sessions(nightly(Random(2), 14, lowest=5, told=False))
    assert capacity(high) == pytest.approx(KWH, rel=0.025)
    assert capacity(low) == pytest.approx(KWH, rel=0.015)
    assert high.capacity_kwh is not None
    assert high.capacity_kwh.low <= KWH <= high.capacity_kwh.high


def test_a_source_with_a_nominal_voltage_is_left_as_it_is() -> None:
    flat = [replace(one, energy_kwh=(one.charge_ah or 0) * 0.36) for one in nightly(Random(3), 8, lowest=40, told=True)]
    assert tilt_of(flat, Chemistry.NMC).per_point == pytest.approx(0.0, abs=1e-9)


def test_a_full_window_and_charge_need_no_correction() -> None:
    (whole,) = nightly(Random(4), 1, lowest=0, told=True)
    whole = replace(whole, soc_start_percent=0.0, soc_end_percent=100.0)
    assert Tilt(RISE, 0.001).of_session(whole) == 1.0
    found = estimate_sessions([whole], options=EstimateOptions(chemistry=Chemistry.NMC))
    assert capacity(found) == pytest.approx(whole.energy_kwh, rel=1e-6)


def test_an_iron_phosphate_pack_is_believed_flat() -> None:
    sessions = nightly(Random(5), 6, lowest=40, told=False)
    assert tilt_of(sessions, Chemistry.LFP).per_point < tilt_of(sessions, Chemistry.NMC).per_point / 3


def test_the_real_cars_energy_is_its_charge_at_its_voltage_at_half_full() -> None:
    """328.7 V at 50 % on the line through its charges: 38.8 kWh, not the 41 its windows around 76 % say."""
    found = estimate(real_car("car3_processed"))
    assert found.capacity_ah is not None
    assert capacity(found) == pytest.approx(found.capacity_ah.value * 0.3287, rel=0.01)
