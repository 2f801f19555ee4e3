"""Timestamp services and certificate authorities over HTTP: DER in, DER out (RFC 3161 section 3.4, RFC 6960 appendix A,
RFC 5280 section 4.2.1.13). What the bytes mean is for the room that seals."""

from collections.abc import Callable

import httpx

from celliq_desktop.clients import failures
from celliq_desktop.clients.body import NotWhole, unpacked
from celliq_desktop.clients.deadline import exchange_deadline
from celliq_desktop.clients.transport import network_client
from celliq_desktop.domain.problems import Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import host_of

_PATIENCE_S = 5.0
_ATTEMPTS = 2
"""A service that does not answer at once is asked again by the next sync (research/reliability.md 4.8)."""
_LARGEST_TOKEN = 256 * 1024
_LARGEST_CRL = 8 * 1024 * 1024


class TimestampClient:
    """Implements ``ports.TimestampService`` for the service at ``url``, which has passed the URL policy, and
    ``ports.RevocationAnswers`` for whatever a certificate names. A connection an exchange: they are rare."""

    def __init__(self, url: str, *, network: Callable[[], httpx.Client] = network_client) -> None:
        self._url = url
        self._network = network

    @property
    def name(self) -> str:
        """The host, for sentences."""
        return host_of(self._url)

    def exchange(self, request: bytes) -> bytes:
        """POST the query. TryAgain when no answer comes, Refused ``timestamp_refused`` when the service will not."""
        return self._asked("POST", self._url, request, "application/timestamp-query", _LARGEST_TOKEN)

    def ocsp(self, url: str, request: bytes) -> bytes:
        """POST the request to an authority. These addresses come from certificates and are plain http by custom; what
        comes back is signed."""
        return self._asked("POST", url, request, "application/ocsp-request", _LARGEST_TOKEN)

    def crl(self, url: str) -> bytes:
        """GET the list."""
        return self._asked("GET", url, None, None, _LARGEST_CRL)

    def _asked(self, method: str, url: str, content: bytes | None, kind: str | None, largest: int) -> bytes:
        for _attempt in range(_ATTEMPTS - 1):
            try:
                return self._once(method, url, content, kind, largest)
            except TryAgain:
                continue
        return self._once(method, url, content, kind, largest)

    def _once(self, method: str, url: str, content: bytes | None, kind: str | None, largest: int) -> bytes:
        try:
            host = host_of(url)
        except ValueError as error:
            raise Refused("foreign_url", N_("A certificate names an address that is not plain.")) from error
        headers = {"Content-Type": kind} if kind else {}
        try:
            with (
                exchange_deadline(_PATIENCE_S),
                self._network() as client,
                client.stream(method, url, content=content, headers=headers) as response,
            ):
                data = unpacked(response.iter_raw(), response.headers.get("content-encoding", ""), largest)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise failures.unreachable(host, error) from error
        except httpx.TimeoutException as error:
            raise failures.too_slow(host) from error
        except (NotWhole, httpx.HTTPError, httpx.StreamError) as error:
            raise failures.broken_answer(host, "it broke off") from error
        if response.status_code != httpx.codes.OK:
            raise _refused(host, response.status_code)
        return data


def _refused(host: str, status: int) -> Problem:
    if status in (408, 425, 429) or status >= 500:
        return TryAgain(
            "timestamp_busy", N_("{host} does not answer just now (status {status}).").format(host=host, status=status)
        )
    return Refused(
        "timestamp_refused",
        N_("{host} does not accept the request (status {status}).").format(host=host, status=status),
        next_step=N_("Check the address of the timestamp service."),
    )
