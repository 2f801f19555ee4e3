"""Whether a server answers at all, for ``doctor``: asked on the very way that everything else takes."""

import email.utils

import httpx

from celliq_desktop.clients.deadline import exchange_deadline
from celliq_desktop.clients.transport import network_client
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import TryAgain
from celliq_desktop.domain.text import N_

_PATIENCE_S = 5.0


def reach(api_url: str, clock: Clock) -> float | None:
    """Seconds this computer's clock is ahead of the server's, None when the server states no time; any HTTP answer
    counts. TryAgain ``offline`` when none comes."""
    try:
        with exchange_deadline(_PATIENCE_S), network_client() as client:
            answer = client.get(f"{api_url}/payments/subscription", headers={"Accept": "application/json"})
    except httpx.HTTPError as error:
        raise TryAgain(
            "offline",
            N_("The server at {api_url} does not answer ({name}).").format(api_url=api_url, name=type(error).__name__),
            next_step=N_("Check the network and the address."),
        ) from error
    stated = email.utils.parsedate_tz(answer.headers.get("date", ""))
    return None if stated is None else clock.now().timestamp() - email.utils.mktime_tz(stated)
