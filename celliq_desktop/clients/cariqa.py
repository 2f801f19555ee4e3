"""Cariqa Connect (specs/cariqa.yaml): implements ``charging_ports.ChargingApi``. Every path ends in a slash; the
absolute ``next`` of a list gives its query at most, so the token never leaves the configured server."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from celliq_desktop.clients import cariqa_reader, fields
from celliq_desktop.clients.cariqa_failures import problem_of
from celliq_desktop.clients.failures import broken_answer, in_doubt
from celliq_desktop.clients.transport import Answer, Call, Transport
from celliq_desktop.domain.charging import ChargingId, ChargingPage, ChargingSession
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused
from celliq_desktop.domain.text import N_

START_S = 75.0
"""A start waits for the charging point (research/apis.md 3: a minute at least)."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_STARS = range(1, 6)
_NUMBERED = frozenset({"page", "page_size"})
_LONGEST_LINK = 2000

Query = dict[str, str | int]


class CariqaClient:
    """The sessions of ``user``; NeedsYou ``no_user`` when it cannot be one. Close it."""

    def __init__(self, transport: Transport, token: str, user: str | None) -> None:
        if user is None or _ID.fullmatch(user.strip()) is None:
            raise NeedsYou(
                "no_user",
                N_("Cariqa needs to know whose sessions these are."),
                safe=N_("Nothing was kept."),
                next_step=N_("Give the Cariqa user's id along with the token."),
            )
        self._transport = transport
        self._token = token
        self._home = f"/users/{user.strip()}"

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def sessions(self, after: str | None = None, *, size: int = 50) -> ChargingPage:
        """GET /users/{uid}/charging-sessions/."""
        query: Query = {**dict(parse_qsl(after))} if after is not None else {"page_size": size}
        path = f"{self._home}/charging-sessions/"
        body = self._object(self._transport.read(self._call("GET", path, query)))
        listed = body.get("results")
        if not isinstance(listed, list):
            raise broken_answer(self._transport.service, N_("it holds no list"))
        good, aside = fields.rows(listed, cariqa_reader.session)
        beyond = _beyond(query)
        following = _following(body.get("next"), beyond)
        return ChargingPage(good, following, fields.whole(body, "count"), aside, beyond)

    def session(self, session_id: ChargingId) -> ChargingSession:
        """GET /users/{uid}/charging-sessions/{sid}/."""
        return self._session(self._transport.read(self._call("GET", self._path("charging-sessions", session_id))))

    def rate(self, session_id: ChargingId, stars: int) -> ChargingSession:
        """PATCH /users/{uid}/charging-sessions/{sid}/."""
        if stars not in _STARS:
            raise Refused("not_accepted", N_("A rating is a whole number from 1 to 5."), safe=N_("Nothing was sent."))
        return self._changed(self._write("PATCH", self._path("charging-sessions", session_id), {"rates": stars}))

    def start(self, evse_id: str, payment_method: str) -> ChargingSession:
        """POST /users/{uid}/charging/start/, once."""
        body = {"evse_id": evse_id, "payment_method_id": payment_method}
        return self._changed(self._write("POST", f"{self._home}/charging/start/", body, seconds=START_S))

    def stop(self, session_id: ChargingId) -> None:
        """POST /users/{uid}/charging/stop/{sid}/, without a body."""
        answer = self._transport.write(self._call("POST", self._path("charging/stop", session_id)))
        if answer.ok:
            return
        problem = problem_of(self._transport, answer)
        if problem.code != "already_stopped":
            raise problem

    def _path(self, what: str, session_id: ChargingId) -> str:
        if _ID.fullmatch(session_id) is None:
            raise Refused("not_found", N_("This is no session of Cariqa."), safe=N_("Nothing was sent."))
        return f"{self._home}/{what}/{session_id}/"

    def _call(self, method: str, path: str, query: Query | None = None) -> Call:
        return Call(method=method, path=path, query=query, token=self._token)

    def _write(self, method: str, path: str, body: dict[str, Any], *, seconds: float = 30.0) -> Answer:
        return self._transport.write(replace(self._call(method, path), json=body), seconds=seconds)

    def _object(self, answer: Answer) -> dict[str, Any]:
        if not answer.ok:
            raise problem_of(self._transport, answer)
        if not isinstance(answer.body, dict):
            raise broken_answer(self._transport.service, N_("it is not what was asked for"))
        return answer.body

    def _session(self, answer: Answer) -> ChargingSession:
        try:
            return cariqa_reader.session(self._object(answer))
        except fields.Unusable as error:
            raise broken_answer(self._transport.service, str(error)) from error

    def _changed(self, answer: Answer) -> ChargingSession:
        """The session after a change; one that was made, and whose answer cannot be read, is in doubt."""
        try:
            return self._session(answer)
        except Problem as problem:
            if answer.ok:
                raise in_doubt(self._transport.service) from problem
            raise


def _beyond(asked: Query) -> str | None:
    """The page after the one ``asked`` for, by its number; None where the list is not read by numbers."""
    page = str(asked.get("page", "1"))
    numbered = page.isascii() and page.isdigit() and _NUMBERED.issuperset(asked)
    return urlencode({**asked, "page": int(page) + 1}) if numbered else None


def _following(link: object, beyond: str | None) -> str | None:
    """Where ``next`` leads: that there is more is the service's word, which page it is is the contract's (``page``,
    ``page_size``); a cursor that is no number is followed as it is. It is always asked for on our own path."""
    if not link:
        return None
    text = urlsplit(link).query if isinstance(link, str) and len(link) < _LONGEST_LINK else ""
    said = dict(parse_qsl(text))
    return beyond if beyond is not None and _NUMBERED.issuperset(said) else text or beyond
