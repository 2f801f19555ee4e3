"""The real client in front of the model, over any wire, and everything it can ask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.ports import Clock, TokenStore
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus
from tests.support.clocks import FakeClock
from tests.support.model.books import Books, stocked
from tests.support.model.direct import DirectWire
from tests.support.model.server import ModelServer
from tests.support.model.tokens import EMAIL, PASSWORD

CAR = VehicleId("veh_1")
OPERATION = OperationId("0f0f0f0f-0000-4000-8000-000000000001")
TOKEN = "0000000000000000000001"
_CAR = Vehicle(
    id=CAR,
    vin="WVWZZZE1ZMP000001",
    make="Volkswagen",
    model="ID.3",
    year=2021,
    status=VehicleStatus.ACTIVE,
    status_raw="active",
)


def _none(_books: Books) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing the client asks. ``heard`` is the model's name for it; an ``order`` has effects, which ``effects``
    counts, and must never be sent twice; ``content`` names the answers that are enough although they are none of this
    server's. An order whose loss costs nothing is in no doubt and ends with the code ``lost``."""

    name: str
    heard: str
    ask: Callable[[CellIqClient], object]
    order: bool = False
    effects: Callable[[Books], int] = _none
    content: tuple[str, ...] = ()
    lost: str = ""


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("sign_in", "POST /auth/login", lambda client: client.sign_in(EMAIL, PASSWORD)),
    Endpoint("settings", "GET /dealer/settings", lambda client: client.settings()),
    Endpoint("subscription", "GET /payments/subscription", lambda client: client.subscription()),
    Endpoint("portal_url", "GET /payments/portal", lambda client: client.portal_url()),
    Endpoint("connect_url", "GET /vehicles/connect", lambda client: client.connect_url()),
    Endpoint("connected_vehicles", "GET /vehicles", lambda client: client.connected_vehicles()),
    Endpoint(
        "create_checkout",
        "POST /payments/create-checkout",
        lambda client: client.create_checkout(10, OPERATION),
        order=True,
        effects=lambda books: books.checkouts,
        lost="no_checkout",
    ),
    Endpoint("vehicles_page", "GET /dealer/vehicles", lambda client: client.vehicles_page(1, 50)),
    Endpoint("find_vehicle", "GET /dealer/vehicles", lambda client: client.find_vehicle(_CAR)),
    Endpoint("readings_page", "GET /vehicles/*/readings", lambda client: client.readings_page(CAR)),
    Endpoint("reports_page", "GET /dealer/reports", lambda client: client.reports_page(1, 50)),
    Endpoint("validate_report", "GET /reports/validate", lambda client: client.validate_report(CAR)),
    Endpoint("public_report", "GET /reports/public/*", lambda client: client.public_report(TOKEN)),
    Endpoint(
        "invite_seller",
        "POST /dealer/vehicles/invite",
        lambda client: client.invite_seller("WVWZZZE1ZMP000009", "seller@example.com", OPERATION),
        order=True,
        effects=lambda books: books.mails.total(),
        content=("an empty object",),
    ),
    Endpoint(
        "sync_vehicle",
        "POST /vehicles/*/sync",
        lambda client: client.sync_vehicle(CAR),
        order=True,
        effects=lambda books: len(books.readings[CAR]),
        content=("an empty object", "nothing in it"),
    ),
    Endpoint(
        "disconnect_vehicle",
        "DELETE /vehicles/*",
        lambda client: client.disconnect_vehicle(VehicleId("veh_2")),
        order=True,
        effects=lambda books: len(books.gone),
        content=("an empty object", "nothing in it"),
    ),
    Endpoint(
        "change_settings",
        "PATCH /dealer/settings",
        lambda client: client.change_settings({"address": "Neuer Weg 1"}),
        order=True,
        effects=lambda books: int("address" in books.settings),
    ),
    Endpoint(
        "generate_report",
        "POST /reports/generate",
        lambda client: client.generate_report(CAR, OPERATION),
        order=True,
        effects=lambda books: len(books.ledger),
    ),
)


def named(name: str) -> Endpoint:
    """The one with this name."""
    return next(one for one in ENDPOINTS if one.name == name)


def small_server(clock: Clock) -> ModelServer:
    """Two cars with readings, and one report."""
    books = stocked(Books(lambda: clock.now().timestamp()), 2, samples=5)
    books.issue(CAR)
    return ModelServer(books)


@contextmanager
def client_at(
    url: str, clock: Clock, *, store: TokenStore | None = None, wire: DirectWire | None = None, signed_in: bool = True
) -> Iterator[CellIqClient]:
    """A client of ``url``, or of what is behind ``wire``; its pauses pass on a clock that stands still, else at
    once."""
    pause = clock.advance if isinstance(clock, FakeClock) else lambda _seconds: None
    transport = Transport(url, "CellIQ", clock, pause, None if wire is None else lambda _kept: wire)
    client = CellIqClient(transport, store)
    try:
        if signed_in:
            client.sign_in(EMAIL, PASSWORD)
        yield client
    finally:
        client.close()
