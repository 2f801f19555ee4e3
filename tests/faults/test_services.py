"""Every fault of the network for the services beside CellIQ: what changes something there is sent once, and what was
lost is in doubt; what only reads is asked again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from celliq_desktop.clients.cariqa import CariqaClient
from celliq_desktop.clients.ev_energy import EvEnergyClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.charging import ChargingId
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, TryAgain
from celliq_desktop.domain.remote_vehicles import NewRemoteVehicle, RemoteId, RemoteVehicleChange
from tests.support.clocks import FakeClock
from tests.support.model.books import Books
from tests.support.model.direct import DirectWire
from tests.support.model.faults import FAULTS, REFUSED, Effect, End, Fault
from tests.support.model.messages import Heard, Said
from tests.support.model.server import ModelServer

_SESSION = ChargingId("ab7ae756-b663-43b9-a025-40c51dd503d9")
_CAR = RemoteId("vhcl01HRFF3SEVSCRAV9B3CHVDFN0H")
_USER = "user01HN2NJ9NMRZBXT1H6FT9N7735"
_SHAPELESS = ("nothing in it", "an empty object")
_PORTALS = ("a page of the network", "a page of the network after the effect")
_ATTEMPTS = 4
Client = CariqaClient | EvEnergyClient


class Elsewhere(ModelServer):
    """Any service: counts what it was asked and what it did, and its answers are always the fault's."""

    done = 0

    def answer(self, heard: Heard) -> Said:
        """It does as it is told."""
        self.count(heard)
        self.done += 1
        return Said(200, {})

    def carry_out_later(self, heard: Heard, _seconds: float) -> None:
        """It does, whenever that is."""
        self.answer(heard)

    @property
    def requests(self) -> int:
        """How many arrived."""
        return self.heard.total()


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a client asks; an ``order`` changes something there. ``enough``: a 2xx says it all."""

    name: str
    ask: Callable[[Client], object]
    order: bool = False
    enough: bool = False


def _cariqa(ask: Callable[[CariqaClient], object]) -> Callable[[Client], object]:
    def asked(client: Client) -> object:
        assert isinstance(client, CariqaClient)
        return ask(client)

    return asked


def _ev_energy(ask: Callable[[EvEnergyClient], object]) -> Callable[[Client], object]:
    def asked(client: Client) -> object:
        assert isinstance(client, EvEnergyClient)
        return ask(client)

    return asked


_CHANGE = RemoteVehicleChange(charge_limit_percent=80)
_NEW = NewRemoteVehicle(model_id="mdl_1", trim_id=None, battery_kwh=58.0, description="courtesy car")
QUESTIONS: tuple[Question, ...] = (
    Question("cariqa sessions", _cariqa(lambda client: client.sessions())),
    Question("cariqa session", _cariqa(lambda client: client.session(_SESSION))),
    Question("cariqa start", _cariqa(lambda client: client.start("DE*1", "pm_1")), order=True),
    Question("cariqa stop", _cariqa(lambda client: client.stop(_SESSION)), order=True, enough=True),
    Question("cariqa rate", _cariqa(lambda client: client.rate(_SESSION, 5)), order=True),
    Question("ev.energy vehicles", _ev_energy(lambda client: client.vehicles())),
    Question("ev.energy vehicle", _ev_energy(lambda client: client.vehicle(_CAR))),
    Question("ev.energy status logs", _ev_energy(lambda client: client.status_logs(_CAR))),
    Question("ev.energy create", _ev_energy(lambda client: client.create_vehicle(_NEW)), order=True),
    Question("ev.energy change", _ev_energy(lambda client: client.update_vehicle(_CAR, _CHANGE)), order=True),
    Question("ev.energy remove", _ev_energy(lambda client: client.remove_vehicle(_CAR)), order=True, enough=True),
    Question("ev.energy disconnect", _ev_energy(lambda client: client.disconnect(_CAR)), order=True),
    Question(
        "ev.energy e-mail",
        _ev_energy(lambda client: client.send_onboarding_link("owner@example.com", "Volkswagen")),
        order=True,
        enough=True,
    ),
)


@contextmanager
def _client(name: str, wire: DirectWire, clock: FakeClock) -> Iterator[Client]:
    service = "Cariqa" if name.startswith("cariqa") else "ev.energy"
    transport = Transport("https://service.example/v2", service, clock, clock.advance, lambda _kept: wire)
    client: Client = (
        CariqaClient(transport, "a.b.c", _USER) if service == "Cariqa" else EvEnergyClient(transport, "a token", _USER)
    )
    yield client
    client.close()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
@pytest.mark.parametrize("fault", [*FAULTS, REFUSED], ids=lambda one: one.name)
def test_an_order_is_sent_once_and_a_lost_one_is_in_doubt(question: Question, fault: Fault) -> None:
    clock = FakeClock()
    server = Elsewhere(Books(lambda: clock.now().timestamp()))
    with _client(question.name, DirectWire(server, lambda _heard: fault), clock) as client:
        if fault.name in _SHAPELESS and question.enough:
            question.ask(client)
            assert (server.requests, server.done) == (1, 1)
            return
        with pytest.raises(Problem) as refusal:
            question.ask(client)
    problem = refusal.value
    assert problem.message
    assert problem.next_step
    if question.order:
        assert server.requests == (0 if fault.unheard else 1)
        assert server.done == (fault.effect is not Effect.NONE)
        known = fault is REFUSED or fault.name == "429"  # nothing was done, and that is known
        assert isinstance(problem, TryAgain if known else InDoubt)
    else:
        assert isinstance(problem, NeedsYou if fault.name in _PORTALS else TryAgain)
        assert server.requests <= _ATTEMPTS
        again = not fault.unheard and (fault.end is not End.CLOSE or fault.name in ("500", "502", "429"))
        assert server.requests > 1 or not again
