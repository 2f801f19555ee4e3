"""Every seed endpoint against answers made up from its contract, and against answers that miss everything: what comes
back is a record or a problem in words, and nothing else."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest

from celliq_desktop.clients.cariqa import CariqaClient
from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.celliq_owner import CellIqOwnerClient
from celliq_desktop.clients.ev_energy import EvEnergyClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.charging import ChargingId
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.remote_vehicles import NewRemoteVehicle, OnboardingChoice, RemoteId, RemoteVehicleChange
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus
from tests.clients.endpoints import CARIQA, CELLIQ, EV_ENERGY, Endpoint
from tests.support import contracts
from tests.support.clocks import FakeClock
from tests.support.made_up import MadeUp
from tests.support.servers import Reply, Request, ScriptedServer

_ROUNDS = 5
_KEY, _CAR, _REMOTE, _CHARGE = OperationId("op-1"), VehicleId("car-1"), RemoteId("vhcl01"), ChargingId("s-1")
_KNOWN = Vehicle(
    id=_CAR,
    vin="WVWZZZE1ZMP012345",
    make="VW",
    model="ID.3",
    year=2021,
    status=VehicleStatus.ACTIVE,
    status_raw="active",
)
_ONE_MAKE = OnboardingChoice(make_id="vmak01")

Call = Callable[[Any], object]
_CALLS: dict[str, Call] = {
    "CellIqClient.sign_in": lambda api: api.sign_in("a@b.example", "secret"),
    "CellIqSession._refresh": lambda api: api._session._refresh("refresh-1"),
    "CellIqClient.connect_url": lambda api: api.connect_url(),
    "CellIqClient.connected_vehicles": lambda api: (
        api.connected_vehicles(),
        CellIqOwnerClient.going_on(api).vehicles_page(1, 50),
        CellIqOwnerClient.going_on(api).find_vehicle(_KNOWN),
    ),
    "CellIqClient.sync_vehicle": lambda api: api.sync_vehicle(_CAR),
    "CellIqClient.disconnect_vehicle": lambda api: api.disconnect_vehicle(_CAR),
    "CellIqClient.validate_report": lambda api: api.validate_report(_CAR),
    "CellIqClient.generate_report": lambda api: api.generate_report(_CAR, _KEY),
    "CellIqClient.vehicles_page": lambda api: api.vehicles_page(1, 50),
    "CellIqClient.reports_page": lambda api: api.reports_page(1, 50, vehicle_id=_CAR),
    "CellIqClient.export_reports": lambda api: api.export_reports(date(2026, 1, 1), date(2026, 2, 1)),
    "CellIqClient.invite_seller": lambda api: api.invite_seller(_KNOWN.vin, "a@b.example", _KEY),
    "CellIqClient.create_checkout": lambda api: api.create_checkout(10, _KEY),
    "CellIqClient.subscription": lambda api: api.subscription(),
    "CellIqClient.portal_url": lambda api: api.portal_url(),
    "CellIqClient.public_report": lambda api: api.public_report("abcdefghijklmnop"),
    "EvEnergyClient.vehicles": lambda api: api.vehicles(),
    "EvEnergyClient.create_vehicle": lambda api: api.create_vehicle(NewRemoteVehicle(model_id="vmod01")),
    "EvEnergyClient.vehicle": lambda api: api.vehicle(_REMOTE),
    "EvEnergyClient.update_vehicle": lambda api: api.update_vehicle(_REMOTE, RemoteVehicleChange(battery_kwh=50.0)),
    "EvEnergyClient.remove_vehicle": lambda api: api.remove_vehicle(_REMOTE),
    "EvEnergyClient.trims": lambda api: api.trims(),
    "EvEnergyClient.create_trim": lambda api: api.create_trim("T", "vmod01", 50.0),
    "EvEnergyClient.trim": lambda api: api.trim("trim01"),
    "EvEnergyClient.models": lambda api: api.models(),
    "EvEnergyClient.create_model": lambda api: api.create_model("M", "vmak01"),
    "EvEnergyClient.model": lambda api: api.model("vmod01"),
    "EvEnergyClient.makes": lambda api: api.makes(),
    "EvEnergyClient.make": lambda api: api.make("vmak01"),
    "EvEnergyClient.status_logs": lambda api: api.status_logs(_REMOTE),
    "EvEnergyClient.status_log": lambda api: api.status_log(_REMOTE, "2024-04-17T09:39:45Z"),
    "EvEnergyClient.error_logs": lambda api: api.error_logs(_REMOTE),
    "EvEnergyClient.error_log": lambda api: api.error_log(_REMOTE, "2024-04-17T09:39:45Z"),
    "EvEnergyClient.location_logs": lambda api: api.location_logs(_REMOTE),
    "EvEnergyClient.location_log": lambda api: api.location_log(_REMOTE, "2024-04-17T09:39:45Z"),
    "EvEnergyClient.command_logs": lambda api: api.command_logs(_REMOTE),
    "EvEnergyClient.command_log": lambda api: api.command_log(_REMOTE, "2024-04-17T09:39:45Z"),
    "EvEnergyClient.vpp_modes": lambda api: api.vpp_modes(_REMOTE),
    "EvEnergyClient.onboarding_page": lambda api: (api.begin_onboarding(_ONE_MAKE), api.onboarding_page(_ONE_MAKE)),
    "EvEnergyClient.complete_onboarding": lambda api: api.complete_onboarding("r", "c"),
    "EvEnergyClient.send_onboarding_link": lambda api: api.send_onboarding_link("a@b.example", "Volvo"),
    "EvEnergyClient.reconnect": lambda api: api.reconnect(_REMOTE),
    "EvEnergyClient.disconnect": lambda api: api.disconnect(_REMOTE),
    "CariqaClient.sessions": lambda api: api.sessions(),
    "CariqaClient.session": lambda api: api.session(_CHARGE),
    "CariqaClient.rate": lambda api: api.rate(_CHARGE, 5),
    "CariqaClient.start": lambda api: api.start("DE*1", "pm_1"),
    "CariqaClient.stop": lambda api: api.stop(_CHARGE),
}
_ROWS = {
    row.calls.partition(":")[2]: (contract, row)
    for contract, rows in ((contracts.CELLIQ, CELLIQ), (contracts.EV_ENERGY, EV_ENERGY), (contracts.CARIQA, CARIQA))
    for row in rows
}
_NOTHING: tuple[Any, ...] = (b"", None, {}, [], [None, 7, {}], "text", 7, {"items": None}, {"results": {}, "count": -1})


class _Saying:
    """Gives ``reply`` to every request."""

    def __init__(self) -> None:
        self.reply = Reply(200, {})

    def __call__(self, _request: Request) -> Reply:
        """The script of a ``ScriptedServer``."""
        return self.reply


@pytest.fixture
def saying() -> _Saying:
    """What the server says next."""
    return _Saying()


@pytest.fixture
def clients(saying: _Saying) -> Iterator[dict[str, Any]]:
    """One client of each service at the same server."""
    clock = FakeClock()
    with ScriptedServer(saying).running() as server:
        wire = partial(Transport, server.url, clock=clock, pause=lambda _seconds: None)
        celliq = CellIqClient(wire("CellIQ"))
        celliq._session.tokens.adopt(Tokens(access="access-1", refresh="refresh-1"))
        made: dict[str, Any] = {
            "CellIqClient": celliq,
            "CellIqSession": celliq,
            "EvEnergyClient": EvEnergyClient(wire("ev.energy"), "token", "user01"),
            "CariqaClient": CariqaClient(wire("Cariqa"), "token", "user-1"),
        }
        yield made
        for one in (celliq, made["EvEnergyClient"], made["CariqaClient"]):
            one.close()


def test_only_what_is_no_request_of_ours_is_left_out() -> None:
    left_out = {row.path for name, (_contract, row) in _ROWS.items() if name not in _CALLS}
    assert left_out == {"/auth/google", "/auth/google/callback", "/payments/webhook"}


@pytest.mark.parametrize("name", _CALLS)
def test_any_answer_is_read_or_refused_in_words(clients: dict[str, Any], saying: _Saying, name: str) -> None:
    contract, row = _ROWS[name]
    known = contracts.read_contract(contract)
    made_up = MadeUp(known, name)
    for _round in range(_ROUNDS):
        status, body = made_up.answer(row.method, _spelled(known["paths"], row))
        saying.reply = Reply(status, b"" if body is None else body)
        assert _ended_well(clients, name), body
    for body in _NOTHING:
        saying.reply = Reply(200, body)
        assert _ended_well(clients, name), body


def _ended_well(clients: dict[str, Any], name: str) -> bool:
    """With a record, or with a problem that says something; anything else is raised as it is."""
    client = clients[name.partition(".")[0]]
    if isinstance(client, CellIqClient):
        client._session.tokens.adopt(Tokens(access="access-1", refresh="refresh-1"))
    try:
        _CALLS[name](client)
    except Problem as problem:
        return bool(problem.message)
    return True


def _spelled(paths: dict[str, Any], row: Endpoint) -> str:
    """The contract's own spelling of a path whose ids are ``{}``."""
    return next(one for one in paths if re.sub(r"{[^}]*}", "{}", one) == row.path and row.method.lower() in paths[one])
