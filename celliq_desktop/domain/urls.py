"""The URL policy: every URL that comes from a server, a file or a person passes through here, and nowhere else.

Three parsers disagreed on the host of 17 of 47 hostile URLs (research/reliability.md E9), so a URL is accepted only
in a plain form that leaves nothing to interpret: ASCII, no userinfo, no escapes or dots that could move the host or
the path.
"""

import re
from urllib.parse import urlsplit

from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.text import N_

_LONGEST = 2048
_PLAIN = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

PAYMENT_HOSTS = frozenset({"checkout.stripe.com", "billing.stripe.com", "celliq.eu"})
"""Exact hosts a checkout or billing page may have, besides the API's own origin (research/reliability.md M12)."""
CONNECT_HOSTS = frozenset({"connect.smartcar.com", "accounts.google.com", "celliq.eu"})
"""Exact hosts a connect or sign-in page may have, besides the API's own origin."""
ONBOARDING_HOSTS = frozenset({"api.ev.energy", "app.ev.energy", "drivers.ev.energy", "connect.smartcar.com"})
"""Exact hosts a page may have on which an owner connects a car to ev.energy (specs/ev-energy.yaml)."""


def normalise_api_url(text: str) -> str:
    """The API's base address without trailing slash; NeedsYou ``bad_api_url`` for anything but https, or http on
    loopback."""
    url = text.strip().rstrip("/")
    try:
        scheme, host, _port, path = _parts(url)
    except ValueError as error:
        raise NeedsYou(
            "bad_api_url",
            N_("“{text}” is not a server address: {error}.").format(text=text, error=error),
            next_step=N_("For example https://celliq.eu/api."),
        ) from error
    if scheme == "http" and host not in _LOOPBACK:
        raise NeedsYou(
            "bad_api_url",
            N_("A server is only spoken to over https; plain http is for this computer itself."),
            next_step=N_("Use the https:// address."),
        )
    return origin_of(url) + path


def origin_of(url: str) -> str:
    """``scheme://host[:port]`` of a plain URL; ValueError for any other."""
    scheme, host, port, _path = _parts(url)
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" if port is None else f"{scheme}://{shown}:{port}"


def host_of(url: str) -> str:
    """Host of a plain URL, for sentences; ValueError for any other."""
    return _parts(url)[1]


def is_loopback(url: str) -> bool:
    """True when ``url`` is a plain URL on this computer."""
    try:
        return _parts(url)[1] in _LOOPBACK
    except ValueError:
        return False


def verify_base_of(api_url: str) -> str:
    """Where verify pages live: the origin of the API (report.md section 5)."""
    return origin_of(api_url)


def verify_url(base: str, token: str) -> str:
    """The link in the QR code, built from the token and our own base; Refused ``bad_token`` when no link can be made
    of it."""
    if _TOKEN.fullmatch(token) is None:
        raise Refused("bad_token", N_("The server gave this report a code that no verify link can be made of."))
    return f"{base.rstrip('/')}/verify/{token}"


def token_of(url: str, base: str) -> str | None:
    """The token of one of *our* verify links; None for every other URL."""
    start = f"{base.rstrip('/')}/verify/"
    token = url[len(start) :] if url.startswith(start) else ""
    return token if _TOKEN.fullmatch(token) else None


def checked_url(url: str, *, api_url: str, allowed_hosts: frozenset[str]) -> str:
    """``url`` itself when it may be opened: https on an allowed host at the default port, or the API's own origin.

    Refused ``foreign_url`` otherwise. A loopback API may point to its own loopback origin over http, nothing else may.
    """
    try:
        scheme, host, port, _path = _parts(url)
        own = origin_of(url) == origin_of(api_url)
    except ValueError as error:
        raise _foreign() from error
    if own or (scheme == "https" and port is None and host in allowed_hosts):
        return url
    raise _foreign()


def rebased(url: str, api_url: str) -> str:
    """Path and query of ``url`` on the API's origin: a ``next`` link never leads elsewhere. Refused when it is not
    plain."""
    try:
        _parts(url if "://" in url else origin_of(api_url) + url)
    except ValueError as error:
        raise _foreign() from error
    parts = urlsplit(url)
    return origin_of(api_url) + parts.path + (f"?{parts.query}" if parts.query else "")


def _foreign() -> Refused:
    return Refused(
        "foreign_url",
        N_("The server sent a link to a place this program does not open."),
        safe=N_("Nothing was opened."),
        next_step=N_("Tell CellIQ support if this happens again."),
    )


def _parts(url: str) -> tuple[str, str, int | None, str]:
    """``(scheme, host, port, path)``; port None when it is the scheme's own. ValueError says what is wrong."""
    if len(url) > _LONGEST or _PLAIN.fullmatch(url) is None:
        raise ValueError(N_("it holds characters an address does not have"))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise ValueError(N_("it must start with https://"))
    if "@" in parts.netloc or parts.fragment:
        raise ValueError(N_("it holds a user name or a fragment"))
    host, port = parts.hostname or "", parts.port
    if host != "::1" and _HOST.fullmatch(host) is None:
        raise ValueError(N_("its host is not plain"))
    if _is_odd_number(host):
        raise ValueError(N_("its host is a number in disguise"))
    lowered = parts.path.lower()
    if any(odd in lowered for odd in ("%2e", "%2f", "%5c")) or any(step in (".", "..") for step in lowered.split("/")):
        raise ValueError(N_("its path holds dots or escapes"))
    default = 443 if parts.scheme == "https" else 80
    return parts.scheme, host, None if port in (None, default) else port, parts.path


def _is_odd_number(host: str) -> bool:
    """Decimal, hexadecimal or short forms of IP addresses; the dotted quad of loopback is fine."""
    last = host.rpartition(".")[2]
    return host not in _LOOPBACK and (last.isdigit() or last.startswith("0x"))
