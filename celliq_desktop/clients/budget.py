"""What one host lets us send: learnt from its answers, shared by all threads and all clients of that host
(research/reliability.md N10, N11).

Nothing is limited before the host says so. ``Retry-After`` pauses everybody; rate headers become a token bucket of
which a tenth is kept for what people ask for; a host that only fails is left alone for a while, then tried with one
request.
"""

import random
import threading
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from celliq_desktop.domain.ports import Clock

LONGEST_WAIT_S = 900.0
"""A server may ask for any pause; a quarter of an hour is the most we honour."""
_RESERVE = 0.1
_WINDOW_S = 3_600.0
"""Limits are by the hour where a host does not say (ev.energy: 1,000 an hour)."""
_FAILURES = 8
_FIRST_REST_S, _LONGEST_REST_S = 1.0, 300.0

Dice = Callable[[], float]
"""A number from 0 to 1."""


class HostBudget:
    """Thread-safe. ``wait_s`` before a request, ``spend`` with it, ``heard`` or ``failed`` after it."""

    def __init__(self, clock: Clock, dice: Dice | None = None) -> None:
        self._clock = clock
        self._dice = dice or random.SystemRandom().random
        self._lock = threading.Lock()
        self._paused_until = self._resting_until = float("-inf")
        self._failures = self._rests = 0
        self._probing = False
        self._limit = self._left = float("inf")
        self._a_second = 0.0
        self._filled_at = clock.monotonic()

    def wait_s(self, *, background: bool) -> float:
        """Seconds until a request may be sent, 0 to fifteen minutes. ``background`` work leaves the reserve to people
        and a failing host in peace."""
        with self._lock:
            now = self._clock.monotonic()
            self._fill(now)
            wait = max(0.0, self._paused_until - now)
            least = 1.0 + (self._limit * _RESERVE if background and self._limit < float("inf") else 0.0)
            if self._left < least and self._a_second > 0:
                wait = max(wait, (least - self._left) / self._a_second)
            if background:
                wait = max(wait, self._resting_until - now)
                if wait <= 0 and self._failures >= _FAILURES:
                    if self._probing:
                        return _FIRST_REST_S
                    self._probing = True  # half open: this one request decides
            return min(LONGEST_WAIT_S, wait)

    @property
    def failing(self) -> bool:
        """The host has only failed lately."""
        return self._failures >= _FAILURES

    def spend(self) -> None:
        """A request goes out."""
        with self._lock:
            self._fill(self._clock.monotonic())
            self._left = max(0.0, self._left - 1.0)

    def heard(self, status: int, headers: Mapping[str, str], retry_after_s: float | None) -> None:
        """The host answered; header names in lower case."""
        with self._lock:
            now = self._clock.monotonic()
            if retry_after_s is not None and status in (429, 503):
                self._paused_until = max(self._paused_until, now + min(LONGEST_WAIT_S, retry_after_s))
            self._learn(headers, now)
            if status < 500:
                self._failures = self._rests = 0
                self._probing = False
                return
        self.failed()

    def failed(self) -> None:
        """No usable answer: broken off, too slow, or a fault of the host's own."""
        with self._lock:
            self._failures += 1
            self._probing = False
            if self._failures >= _FAILURES:
                ceiling = min(_LONGEST_REST_S, _FIRST_REST_S * 2.0 ** min(self._rests, 20))
                self._resting_until = self._clock.monotonic() + self._dice() * ceiling
                self._rests += 1

    def _fill(self, now: float) -> None:
        if self._a_second > 0:
            self._left = min(self._limit, self._left + (now - self._filled_at) * self._a_second)
        self._filled_at = now

    def _learn(self, headers: Mapping[str, str], now: float) -> None:
        limit, left, reset = (_figure(headers, name) for name in ("limit", "remaining", "reset"))
        if limit is None or left is None or limit < 1:
            return
        self._limit, self._left, self._filled_at = limit, min(limit, left), now
        self._a_second = limit / _WINDOW_S
        if reset is not None and 0 < reset <= _WINDOW_S:  # seconds to go; a moment in time is not believed
            self._a_second = max(self._a_second, (limit - self._left) / reset)


class Budgets:
    """One ``HostBudget`` a host, made when it is first asked for; thread-safe. Kept by whoever makes transports."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._by_host: dict[str, HostBudget] = {}

    def of(self, url: str) -> HostBudget:
        """The budget of the host behind ``url``."""
        with self._lock:
            host = urlsplit(url).netloc.lower()
            if host not in self._by_host:
                self._by_host[host] = HostBudget(self._clock)
            return self._by_host[host]


def _figure(headers: Mapping[str, str], name: str) -> float | None:
    """``RateLimit-*`` or ``X-RateLimit-*``; the first number, as in ``100, 100;w=60``."""
    for prefix in ("ratelimit-", "x-ratelimit-"):
        text = headers.get(prefix + name, "").partition(",")[0].partition(";")[0].strip()
        if text.isascii() and text.isdigit() and len(text) <= 12:
            return float(text)
    return None
