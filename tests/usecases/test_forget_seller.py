"""Forgetting people: exactly the one, everywhere, and by themselves when their time has come."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Table

from celliq_desktop.domain.outbox import CostClass, OperationState, Wish
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.syncing import SetAside
from celliq_desktop.mirror import checkpoints, outbox, vehicles
from celliq_desktop.mirror.schema import METADATA
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.forget_seller import forget_old_sellers, forget_seller, set_months
from celliq_desktop.usecases.vehicles import fleet
from tests.support.mirrors import CAR, KEY, car
from tests.support.sealed_pages import frames, pages

_EMAIL = "An.Seller@Example.com"


def _invite(desk: Desk, email: str, state: OperationState | None = None) -> None:
    payload = json.dumps({"vin": "WVWZZZE1ZMP000001", "seller_email": email})
    wish = Wish(
        kind="invite",
        natural_key=f"invite:WVWZZZE1ZMP000001:{email.lower()}",
        payload=payload,
        cost_class=CostClass.EMAIL,
    )
    with desk.mirror.write() as session:
        operation, _new = outbox.enqueue(session, wish, desk.clock.now())
        if state is not None:
            session.connection().exec_driver_sql(
                "UPDATE outbox SET state = ? WHERE op_id = ?", (state.value, operation.op_id)
            )


def _texts(desk: Desk, *of: Table) -> str:
    with desk.mirror.read() as session:
        return repr([list(session.execute(table.select())) for table in of or METADATA.tables.values()]).lower()


def test_only_this_address_goes_and_longer_ones_stay(desk: Desk) -> None:
    others = ("jan.seller@example.com", "an.seller@example.com.au", "an.seller@example.community")
    cars = [car(1, seller_email=_EMAIL), *(car(number, seller_email=one) for number, one in enumerate(others, 2))]
    with desk.mirror.write() as session:
        vehicles.upsert(session, cars, 1)
        checkpoints.set_aside(
            session, "vehicles", [SetAside("veh_9", "no VIN", json.dumps({"by": _EMAIL}))], desk.clock.now()
        )
    done, _changes = forget_seller(desk, _EMAIL.lower())
    assert done.rows == 2
    assert {row.seller_email for row in fleet(desk).rows} == {None, *others}
    with desk.mirror.write() as session:
        vehicles.upsert(session, [car(1, seller_email=_EMAIL, odometer_km=50_000.0)], 2)
        checkpoints.set_aside(session, "vehicles", [SetAside("veh_9", "no VIN", _EMAIL)], desk.clock.now())
    with desk.mirror.read() as session:
        found = vehicles.vehicle(session, CAR)
    assert found is not None
    assert (found.seller_email, found.odometer_km) == (None, 50_000.0)
    left = _texts(desk)
    for one in others:
        assert one in left
        left = left.replace(one, "")
    assert _EMAIL.lower() not in left


def test_not_even_a_free_page_or_the_log_remembers(desk: Desk) -> None:
    """Read as a thief with the key would, while the program runs on; rows that a sync took away before count, too."""
    key = bytes.fromhex(KEY)
    with desk.mirror.write() as session:
        vehicles.upsert(session, [car(number, seller_email=_EMAIL) for number in range(1, 400)], 1)
    with desk.mirror.write() as session:
        session.connection().exec_driver_sql("DELETE FROM vehicles WHERE id <> 'veh_1'")
    log = desk.mirror.path.with_name(desk.mirror.path.name + "-wal")
    needle = _EMAIL.lower().encode()
    assert any(needle in page.lower() for page in frames(log, key))
    forget_seller(desk, _EMAIL)
    assert log.stat().st_size == 0
    lies = list(pages(desk.mirror.path, key))
    assert any(b"WVWZZZE1ZMP000001" in page for page in lies), "the look into the pages sees what is there"
    assert not any(needle in page.lower() for page in lies)


def test_no_text_of_any_table_keeps_the_address(desk: Desk) -> None:
    """Lists of sellers, invites, outbox and history, what was set aside, the ledger of papers, notes: all there are."""
    named = f"by {_EMAIL}, and json {json.dumps(_EMAIL)}"
    with desk.mirror.write() as session:
        for table in METADATA.sorted_tables:
            row = {column.name: _value(column, named) for column in table.columns}
            session.execute(table.insert().prefix_with("OR IGNORE"), row)
    holding = [table.name for table in METADATA.sorted_tables if _EMAIL.lower() in _texts(desk, table)]
    assert len(holding) > 20
    forget_seller(desk, _EMAIL)
    assert _EMAIL.lower() not in _texts(desk)


def _value(column: Column[Any], named: str) -> object:
    if column.name == "state":
        return OperationState.DONE.value
    return named if column.type.python_type is str else column.type.python_type()


def test_what_waits_for_this_person_is_cancelled_and_its_traces_go(desk: Desk) -> None:
    _invite(desk, _EMAIL)
    done, _changes = forget_seller(desk, _EMAIL)
    assert done.cancelled == 1
    with desk.mirror.read() as session:
        (operation,) = outbox.operations(session)
        history = outbox.history(session, operation.op_id)
    assert operation.state is OperationState.CANCELLED
    assert "forgotten" in repr(history)
    assert _EMAIL.lower() not in _texts(desk)


@pytest.mark.parametrize("state", [OperationState.SENDING, OperationState.IN_DOUBT])
def test_a_message_on_its_way_is_waited_for(desk: Desk, state: OperationState) -> None:
    _invite(desk, _EMAIL, state)
    before = _texts(desk)
    with pytest.raises(NeedsYou) as refusal:
        forget_seller(desk, _EMAIL)
    assert refusal.value.code == "seller_busy"
    assert _texts(desk) == before


def test_sellers_are_forgotten_when_their_last_car_has_been_gone_long_enough(desk: Desk) -> None:
    now = desk.clock.now()
    with desk.mirror.write() as session:
        vehicles.upsert(
            session,
            [
                car(1, seller_email="old@example.com"),
                car(2, seller_email="recent@example.com"),
                car(3, seller_email="old@example.com"),
                car(4, seller_email="twice@example.com"),
                car(5, seller_email="twice@example.com"),
            ],
            1,
        )
        vehicles.confirm_gone(session, [car(1).id, car(3).id, car(4).id], now - timedelta(days=200))
        vehicles.confirm_gone(session, [car(2).id], now - timedelta(days=20))
    assert forget_old_sellers(desk) == 0, "nobody asked for it"
    set_months(desk, 6)
    assert forget_old_sellers(desk) == 1
    left = _texts(desk)
    assert "old@example.com" not in left
    assert "recent@example.com" in left
    assert "twice@example.com" in left, "one car of theirs is still here"
