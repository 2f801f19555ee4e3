"""Direct calls: the model behind httpx without a socket, in the test's own time."""

from collections.abc import Callable

import httpx

from tests.support.model.faults import REFUSED, Effect, End, Fault
from tests.support.model.messages import Heard, Said
from tests.support.model.server import ModelServer

Plan = Callable[[Heard], Fault | None]
"""What befalls this request; None: nothing."""
LATE_S = 45.0
"""When a late effect happens: within the longest deadline of a paid request (60 s), or never."""


def quiet(_heard: Heard) -> Fault | None:
    """Nothing goes wrong."""
    return None


def carried_out(server: ModelServer, heard: Heard, fault: Fault, late_s: float) -> Said:
    """Let the request have the effect the fault says; what the server would say."""
    if fault.unheard:
        return Said()
    if fault.effect is Effect.LATE:
        server.carry_out_later(heard, late_s)
    elif fault.effect is Effect.NOW:
        return server.answer(heard)
    else:
        server.count(heard)
    return Said()


class DirectWire(httpx.BaseTransport):
    """A network of one server, for ``Transport``'s ``wire``. ``late_s`` may be changed between requests."""

    def __init__(self, server: ModelServer, plan: Plan = quiet) -> None:
        self.server = server
        self.plan = plan
        self.late_s = LATE_S

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One exchange: an answer, or what httpx raises when the network breaks."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        heard = Heard.of(request.method, str(request.url.raw_path, "ascii"), headers, request.read())
        fault = self.plan(heard)
        if fault is None:
            return _response(self.server.answer(heard))
        if fault is REFUSED:
            raise httpx.ConnectError("refused")
        said = fault.said(carried_out(self.server, heard, fault, self.late_s))
        if fault.dies is not None:
            raise fault.dies()
        if fault.whole:
            return _response(said)
        if fault.end in (End.SILENCE, End.DRIP):
            raise httpx.ReadTimeout("silence")
        raise httpx.ReadError("reset") if fault.end is End.RESET else httpx.RemoteProtocolError("broke off")


def _response(said: Said) -> httpx.Response:
    return httpx.Response(said.status, headers=said.all_headers, stream=httpx.ByteStream(said.data))
