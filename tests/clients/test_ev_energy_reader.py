"""Properties of the readers: whatever a service sends, a row is read or set aside, and what is read makes sense."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.clients import ev_energy_reader as reader
from celliq_desktop.clients import fields

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
_ANYTHING = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
_STATUS_FIELDS = [
    "sampled_at",
    "logged_at",
    "state_of_charge_percentage",
    "is_charging",
    "is_plugged_in",
    "charge_rate_watts",
    "charge_level_watt_hours",
    "charge_energy_added_watt_hours",
    "odometer_meters",
    "current_type",
    "state",
]
_VEHICLE_FIELDS = [
    "id",
    "integrated",
    "trim",
    "user",
    "latest_status_log",
    "battery_size_watt_hours",
    "maximum_charge_limit_percentage",
    "description",
    "disabled",
    "smart_charging_enabled",
]
_READERS = (
    reader.vehicle,
    reader.status_log,
    reader.error_log,
    reader.location_log,
    reader.command_log,
    reader.vpp_modes,
    reader.make,
    reader.model,
    reader.trim,
)


def _rows(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, _ANYTHING))


@pytest.mark.parametrize("read", _READERS)
@given(row=st.dictionaries(st.text(max_size=12), _ANYTHING, max_size=6))
def test_any_object_is_read_or_set_aside(read: Any, row: dict[str, Any]) -> None:
    good, aside = fields.rows([row], read)
    assert len(good) + len(aside) == 1


@given(row=_rows(_STATUS_FIELDS))
def test_a_status_log_never_says_what_cannot_be(row: dict[str, Any]) -> None:
    good, _aside = fields.rows([row], reader.status_log)
    for log in good:
        assert log.sampled_at.tzinfo is not None
        assert log.soc_percent is None or 0 <= log.soc_percent <= 100
        assert log.charging in (None, True, False)
        assert log.current in (None, "AC", "DC")
        assert log.key == row["sampled_at"]


@given(row=_rows(_VEHICLE_FIELDS))
def test_a_vehicle_keeps_the_services_word_and_everything_raw(row: dict[str, Any]) -> None:
    good, aside = fields.rows([row], reader.vehicle)
    for car in good:
        assert car.integration_raw
        assert car.title
    for text in (*(car.raw for car in good), *(one.raw for one in aside)):
        assert set(json.loads(text)) == set(row)


@given(
    watts=st.integers(0, 350_000),
    energy=st.integers(0, 200_000),
    metres=st.integers(0, 900_000_000),
    soc=st.integers(0, 100),
)
def test_units_become_ours_exactly(watts: int, energy: int, metres: int, soc: int) -> None:
    log = reader.status_log(
        {
            "sampled_at": "2024-04-17T09:39:45.994584Z",
            "charge_rate_watts": watts,
            "charge_energy_added_watt_hours": energy,
            "odometer_meters": metres,
            "state_of_charge_percentage": soc,
        }
    )
    assert (log.power_kw, log.energy_added_kwh) == (watts / 1000, energy / 1000)
    assert (log.odometer_km, log.soc_percent) == (metres / 1000, soc)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://api.ev.energy/v2/trim/vehicle_trim01HRFHBCM7VBSWRPVYFBQMH2BR", "trim01HRFHBCM7VBSWRPVYFBQMH2BR"),
        ("https://api.ev.energy/v2/vehicle_trim/trim01HRFHBCM7VBSWRPVYFBQMH2BR", "trim01HRFHBCM7VBSWRPVYFBQMH2BR"),
        ("https://api.ev.energy/v2/vehicle_trims/trim01HRFHBCM7VBSWRPVYFBQMH2BR/", "trim01HRFHBCM7VBSWRPVYFBQMH2BR"),
        ({"id": "trim01HRFHBCM7VBSWRPVYFBQMH2BR", "name": "Pro"}, "trim01HRFHBCM7VBSWRPVYFBQMH2BR"),
        ({"name": "Pro"}, None),
        (None, None),
        (7, None),
        ("", None),
    ],
)
def test_a_reference_is_a_url_or_an_object(value: Any, expected: str | None) -> None:
    assert reader.reference(value, "trim") == expected


@pytest.mark.parametrize(
    ("words", "current"),
    [
        ("AC - Typically home chargers", "AC"),
        ("DC - Typically OTG chargers", "DC"),
        ("dc", "DC"),
        ("Wireless", None),
        (None, None),
    ],
)
def test_prose_about_the_current_counts_by_its_first_two_letters(words: str | None, current: str | None) -> None:
    row = {"sampled_at": "2024-04-17T09:39:45Z", "current_type": words}
    assert reader.status_log(row).current == current
