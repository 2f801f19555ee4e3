"""The address of a dealer group's mirror: ``postgresql://ROLE@HOST:PORT/DATABASE?sslrootcert=FILE``, never with a
password."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import is_loopback

_SCHEMES = ("postgresql", "postgres")
_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "host", "port", "passfile"})
_SAFE_MODES = ("verify-full",)


@dataclass(frozen=True, slots=True)
class GroupAddress:
    """The parts of an address, by libpq's names; ``near`` when the server is this computer."""

    parts: tuple[tuple[str, str], ...]
    near: bool


def group_address(text: str) -> str:
    """``text`` itself when it can be used. NeedsYou ``bad_mirror``."""
    read_address(text)
    return text


def read_address(text: str) -> GroupAddress:
    """The parts of ``text``; a server elsewhere must prove by a certificate that it is the one named, so that neither
    the way nor an impostor learns what is in the mirror. NeedsYou ``bad_mirror``."""
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError as error:
        raise _bad("its host or port is not one") from error
    given = dict(parse_qsl(url.query))
    if url.scheme not in _SCHEMES or len(url.path) < 2:
        raise _bad("it is not postgresql://ROLE@HOST:PORT/DATABASE")
    if url.password is not None or "password" in given:
        raise _bad("a password does not belong there, where others on this computer can read it")
    if unknown := sorted(given.keys() - _OPTIONS):
        raise _bad(f"it has the option “{unknown[0]}”, which this program does not pass on")
    told = {"dbname": unquote(url.path[1:])}
    for name, value in (("host", url.hostname), ("user", url.username), ("port", port)):
        if value:
            told[name] = unquote(str(value))
    told |= given
    host = told.get("host", "")
    near = not host or host.startswith("/") or is_loopback(f"http://{host}" if ":" not in host else f"http://[{host}]")
    if not near and told.setdefault("sslmode", "verify-full") not in _SAFE_MODES:
        raise _bad("over a network the server's certificate is checked: sslmode can only be verify-full")
    return GroupAddress(tuple(told.items()), near)


def _bad(why: str) -> NeedsYou:
    return NeedsYou(
        "bad_mirror",
        N_("The address of the group's mirror cannot be used: {why}.").format(why=why),
        safe=N_("Nothing was opened."),
        next_step=N_("Correct --mirror, or “mirror” in the policy."),
    )
