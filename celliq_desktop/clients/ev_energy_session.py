"""A conversation with ev.energy: its headers, its rate budget, its cursors, its problems in plain words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote

from celliq_desktop.clients import fields
from celliq_desktop.clients.failures import broken_answer, in_doubt, words_of
from celliq_desktop.clients.transport import Answer, Call, Transport
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.providers import Rate
from celliq_desktop.domain.remote_vehicles import CursorPage
from celliq_desktop.domain.text import N_

Read = TypeVar("Read")
Query = Mapping[str, str | int | Sequence[str]]

_VERSION = "2"
_NEXT = re.compile(r'<([^<>]*)>\s*;[^<]*\brel="?next"?', re.IGNORECASE)
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9\-._~:/@!$&'()*+,;=%\[\]]{1,2000}")
_LONGEST_REASON = 200


class EvEnergySession:
    """Transport, token and user of one connection; ``client_id`` of its application, once learned. Thread-safe."""

    def __init__(self, transport: Transport, token: str, user: str | None) -> None:
        self.transport = transport
        self.user = user
        self.rate: Rate | None = None
        self.client_id: str | None = None
        self._token = token

    def one(self, path: str, read: Callable[[fields.Row], Read], query: Query | None = None) -> Read:
        """GET one object."""
        return self.object(self._checked(self.transport.read(self._call("GET", path, query))), read)

    def page(
        self, path: str, read: Callable[[fields.Row], Read], query: Query, cursor: str | None = None
    ) -> CursorPage[Read]:
        """GET one page of a list: the first by ``query``, later ones by the ``cursor`` of the page before.

        A cursor is the query of the service's ``Link``, put on the path that is being read: the contract's own
        examples lead to another host, leave out ``/v2`` or name another list (research/apis.md 0.7 and 2).
        """
        call = self._call("GET", path, query) if cursor is None else self._call("GET", f"{path}?{cursor}")
        answer = self._checked(self.transport.read(call))
        body = answer.body
        listed = body.get("results", body.get("items")) if isinstance(body, dict) else body
        if not isinstance(listed, list):
            raise broken_answer(self.transport.service, "it holds no list")
        good, aside = fields.rows(listed, read)
        following = next_cursor(answer.headers.get("link", ""))
        return CursorPage(good, None if following == cursor else following, aside)

    def write(self, method: str, path: str, body: Any = None, *, open_to_all: bool = False) -> Answer:
        """Send a change once. InDoubt when its outcome is unknown; a refusal becomes its problem."""
        call = replace(self._call(method, path), json=body)
        return self._checked(self.transport.write(replace(call, token=None) if open_to_all else call))

    def object(self, answer: Answer, read: Callable[[fields.Row], Read]) -> Read:
        """The object of an answer; a broken answer when it lacks what it needs."""
        if not isinstance(answer.body, dict):
            raise broken_answer(self.transport.service, "it is not what was asked for")
        try:
            return read(answer.body)
        except fields.Unusable as error:
            raise broken_answer(self.transport.service, str(error)) from error

    def changed(self, answer: Answer, read: Callable[[fields.Row], Read]) -> Read:
        """As ``object``, of a change: it was made, so an answer that cannot be read leaves it in doubt."""
        try:
            return self.object(answer, read)
        except TryAgain as problem:
            raise in_doubt(self.transport.service) from problem

    def _call(self, method: str, path: str, query: Query | None = None) -> Call:
        headers = {"EvEnergy-Version": _VERSION}
        if self.user:
            headers["EvEnergy-User"] = self.user
        return Call(method=method, path=path, query=query, token=self._token, headers=headers)

    def _checked(self, answer: Answer) -> Answer:
        self._count(answer.headers)
        if answer.ok:
            return answer
        raise self._problem(answer)

    def _count(self, headers: Mapping[str, str]) -> None:
        limit, remaining = (_whole(headers.get(f"x-ratelimit-{name}", "")) for name in ("limit", "remaining"))
        if limit and remaining is not None:
            self.rate = Rate(limit, min(limit, remaining), self.transport.clock.now())

    def _problem(self, answer: Answer) -> Problem:
        service, said = self.transport.service, words_of(answer.body)
        if answer.status == 401:
            return token_refused(service)
        if answer.status == 403:
            return Refused(
                "no_permission",
                said or N_("This token may not do that at {service}.").format(service=service),
                next_step=N_("Ask {service} for a token with the right scope.").format(service=service),
            )
        if answer.status in (400, 422):
            return Refused(
                "not_accepted",
                said or N_("{service} does not accept this.").format(service=service),
                reasons=_reasons(answer.body),
            )
        return self.transport.problem(answer)


def token_refused(service: str) -> NeedsYou:
    """The token was withdrawn or has ended; this says nothing about the sign-in at CellIQ."""
    return NeedsYou(
        "wrong_token",
        N_("{service} does not accept the token any more.").format(service=service),
        safe=N_("You stay signed in at CellIQ, and what is mirrored stays."),
        next_step=N_("Connect {service} again in Connections.").format(service=service),
    )


def next_cursor(link: str) -> str | None:
    """The query of the ``rel="next"`` target of a ``Link`` header (RFC 8288); None at the end, and for what is no
    plain query."""
    found = _NEXT.search(link)
    if found is None:
        return None
    target = found.group(1).strip()
    query = target.partition("?")[2].partition("#")[0]
    return query if not target.startswith("about:") and _PLAIN_QUERY.fullmatch(query) else None


def in_path(part: str) -> str:
    """One path segment and no more, whatever an id or a time holds."""
    return quote(part, safe=":")


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _reasons(body: Any) -> tuple[str, ...]:
    """``field_errors`` as sentences."""
    fields = body.get("field_errors") if isinstance(body, dict) else None
    if not isinstance(fields, dict):
        return ()
    return tuple(
        f"{name}: {said}"[:_LONGEST_REASON]
        for name, listed in fields.items()
        for said in (listed if isinstance(listed, list) else [listed])
    )
