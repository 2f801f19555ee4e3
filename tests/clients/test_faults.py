"""Servers and networks that break the rules: a whole answer or none, in time, and never a paid request twice."""

import gzip
import json
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import repeat

import pytest

from celliq_desktop.clients import celliq_session, transport
from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, TryAgain
from tests.support.servers import ClientFor, RawServer, Reply, ScriptedServer, Service, closed_port

CAR = VehicleId("veh_1")
ORDER = OperationId("0f0f0f0f-0000-4000-8000-000000000001")
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def _whole(body: bytes, kind: bytes = b"application/json", more: bytes = b"") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n" % (kind, len(body), more)
    return head + body


@cache
def _gzipped(times: int) -> bytes:
    body = b'["' + b"a" * 64_000_000 + b'"]'
    for _time in range(times):
        body = gzip.compress(body, 9)
    return _whole(body, more=b"Content-Encoding: " + b", ".join([b"gzip"] * times) + b"\r\n")


BROKEN: dict[str, Callable[[], Iterable[bytes]]] = {
    "nothing at all": list,
    "half a head": lambda: [b"HTTP/1.1 200 OK\r\nContent-Le"],
    "no HTTP": lambda: [b"220 mail ready\r\n\r\n"],
    "body too short": lambda: [_HEAD + b"Content-Length: 100\r\n\r\n" + b'{"items":[]}'],
    "torn chunks": lambda: [_HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n{"],
    "invalid UTF-8": lambda: [_whole(b'{"items":["\xff\xfe"]}')],
    "NaN": lambda: [_whole(b'{"items":[],"total":NaN}')],
    "infinity": lambda: [_whole(b'{"items":[],"total":-Infinity}')],
    "key twice": lambda: [_whole(b'{"items":[],"total":1,"total":2}')],
    "no JSON": lambda: [_whole(b"items: none")],
    "torn JSON": lambda: [_whole(b'{"items":[')],
    "too deep": lambda: [_whole(b"[" * 65 + b"]" * 65)],
    "far too deep": lambda: [_whole(b"[" * 50_000 + b"]" * 50_000)],
    "digits without end": lambda: [_whole(b'{"total":' + b"9" * 5_000 + b"}")],
    "too large": lambda: [_HEAD + b"Content-Length: 9000000\r\n\r\n", b"[" + b" " * 8_999_998 + b"]"],
    "too large, length unsaid": lambda: [_HEAD + b"\r\n", b" " * 9_000_000],
    "gzip bomb": lambda: [_gzipped(1)],
    "gzip bomb in a gzip bomb": lambda: [_gzipped(2)],
    "torn gzip": lambda: [_whole(gzip.compress(b'{"items":[]}')[:-9], more=b"Content-Encoding: gzip\r\n")],
    "no gzip": lambda: [_whole(b'{"items":[]}', more=b"Content-Encoding: gzip\r\n")],
    "unknown coding": lambda: [_whole(b'{"items":[]}', more=b"Content-Encoding: zstd\r\n")],
    "a bare number": lambda: [_whole(b"17")],
    "an object without a list": lambda: [_whole(b'{"data":[],"total":0}')],
    "a list that is none": lambda: [_whole(b'{"items":{"0":{}},"total":0}')],
    "redirect without a target": lambda: [b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"],
    "redirect to nonsense": lambda: [b"HTTP/1.1 307 X\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n"],
}


@pytest.fixture(params=BROKEN)
def broken(request: pytest.FixtureRequest) -> Iterator[RawServer]:
    """A server with one fault."""
    with RawServer(BROKEN[request.param]).running() as running:
        yield running


def _list(client: CellIqClient) -> object:
    return client.vehicles_page(1, 50)


def _order(client: CellIqClient) -> object:
    return client.generate_report(CAR, ORDER)


def test_a_broken_answer_to_a_read_is_refused_as_a_whole(broken: RawServer, client_for: ClientFor) -> None:
    with pytest.raises(TryAgain) as refusal:
        _list(client_for(broken.url))
    assert not isinstance(refusal.value, InDoubt)
    assert refusal.value.code == "bad_answer"
    assert refusal.value.next_step


def test_a_broken_answer_to_a_paid_order_is_in_doubt_and_sent_once(broken: RawServer, client_for: ClientFor) -> None:
    with pytest.raises(InDoubt):
        _order(client_for(broken.url))
    assert len(broken.heard) == 1


def test_broken_connections_are_tried_again_a_few_times_with_growing_pauses(
    client_for: ClientFor, pauses: list[float]
) -> None:
    with RawServer(BROKEN["half a head"]).running() as server:
        with pytest.raises(TryAgain):
            _list(client_for(server.url))
        assert len(server.heard) == 4
    assert len(pauses) == 3
    assert all(0 <= pause <= ceiling for pause, ceiling in zip(pauses, (0.5, 1.0, 2.0), strict=True))


@pytest.mark.parametrize("name", ["gzip bomb", "gzip bomb in a gzip bomb", "too large, length unsaid"])
def test_a_bomb_is_not_unpacked_into_memory(client_for: ClientFor, name: str) -> None:
    parts = list(BROKEN[name]())
    with RawServer(lambda: parts).running() as server:
        client = client_for(server.url)
        tracemalloc.start()
        try:
            with pytest.raises(InDoubt):
                _order(client)
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 30_000_000


def test_a_compressed_answer_is_read(client_for: ClientFor) -> None:
    body = json.dumps({"items": [], "total": 0, "page": 1, "page_size": 50}).encode()
    answer = _whole(gzip.compress(body), more=b"Content-Encoding: gzip\r\n")
    with RawServer(lambda: [answer]).running() as server:
        assert client_for(server.url).vehicles_page(1, 50).total == 0


@pytest.mark.parametrize("part", ["head", "body"])
@pytest.mark.parametrize(("act", "kind"), [(_list, TryAgain), (_order, InDoubt)], ids=["read", "order"])
def test_a_drip_ends_at_the_deadline(
    client_for: ClientFor,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[CellIqClient], object],
    kind: type[Problem],
    part: str,
) -> None:
    monkeypatch.setattr(transport, "READ_S", 0.15)
    monkeypatch.setattr(celliq_session, "PAID_S", 0.15)

    def drip() -> Iterator[bytes]:
        yield _HEAD if part == "head" else _HEAD + b"Content-Length: 100000\r\n\r\n"
        yield from repeat(b"X: y\r\n" if part == "head" else b" ")

    with RawServer(drip, pause_s=0.01).running() as server:
        client = client_for(server.url)
        started = time.monotonic()
        with pytest.raises(kind) as refusal:
            act(client)
        lasted = time.monotonic() - started
    assert type(refusal.value) is kind
    assert lasted < 4 * 0.15 + 2.0  # four attempts at most, and a busy machine


@pytest.mark.parametrize("act", [_list, _order])
def test_nobody_there_is_offline_and_nothing_was_sent(
    client_for: ClientFor, act: Callable[[CellIqClient], object]
) -> None:
    with pytest.raises(TryAgain) as refusal:
        act(client_for(closed_port()))
    assert type(refusal.value) is TryAgain
    assert refusal.value.code == "offline"


def test_a_web_page_instead_of_data_asks_the_person_to_sign_in_to_the_network(client_for: ClientFor) -> None:
    page = _whole(b"<html>Welcome to the hotel</html>", b"Text/HTML; charset=utf-8")
    with RawServer(lambda: [page]).running() as server:
        with pytest.raises(NeedsYou) as refusal:
            _list(client_for(server.url))
        assert refusal.value.code == "captive_portal"
        with pytest.raises(InDoubt):
            _order(client_for(server.url))
        assert len(server.heard) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(client: CellIqClient, service: Service, status: int) -> None:
    with ScriptedServer(lambda _request: Reply(200, {"items": [], "total": 0})).running() as elsewhere:
        service.other = lambda request: Reply(status, b"", {"Location": elsewhere.url + request.path})
        with pytest.raises(TryAgain):
            _list(client)
        with pytest.raises(InDoubt):
            _order(client)
        assert elsewhere.heard == []
