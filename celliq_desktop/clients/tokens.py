"""Tokens of one account: one refresh at a time, persisted before it is used, and only a plain "no" signs out.

Order: refresh -> persist -> publish (research/reliability.md 4.5, E7: without it 100 of 100 sessions were revoked by
rotation). Whoever waited while a refresh failed hears of that and does not try in turn: a refresh may hang for a
minute, and thirty threads behind it would stand still for half an hour.
"""

import base64
import binascii
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from celliq_desktop.clients.failures import not_renewed, signed_out
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.ports import Clock, TokenStore
from celliq_desktop.domain.problems import BadSurroundings, InDoubt, NeedsYou, TryAgain

_log = logging.getLogger(__name__)

_EARLY = timedelta(seconds=30)
_EARLY_PART = 5
"""An access token this close to its end, or in the last fifth of a short life, is refreshed before it is used."""

Refresh = Callable[[str], Tokens]
"""Exchanges a refresh token; NeedsYou ``signed_out`` when the server says no, InDoubt when it may have rotated without
our hearing of it, TryAgain for anything else."""


class SingleFlightTokens:
    """``access`` for every request; ``renew`` after a 401 with the token that failed. Safe from any thread."""

    def __init__(self, refresh: Refresh, clock: Clock, store: TokenStore | None = None) -> None:
        self._refresh = refresh
        self._clock = clock
        self._store = store
        self._lock = threading.Lock()
        self._tokens: Tokens | None = None
        self._unsaved = False
        self._refused: str | None = None
        self._stale_at: datetime | None = None
        self._turns = 0
        self._failure: TryAgain | None = None
        self._rests_until = float("-inf")

    def adopt(self, tokens: Tokens, store: TokenStore | None = None) -> None:
        """Take the tokens of a sign-in, and the place they are kept."""
        with self._lock:
            self._store = store or self._store
            self._persist(tokens)
            self._publish(tokens)
            self._refused = None

    def keep_in(self, store: TokenStore) -> None:
        """From now on tokens are kept in ``store``; those already there are saved at once."""
        with self._lock:
            self._store = store
            if self._tokens is not None:
                self._persist(self._tokens)

    @property
    def kept(self) -> bool:
        """False while a new refresh token could not be saved: it works, and is lost when the program ends."""
        return not self._unsaved

    @property
    def expires_at(self) -> datetime | None:
        """When the access token ends, as far as the server said."""
        return self._tokens.expires_at if self._tokens else None

    def access(self) -> str:
        """An access token that is not known to be stale; NeedsYou ``signed_out`` when there is no account."""
        turn = self._turns
        with self._lock:
            tokens = self._loaded()
            if not tokens.access or (self._stale_at is not None and self._stale_at <= self._clock.now()):
                tokens = self._in_turn(tokens, turn)
            return tokens.access

    def renew(self, failed_access: str) -> str:
        """A token newer than the one that failed: whoever comes first refreshes, the others get its result."""
        turn = self._turns
        with self._lock:
            tokens = self._loaded()
            if tokens.access == failed_access:
                tokens = self._in_turn(tokens, turn)
            return tokens.access

    def forget(self) -> str | None:
        """Drop everything; the refresh token, for telling the server, or None."""
        with self._lock:
            tokens, self._tokens = self._tokens or (self._store.load() if self._store else None), None
            if self._store is not None:
                self._store.forget()
            return tokens.refresh if tokens else None

    def _loaded(self) -> Tokens:
        if self._tokens is None and self._store is not None:
            self._tokens = self._store.load()
        if self._tokens is None:
            raise signed_out()
        if self._unsaved:
            self._persist(self._tokens)
        return self._tokens

    def _in_turn(self, tokens: Tokens, turn: int) -> Tokens:
        """Refresh, unless another thread has tried in vain since ``turn``, or a try hung and as much time as it took
        has not passed since."""
        begun = self._clock.monotonic()
        if self._failure is not None and (turn != self._turns or begun < self._rests_until):
            raise _same(self._failure)
        self._turns += 1
        try:
            fresh = self._renewed(tokens)
        except TryAgain as problem:
            self._failure, ended = problem, self._clock.monotonic()
            self._rests_until = ended + (ended - begun)
            raise
        self._failure = None
        return fresh

    def _publish(self, tokens: Tokens) -> None:
        ends, now = tokens.expires_at, self._clock.now()
        self._stale_at = None if ends is None else ends - min(_EARLY, max(ends - now, timedelta()) / _EARLY_PART)
        self._tokens = tokens

    def _renewed(self, tokens: Tokens) -> Tokens:
        try:
            if tokens.refresh == self._refused:
                raise signed_out()  # the server said so already; a storm of 401 asks once
            fresh = self._refreshed(tokens.refresh)
        except NeedsYou:
            self._refused = tokens.refresh
            stored = self._store.load() if self._store else None
            if stored is None or stored.refresh == tokens.refresh:
                raise
            fresh = self._refreshed(stored.refresh)  # another process rotated it meanwhile
        fresh = replace(fresh, refresh=fresh.refresh or tokens.refresh)
        crashpoint("tokens: refreshed")
        self._persist(fresh)
        crashpoint("tokens: saved")
        self._publish(fresh)
        return fresh

    def _refreshed(self, refresh: str) -> Tokens:
        try:
            return self._refresh(refresh)
        except InDoubt:
            pass  # the reply may have been lost after the server rotated: FAPI 2.0 has the same token work once more
        try:
            return self._refresh(refresh)
        except InDoubt as error:
            raise not_renewed() from error  # whatever waits for the token was not sent, so nothing of it is in doubt

    def _persist(self, tokens: Tokens) -> None:
        if self._store is None:
            return
        try:
            self._store.save(tokens)
            self._unsaved = False
        except BadSurroundings:
            self._unsaved = True  # kept in memory, written again at the next use
            _log.warning("the refresh token could not be saved yet")


def _same(problem: TryAgain) -> TryAgain:
    """For another thread: an exception is raised in one place only."""
    return type(problem)(
        problem.code,
        problem.message,
        next_step=problem.next_step,
        safe=problem.safe,
        retry_after_s=problem.retry_after_s,
    )


def expiry_of(access: str, expires_in: Any, now: datetime) -> datetime | None:
    """When an access token ends: from ``expires_in`` seconds, else from the JWT's own claims; None when neither
    says."""
    if isinstance(expires_in, (int, float)) and not isinstance(expires_in, bool) and 0 < expires_in < 10**8:
        return now + timedelta(seconds=float(expires_in))
    claims = claims_of(access)
    issued, ends = claims.get("iat"), claims.get("exp")
    if isinstance(issued, (int, float)) and isinstance(ends, (int, float)) and ends > issued:
        return now + timedelta(seconds=min(float(ends - issued), 10.0**8))  # by duration: our clock may be off
    return datetime.fromtimestamp(float(ends), UTC) if isinstance(ends, (int, float)) and 0 < ends < 10**11 else None


def claims_of(access: str) -> dict[str, Any]:
    """The claims a JWT carries, read without trusting them; empty when it is none."""
    parts = access.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}
