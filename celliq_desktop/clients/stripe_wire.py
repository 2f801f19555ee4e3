"""How the Stripe library reaches its server: over our own connection, with our deadline, size cap and certificates,
and without following a redirect."""

import ssl
from collections.abc import Mapping
from typing import Any

import httpx
import stripe

from celliq_desktop.clients.body import NotWhole, unpacked
from celliq_desktop.clients.deadline import exchange_deadline
from celliq_desktop.clients.proxies import NetworkTransport

_EXCHANGE_S = 30.0
_LARGEST = 8 * 1024 * 1024
_NO_ANSWER: Any = stripe.APIConnectionError  # the library types its errors, but not how they are made


class StripeWire(stripe.HTTPClient):
    """Implements the library's ``HTTPClient``; its own retries (with one idempotency key for all of them) stay."""

    name = "celliq"

    def __init__(self) -> None:
        super().__init__()
        self._client = httpx.Client(
            transport=NetworkTransport(_tls(), keep_alive=True),
            timeout=httpx.Timeout(15.0, pool=60.0),
            follow_redirects=False,
            trust_env=False,
            headers={"Accept-Encoding": "gzip"},
        )

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_more: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """One exchange; ``APIConnectionError`` (worth a repeat unless it would stay so) when there is no whole
        answer."""
        request = self._client.build_request(method, url, headers=dict(headers or {}), content=post_data or None)
        try:
            with exchange_deadline(_EXCHANGE_S):
                response = self._client.send(request, stream=True)
                try:
                    data = unpacked(response.iter_raw(), response.headers.get("content-encoding", ""), _LARGEST)
                finally:
                    response.close()
            return data.decode("utf-8"), response.status_code, dict(response.headers)
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise _NO_ANSWER("no whole answer", should_retry=True) from error
        except (NotWhole, UnicodeDecodeError) as error:
            raise _NO_ANSWER("an answer that cannot be used") from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _tls() -> Any:
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
