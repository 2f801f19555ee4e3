"""Timestamp services over real HTTP."""

import pytest

from celliq_desktop.clients.timestamps import TimestampClient
from celliq_desktop.domain.problems import Refused, TryAgain
from tests.support.servers import Reply, ScriptedServer

_QUERY = b"\x30\x03\x02\x01\x01"
_ANSWER = b"\x30\x03\x02\x01\x02"


def test_a_query_goes_out_and_the_answer_comes_back_as_it_is() -> None:
    server = ScriptedServer(
        lambda _request: Reply(body=_ANSWER, headers={"Content-Type": "application/timestamp-reply"})
    )
    with server.running():
        client = TimestampClient(f"{server.url}/tsa")
        assert client.name == "127.0.0.1"
        assert client.exchange(_QUERY) == _ANSWER
    (heard,) = server.heard
    assert (heard.method, heard.path, heard.body) == ("POST", "/tsa", _QUERY)
    assert heard.headers["content-type"] == "application/timestamp-query"
    assert "authorization" not in heard.headers


def test_authorities_are_asked_by_what_a_certificate_names() -> None:
    server = ScriptedServer(lambda request: Reply(body=request.method.encode()))
    with server.running():
        client = TimestampClient(server.url)
        assert client.ocsp(f"{server.url}/ocsp", _QUERY) == b"POST"
        assert client.crl(f"{server.url}/ca.crl") == b"GET"
    assert server.paths() == ["POST /ocsp", "GET /ca.crl"]
    assert server.heard[0].headers["content-type"] == "application/ocsp-request"


def test_a_busy_service_is_asked_twice_and_then_left_for_later() -> None:
    server = ScriptedServer(lambda _request: Reply(status=503))
    with server.running(), pytest.raises(TryAgain) as problem:
        TimestampClient(server.url).exchange(_QUERY)
    assert problem.value.code == "timestamp_busy"
    assert len(server.heard) == 2


def test_a_service_that_says_no_is_not_asked_again() -> None:
    server = ScriptedServer(lambda _request: Reply(status=403))
    with server.running(), pytest.raises(Refused) as problem:
        TimestampClient(server.url).exchange(_QUERY)
    assert problem.value.code == "timestamp_refused"
    assert len(server.heard) == 1


def test_a_redirect_is_not_followed() -> None:
    elsewhere = ScriptedServer(lambda _request: Reply(body=_ANSWER))
    with elsewhere.running():
        server = ScriptedServer(lambda _request: Reply(status=302, headers={"Location": elsewhere.url}))
        with server.running(), pytest.raises(Refused):
            TimestampClient(server.url).exchange(_QUERY)
        assert elsewhere.heard == []


def test_an_answer_without_end_is_not_read() -> None:
    server = ScriptedServer(lambda _request: Reply(body=b"0" * 400_000))
    with server.running(), pytest.raises(TryAgain):
        TimestampClient(server.url).exchange(_QUERY)


def test_nobody_there_is_a_reason_to_wait() -> None:
    server = ScriptedServer(lambda _request: Reply())
    with server.running():
        url = server.url
    with pytest.raises(TryAgain) as problem:
        TimestampClient(url).exchange(_QUERY)
    assert problem.value.code == "offline"


def test_an_address_in_disguise_is_not_asked() -> None:
    with pytest.raises(Refused) as problem:
        TimestampClient("http://127.0.0.1").crl("http://2130706433/ca.crl")
    assert problem.value.code == "foreign_url"
