"""Answers other services really give, and everything a server may make up, before every reader: a row is read or set
aside with its reason, and nothing else ever happens."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.clients import cariqa_reader, celliq_reader, ev_energy_reader, fields, stripe_billing
from celliq_desktop.clients.failures import Failure, problem_of
from celliq_desktop.clients.readings_reader import reading_page
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Problem, Refused, TryAgain
from tests.support.clocks import FakeClock
from tests.support.shared_data import shared

_SERVICES = ("smartcar", "renault", "ocpi", "stripe")
_READERS: tuple[Callable[[fields.Row], object], ...] = (
    celliq_reader.vehicle,
    celliq_reader.report,
    celliq_reader.public_report,
    celliq_reader.settings,
    celliq_reader.subscription,
    lambda row: celliq_reader.validation(row, VehicleId("veh_1")),
    cariqa_reader.session,
    stripe_billing.invoice,
    stripe_billing.payment,
    ev_energy_reader.vehicle,
    ev_energy_reader.status_log,
    ev_energy_reader.error_log,
    ev_energy_reader.location_log,
    ev_energy_reader.command_log,
    ev_energy_reader.vpp_modes,
    ev_energy_reader.make,
    ev_energy_reader.model,
    ev_energy_reader.trim,
)
_NAMES = (
    *("id", "vin", "make", "model", "year", "status", "vehicle", "credits", "plan", "requirements", "code", "met"),
    *("created_at", "updated_at", "generated_at", "soh_percent", "token", "dealer_name", "valid", "message"),
    *("recorded_at", "is_plugged_in", "charge_state", "soc_percent", "currency", "total", "amount", "created"),
)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
_ANYTHING = st.recursive(
    _SCALARS | st.sampled_from(["2026-11-20T10:00:00Z", "9999-12-31T23:59:59+00:01", "1e400", "-0", "eur"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
)


@cache
def _objects(service: str) -> tuple[dict[str, Any], ...]:
    """Every object in the files of one service, at any depth."""
    folder = shared(f"data/api-payloads/{service}")
    return tuple(one for path in sorted(folder.rglob("*.json")) for one in _within(_parsed(path)))


def _parsed(path: Path) -> Any:
    """Published examples are not always JSON; then they are no objects."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def _within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _within(one)


@pytest.mark.parametrize("service", _SERVICES)
def test_no_real_answer_breaks_a_reader(service: str) -> None:
    objects = list(_objects(service))
    assert len(objects) > 50
    for read in _READERS:
        good, aside = fields.rows(objects, read)
        assert len(good) + len(aside) == len(objects)
        assert all(one.reason for one in aside)
    page = reading_page(objects, None)
    assert len(page.readings) + page.set_aside == len(objects)


@given(row=st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=6), _ANYTHING, max_size=10))
def test_no_made_up_answer_breaks_a_reader(row: dict[str, Any]) -> None:
    for read in _READERS:
        good, aside = fields.rows([row], read)
        assert len(good) + len(aside) == 1
    page = reading_page([row], None)
    assert len(page.readings) + page.set_aside == 1


def test_stripes_own_invoice_and_charge_are_read_to_the_cent() -> None:
    known = json.loads(shared("data/api-payloads/stripe/fixtures3.json").read_text(encoding="utf-8"))["resources"]
    invoice = stripe_billing.invoice(known["invoice"])
    assert (invoice.total.amount, invoice.total.currency) == (Decimal("10.00"), "USD")
    assert invoice.paid.amount == 0
    payment = stripe_billing.payment(known["charge"])
    assert (str(payment.amount.amount), str(payment.refunded.amount)) == ("1.00", "0.00")
    assert known["charge"]["captured"] is False
    assert payment.status == "authorised"


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("ErrorVehicleRateLimit", 429, TryAgain),
        ("ErrorVehicleStateV2", 409, TryAgain),
        ("ErrorPermissionV2", 403, Refused),
        ("ErrorValidationV2", 422, Refused),
        ("ErrorResolutionObject", 500, TryAgain),
    ],
)
def test_an_error_of_the_cars_own_service_that_comes_through_is_one_a_person_can_act_on(
    name: str, status: int, kind: type[Problem]
) -> None:
    body = _parsed(shared(f"data/api-payloads/smartcar/{name}.json"))
    problem = problem_of("CellIQ", Failure(status, {}, body), FakeClock().now())
    assert isinstance(problem, kind)
    assert problem.message
