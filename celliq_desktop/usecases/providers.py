"""Connect and disconnect further services; a token is tried once before it is kept."""

import re
import string
from dataclasses import replace

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import NeedsYou, Problem
from celliq_desktop.domain.providers import Connection, ConnectionState, Rate, Standing
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import providers
from celliq_desktop.usecases.desk import Desk

_AROUND = string.whitespace + "\u00a0\u202f\ufeff\u200b\u200c\u200d\u2060"
"""What copying out of a page or a mail puts around a word."""
_BEARER = re.compile(r"\Abearer\s+", re.IGNORECASE)
_IN_A_HEADER = re.compile(r"[\x21-\x7e]+")
"""Tokens and ids travel in headers (RFC 9110 section 5.5), and are one word each."""


def connections(desk: Desk) -> tuple[Connection, ...]:
    """Every service that can be connected, as it stands; without the network."""
    return tuple(connection(desk, name) for name in desk.providers.names)


def connection(desk: Desk, name: str) -> Connection:
    """One service; NeedsYou ``unknown_provider``."""
    if name not in desk.providers.names:
        raise NeedsYou(
            "unknown_provider",
            N_("There is no service “{name}” to connect.").format(name=name),
            next_step=N_("Choose one of {list}.").format(list=", ".join(desk.providers.names)),
        )
    with desk.mirror.read() as session:
        standing = providers.standing(session, name)
    if standing.state is not ConnectionState.NOT_CONNECTED and desk.providers.token(name) is None:
        words = N_("The key store has no token for it any more.")
        standing = replace(standing, state=ConnectionState.NEEDS_YOU, last_error=words)
    return Connection(name=name, title=desk.providers.title(name), url=desk.providers.url(name), standing=standing)


def connect_provider(desk: Desk, name: str, token: str, user: str | None = None) -> tuple[Connection, Changes]:
    """Try the token once and keep it; what comes along when it is pasted (blanks around it, marks nobody sees,
    ``Bearer``) is taken off. NeedsYou ``no_token`` / ``bad_token`` / ``bad_user`` / ``wrong_token``, Refused
    ``secret_key``, TryAgain when the service cannot be reached: then nothing was kept and what was connected before
    stays."""
    connection(desk, name)
    given = _BEARER.sub("", _bare(token))
    if not given:
        raise NeedsYou("no_token", N_("No token was given."), next_step=N_("Paste the token of the service."))
    if not _IN_A_HEADER.fullmatch(given):
        raise NeedsYou(
            "bad_token",
            N_("This is no token: it has blanks, line breaks or letters in it that a token never has."),
            safe=N_("Nothing was sent and nothing was kept."),
            next_step=N_("Copy the token again, whole and on one line."),
        )
    user = _bare(user or "") or None
    if user is not None and not _IN_A_HEADER.fullmatch(user):
        raise NeedsYou(
            "bad_user",
            N_("This is no user's id: it has blanks or letters in it that an id never has."),
            safe=N_("Nothing was sent and nothing was kept."),
            next_step=N_("Copy the id again, as the service writes it."),
        )
    desk.providers.try_token(name, given, user)
    desk.providers.keep(name, given)
    now = desk.clock.now()
    return _noted(desk, name, Standing(state=ConnectionState.CONNECTED, user=user, connected_at=now))


def disconnect_provider(desk: Desk, name: str) -> tuple[Connection, Changes]:
    """Forget the token; what was mirrored from the service stays readable."""
    connection(desk, name)
    desk.providers.forget(name)
    return _noted(desk, name, Standing())


def note_outcome(desk: Desk, name: str, problem: Problem | None, rate: Rate | None = None) -> None:
    """How the service fared in a sync, and what it said of its budget; only a plain "no" of the service asks for
    another token."""
    before = connection(desk, name).standing
    if before.state is ConnectionState.NOT_CONNECTED:
        return
    refused = problem is not None and problem.code == "wrong_token"
    _noted(
        desk,
        name,
        replace(
            before,
            state=ConnectionState.NEEDS_YOU if refused else ConnectionState.CONNECTED,
            last_error=None if problem is None else problem.message,
            last_sync_at=desk.clock.now() if problem is None else before.last_sync_at,
            rate=rate or before.rate,
        ),
    )


def _bare(pasted: str) -> str:
    return pasted.strip(_AROUND)


def _noted(desk: Desk, name: str, standing: Standing) -> tuple[Connection, Changes]:
    with desk.mirror.write() as session:
        providers.note(session, name, standing)
    return connection(desk, name), Changes.of(Topic.PROVIDERS)
