"""A signed-in conversation with CellIQ: tokens, one retry after a 401, whole answers read or refused as a whole."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from celliq_desktop.clients import fields
from celliq_desktop.clients.failures import broken_answer, not_renewed, signed_out
from celliq_desktop.clients.tokens import SingleFlightTokens, expiry_of
from celliq_desktop.clients.transport import PAID_S, Answer, Call, Transport
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.ports import TokenStore
from celliq_desktop.domain.problems import NotOffered, Refused
from celliq_desktop.domain.syncing import Page
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import PAYMENT_HOSTS, checked_url

Read = TypeVar("Read")

_HEADER_TEXT = re.compile(r"[\x21-\x7e]+")
"""What may stand in a header as it is: of a server's own words, only these are ever sent back in one."""
MISSING = frozenset({404, 405, 501})
"""What a server says that does not have an endpoint."""


class CellIqSession:
    """Transport and tokens of one account."""

    def __init__(self, transport: Transport, store: TokenStore | None) -> None:
        self.transport = transport
        self.tokens = SingleFlightTokens(self._refresh, transport.clock, store)

    def one(self, path: str, read: Callable[[fields.Row], Read]) -> Read:
        """GET an ASSUMED object; NotOffered when this server has no such endpoint."""
        answer = self.authorised(Call(method="GET", path=path), assumed=True)
        return self.read(self.object(answer), read)

    def read(self, row: fields.Row, read: Callable[[fields.Row], Read]) -> Read:
        """Read one object; a broken answer when it lacks what it needs."""
        try:
            return read(row)
        except fields.Unusable as error:
            raise broken_answer(self.transport.service, str(error)) from error

    def object(self, answer: Answer) -> dict[str, Any]:
        """The body as an object."""
        if not isinstance(answer.body, dict):
            raise broken_answer(self.transport.service, N_("it is not what was asked for"))
        return answer.body

    def page(self, answer: Answer, read: Callable[[fields.Row], Read], page: int, page_size: int) -> Page[Read]:
        """Read one page of a list; an answer that is a bare list says nothing of how many there are."""
        body = answer.body if isinstance(answer.body, dict) else {"items": answer.body}
        listed = body.get("items")
        if not isinstance(listed, list):
            raise broken_answer(self.transport.service, N_("it holds no list"))
        good, aside = fields.rows(listed, read)
        said = fields.whole(body, "total")
        total = len(listed) if said is None or said < 0 else said
        size = fields.whole(body, "page_size") or page_size
        return Page(
            items=good,
            total=total,
            page=page,
            page_size=max(1, size),
            set_aside=aside,
            etag=tag_of(answer),
            said_total=said == total,
        )

    def authorised(self, call: Call, *, accept: tuple[int, ...] = (), assumed: bool = False) -> Answer:
        """Send a read with a token; after a 401 once more with a fresh one. ``accept`` lists statuses that are
        answers."""
        token = self.tokens.access()
        answer = self.transport.read(replace(call, token=token))
        if answer.status == 401:
            answer = self.transport.read(replace(call, token=self.tokens.renew(token)))
            if answer.status == 401:
                raise signed_out()
        if assumed and answer.status in MISSING:
            raise NotOffered(
                "not_offered",
                N_("{service} does not offer {split}.").format(
                    service=self.transport.service, split=call.path.split("/")[-1]
                ),
            )
        if answer.ok or answer.status == 304 or answer.status in accept:
            return answer
        raise self.transport.problem(answer)

    def written(self, call: Call) -> Answer:
        """Send a paid write once; a 401 is refused before anything happened, so it is sent again with a fresh token."""
        token = self.tokens.access()
        answer = self.transport.write(replace(call, token=token), seconds=PAID_S)
        if answer.status == 401:
            answer = self.transport.write(replace(call, token=self.tokens.renew(token)), seconds=PAID_S)
            if answer.status == 401:
                raise signed_out()
        return answer

    def checkout_url(self, answer: Answer) -> str | None:
        """The checkout link of a 402, only when the URL policy lets it pass."""
        body = answer.body if isinstance(answer.body, dict) else {}
        detail = body.get("detail")
        url = fields.text(body, "checkout_url") or (
            fields.text(detail, "checkout_url") if isinstance(detail, dict) else None
        )
        if url is None:
            return None
        try:
            return checked_url(url, api_url=self.transport.base_url, allowed_hosts=PAYMENT_HOSTS)
        except Refused:
            return None

    def _refresh(self, refresh_token: str) -> Tokens:
        answer = self.transport.write(Call(method="POST", path="/auth/refresh", json={"refresh_token": refresh_token}))
        if _refused_for_good(answer):
            raise signed_out()
        if not answer.ok:  # whatever it says, it says so of the token and not of the request that needs one
            raise not_renewed(self.transport.problem(answer).retry_after_s)
        return self.tokens_of(answer)

    def tokens_of(self, answer: Answer) -> Tokens:
        """The token pair of an answer."""
        if not answer.ok:
            raise self.transport.problem(answer)
        body = self.object(answer)
        access, refresh = (fields.text(body, "access_token") or "").strip(), fields.text(body, "refresh_token")
        if _HEADER_TEXT.fullmatch(access) is None:
            raise broken_answer(self.transport.service, N_("it holds no access token"))
        expires = expiry_of(access, body.get("expires_in"), self.transport.clock.now())
        return Tokens(access=access, refresh=refresh or "", expires_at=expires)


def tag_of(answer: Answer) -> str | None:
    """The answer's ETag; None without one, and for one that could not be sent back."""
    etag = answer.headers.get("etag", "")
    return etag if _HEADER_TEXT.fullmatch(etag) else None


def _refused_for_good(answer: Answer) -> bool:
    """The server itself no longer accepts the refresh token: ``invalid_grant`` (RFC 6749 section 5.2), or a plain 400
    or 401. A page of a proxy, a 403 on the way or a fault says nothing about the token (research/reliability.md N3)."""
    if "text/html" in answer.headers.get("content-type", "").lower():
        return False
    said = json.dumps(answer.body) if isinstance(answer.body, dict) else ""
    return answer.status in (400, 401) or (400 <= answer.status < 500 and "invalid_grant" in said)
