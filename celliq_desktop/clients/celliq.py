"""The CellIQ API for one dealer: implements ``ports.CellIqApi`` and ``ports.PublicRecords`` (seeds/celliq-api,
specs/celliq.yaml).

SEED endpoints are relied on. ASSUMED ones (readings, settings, conditional requests) may be missing: NotOffered, and
the desk lives without.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from celliq_desktop.clients import celliq_reader as reader
from celliq_desktop.clients import fields
from celliq_desktop.clients.celliq_billing import CellIqBilling
from celliq_desktop.clients.celliq_changes import CellIqChanges
from celliq_desktop.clients.celliq_connect import CellIqConnect
from celliq_desktop.clients.celliq_exports import CellIqExports
from celliq_desktop.clients.celliq_lists import in_path
from celliq_desktop.clients.celliq_session import MISSING, CellIqSession, tag_of
from celliq_desktop.clients.failures import broken_answer
from celliq_desktop.clients.tokens import claims_of
from celliq_desktop.clients.transport import Call, Transport
from celliq_desktop.domain.accounts import Grant, Tokens, User
from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.ids import DealerId, UserId, VehicleId
from celliq_desktop.domain.ports import TokenStore
from celliq_desktop.domain.problems import InDoubt, NeedsYou, NotOffered, TryAgain
from celliq_desktop.domain.reports import PublicReport, Validation
from celliq_desktop.domain.text import N_

_SAYS_NO = (400, 402, 403, 404, 405, 409, 410, 422, 501)
"""Statuses that are a whole answer to whether somebody may ask."""


class CellIqClient(CellIqChanges, CellIqBilling, CellIqConnect, CellIqExports):
    """One account at one server. Thread-safe; ``close`` it."""

    def __init__(self, transport: Transport, store: TokenStore | None = None) -> None:
        super().__init__(CellIqSession(transport, store))
        self._transport = transport

    @property
    def requests_sent(self) -> int:
        """Requests sent since the start."""
        return self._transport.requests_sent

    @property
    def clock_skew(self) -> ClockSkew | None:
        """How far this computer's clock is from the server's."""
        return self._transport.clock_skew

    @property
    def sign_in_kept(self) -> bool:
        """False while the key store would not take the newest refresh token."""
        return self._session.tokens.kept

    @property
    def access_expires_at(self) -> datetime | None:
        """When the access token ends, as far as the server said."""
        return self._session.tokens.expires_at

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def keep_tokens_in(self, store: TokenStore) -> None:
        """Save this sign-in's tokens, and every later pair, in ``store``."""
        self._session.tokens.keep_in(store)

    def sign_in(self, email: str, password: str) -> User:
        """POST /auth/login. NeedsYou ``wrong_password`` for a 401."""
        body = {"email": email, "password": password}
        answer = self._transport.read(Call(method="POST", path="/auth/login", json=body))
        if answer.status in (400, 401, 403, 422):
            raise NeedsYou(
                "wrong_password",
                N_("The server does not accept this e-mail and password."),
                next_step=N_("Check both and try again."),
            )
        tokens = self._session.tokens_of(answer)
        self._session.tokens.adopt(tokens)
        return self._in_its_role(_user_of(answer.body, tokens, email))

    def offers_browser_sign_in(self) -> bool:
        """POST /auth/token (ASSUMED) with nothing in it: a server that has it says what is wrong with that."""
        return self._transport.read(Call(method="POST", path="/auth/token", json={})).status not in MISSING

    def sign_in_with_grant(self, grant: Grant) -> User:
        """POST /auth/token (ASSUMED), once: a code is good for one try."""
        body = {"code": grant.code, "code_verifier": grant.verifier, "redirect_uri": grant.redirect_uri}
        try:
            answer = self._transport.write(Call(method="POST", path="/auth/token", json=body, optional=True))
        except InDoubt as error:
            raise TryAgain(
                "not_signed_in", N_("The server did not finish the sign-in."), next_step=N_("Sign in again.")
            ) from error
        if answer.status in MISSING:
            raise NotOffered("not_offered", N_("This server does not let programs sign in with Google."))
        if answer.status in (400, 401, 403, 422):
            raise NeedsYou(
                "google_refused",
                N_("The server did not accept the sign-in with Google."),
                next_step=N_("Sign in again, or use e-mail and password."),
            )
        tokens = self._session.tokens_of(answer)
        user = _user_of(answer.body, tokens, "")
        if not user.id:
            raise broken_answer(self._transport.service, "it does not say who signed in")
        self._session.tokens.adopt(tokens)
        return self._in_its_role(user)

    def sign_out(self) -> None:
        """Forget the tokens here; the API documents no way to revoke them at the server."""
        self._session.tokens.forget()

    def settings(self) -> DealerSettings:
        """GET /dealer/settings (ASSUMED)."""
        answer = self._session.authorised(Call(method="GET", path="/dealer/settings"), assumed=True)
        found = self._session.read(self._session.object(answer), reader.settings)
        return replace(found, etag=tag_of(answer))

    def validate_report(self, vehicle_id: VehicleId) -> Validation:
        """GET /reports/validate; a 422 is the answer "not yet", not an error."""
        call = Call(method="GET", path="/reports/validate", query={"vehicle_id": vehicle_id})
        answer = self._session.authorised(call, accept=(422,))
        if answer.status == 422:
            body = answer.body if isinstance(answer.body, dict) else {}
            return reader.validation(body, vehicle_id, valid=False)
        return self._session.read(self._session.object(answer), lambda row: reader.validation(row, vehicle_id))

    def public_report(self, token: str) -> PublicReport | None:
        """GET /reports/public/{token}, without signing in; None for a token the server does not know."""
        answer = self._transport.read(Call(method="GET", path=f"/reports/public/{in_path(token)}"))
        if answer.status in (404, 410, 422):
            return None
        if not answer.ok:
            raise self._transport.problem(answer)
        return self._session.read(self._session.object(answer), reader.public_report)

    def _in_its_role(self, user: User) -> User:
        """The role, where the server did not name it: whoever may not see what is under ``/dealer`` is an owner (SEED:
        "403 role does not have access"). TryAgain while the server does not say that either."""
        if user.role:
            return user
        call = Call(method="GET", path="/dealer/vehicles", query={"page": 1, "page_size": 1})
        may_not = self._session.authorised(call, accept=_SAYS_NO).status in (403, *MISSING)
        return replace(user, role="owner" if may_not else "dealer")


def _user_of(body: Any, tokens: Tokens, email: str) -> User:
    """Who signed in: from the answer, else from the token's own claims, else from the e-mail that was typed. The role
    is empty when neither names it."""
    said = body.get("user") if isinstance(body, dict) else None
    claims = claims_of(tokens.access)
    row = said if isinstance(said, dict) else claims
    role = fields.text(row, "role") or fields.text(claims, "role") or ""
    return User(
        id=UserId(fields.text(row, "id") or fields.text(row, "sub") or email.lower()),
        email=fields.text(row, "email") or email,
        role=role.strip().lower(),
        dealer_id=DealerId(dealer) if (dealer := fields.text(row, "dealer_id")) else None,
        name=fields.text(row, "name"),
    )
