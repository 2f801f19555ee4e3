"""Reading Cariqa's sessions: the seed's own payloads, money to the cent, nothing that breaks."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.clients.cariqa_reader import decimal, session
from celliq_desktop.clients.fields import Unusable
from celliq_desktop.domain.charging import ChargingId, ChargingState, EvseCharge, evse_charge, implausible
from celliq_desktop.domain.sessions import MeasuringPoint
from tests.support.cariqa import charged
from tests.support.shared_data import shared

USER = "9405cf8c-8375-4373-b4d3-b61f9a0c01eb"
SID = ChargingId("ab7ae756-b663-43b9-a025-40c51dd503d9")
ROW: dict[str, Any] = {"id": SID, "evse_id": "DE*1", "is_active": False, "end_time": "2026-04-02T13:51:28.754611Z"}


def _seed(heading: str, until: str) -> Any:
    text = shared("seeds/cariqa-charging-sessions.txt").read_text(encoding="utf-8")
    return json.loads(text[text.index(heading) + len(heading) : text.index(until)])


def test_the_seeds_record_is_read_to_the_cent() -> None:
    found = session(_seed("CDR-Enhanced Response:", "Session Status Tracking"))
    assert found.state() is ChargingState.FINAL
    assert found.energy_kwh == Decimal("10.000")
    assert found.cost is not None
    assert (found.cost.total, found.cost.vat, found.cost.currency) == (Decimal("5.39"), Decimal("0.86"), "EUR")
    assert found.prices.kwh == Decimal("0.54")
    assert found.rating == 5
    assert "3,600 kW" in str(implausible(found))


def test_the_seeds_four_states_are_told_apart_and_the_older_name_of_the_cost_is_read() -> None:
    common = {"id": "1", "evse_id": "DE*1"}
    rows = [
        {"is_active": True, "end_time": None, "consumed_energy": "0.000", "session_cost": None},
        {"is_active": True, "end_time": None, "consumed_energy": "5.420", "session_cost": None},
        {"is_active": False, "end_time": None, "consumed_energy": "8.750", "session_cost": None},
        _seed("- CDR Received and Processed (Final State):", "Polling Recommendations:"),
    ]
    found = [session({**common, **row}) for row in rows]
    assert [one.state() for one in found] == [
        ChargingState.STARTING,
        ChargingState.CHARGING,
        ChargingState.AWAITING_RECORD,
        ChargingState.FINAL,
    ]
    assert found[1].state(stop_wanted=True) is ChargingState.STOPPING
    assert found[3].cost is not None
    assert found[3].cost.total == Decimal("5.39")


@pytest.mark.parametrize("missing", ["id", "evse_id", "is_active"])
def test_a_session_without_what_it_needs_is_none(missing: str) -> None:
    with pytest.raises(Unusable, match=missing):
        session({name: value for name, value in ROW.items() if name != missing})


@given(st.decimals(min_value=-99999, max_value=99999, places=3, allow_nan=False))
def test_money_and_energy_keep_every_digit(amount: Decimal) -> None:
    assert decimal({"x": str(amount)}, "x") == amount
    assert str(decimal({"x": str(amount)}, "x")) == str(amount)


@given(st.one_of(st.floats(), st.booleans(), st.none(), st.text(), st.lists(st.integers()), st.integers()))
def test_what_is_no_exact_number_is_none_and_never_a_guess(value: Any) -> None:
    found = decimal({"x": value}, "x")
    if isinstance(value, (float, bool, list)) or value is None:
        assert found is None
    if found is not None:
        assert found.is_finite()
        assert found == Decimal(str(value).strip())


_ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


_OPTIONAL = (
    "start_time",
    "duration",
    "consumed_energy",
    "station_info",
    "user_facing_session_prices",
    "session_cost",
    "payg_summary",
    "rates",
)
_NEEDED = {"id": st.just("1"), "evse_id": st.just("E"), "is_active": st.booleans()}


@given(st.fixed_dictionaries(_NEEDED, optional=dict.fromkeys(_OPTIONAL, _ANY)))
def test_no_answer_of_a_server_breaks_the_reader(row: dict[str, Any]) -> None:
    found = session(row)
    assert found.id == "1"
    assert found.rating in (None, 1, 2, 3, 4, 5)
    assert found.energy_kwh is None or found.energy_kwh.is_finite()
    assert found.cost is None or (found.cost.total.is_finite() and len(found.cost.currency) == 3)


def test_only_what_a_connector_can_deliver_is_evidence() -> None:
    good = evse_charge(charged())
    assert isinstance(good, EvseCharge)
    assert (good.energy_kwh, good.measured_at) == (10.0, MeasuringPoint.EVSE_AC)
    fast = charged(station=charged().station.__class__(connector="IEC_62196_T2_COMBO", power_kw=150.0))
    dc = evse_charge(fast)
    assert isinstance(dc, EvseCharge)
    assert dc.measured_at is MeasuringPoint.EVSE_DC
    assert "more than this connector" in str(implausible(charged(energy_kwh=Decimal("26.5"))))
    assert implausible(charged(energy_kwh=Decimal("26.3"))) is None
    assert implausible(charged(energy_kwh=Decimal(0))) is not None
    assert implausible(charged(ended_at=None)) is not None
    assert implausible(charged(energy_kwh=Decimal(700), station=charged().station.__class__())) is not None
