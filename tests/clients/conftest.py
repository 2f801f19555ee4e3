"""A client and the server it talks to."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.ports import TokenStore
from tests.support.clocks import FakeClock
from tests.support.servers import ClientFor, ScriptedServer, Service


@pytest.fixture
def clock() -> FakeClock:
    """Time stands still."""
    return FakeClock()


@pytest.fixture
def pauses() -> list[float]:
    """Every pause the client would have made, in seconds."""
    return []


@pytest.fixture
def client_for(clock: FakeClock, pauses: list[float]) -> Iterator[ClientFor]:
    """Makes clients; all are closed at the end."""
    with ExitStack() as open_clients:

        def made(url: str, store: TokenStore | None = None, *, signed_in: bool = True) -> CellIqClient:
            client = CellIqClient(Transport(url, "CellIQ", clock, pauses.append), store)
            open_clients.callback(client.close)
            if signed_in:
                client._session.tokens.adopt(Tokens(access="access-1", refresh="refresh-1"))
            return client

        yield made


@pytest.fixture
def service() -> Service:
    """What the server says."""
    return Service()


@pytest.fixture
def server(service: Service) -> Iterator[ScriptedServer]:
    """A running server that follows ``service``."""
    with ScriptedServer(service).running() as running:
        yield running


@pytest.fixture
def client(server: ScriptedServer, client_for: ClientFor) -> CellIqClient:
    """A signed-in client of ``server``."""
    return client_for(server.url)
