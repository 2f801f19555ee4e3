"""Who is signed in at the model: refresh tokens are single use, and one that comes twice ends the whole family."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.model.books import Ways

EMAIL = "dealer@example.com"
PASSWORD = "a made-up password"


@dataclass
class Doorman:
    """Tokens of one user. ``refreshes`` counts pairs handed out for a refresh token, ``revoked`` families ended."""

    now: Callable[[], float]
    ways: Ways
    refreshes: int = 0
    logins: int = 0
    revoked: int = 0
    _made: int = 0
    _access: dict[str, float] = field(default_factory=dict)
    _refresh: str = ""
    _before: str = ""
    _spent: set[str] = field(default_factory=set)

    def sign_in(self, email: str, password: str) -> dict[str, object] | None:
        """A new family; None when the words do not fit."""
        if (email, password) != (EMAIL, PASSWORD):
            return None
        self.logins += 1
        return self._pair()

    def renew(self, refresh: str) -> dict[str, object] | None:
        """A new pair; None for a token that is not the current one. The one before works once more until its successor
        was used: whoever lost the answer may ask again (FAPI 2.0 section 5.3.2.1)."""
        if refresh and refresh == self._before:
            self.refreshes += 1
            return self._pair(keep_before=True)
        if not refresh or refresh != self._refresh:
            if refresh in self._spent:
                self.revoked += 1
                self._refresh = self._before = ""
                self._access.clear()
            return None
        self.refreshes += 1
        return self._pair()

    def lets_in(self, access: str) -> bool:
        """True while this access token lives; using it ends the grace of the refresh token before."""
        if self._access.get(access, 0.0) <= self.now():
            return False
        self._spend_before()
        return True

    def expire(self) -> None:
        """Every access token ends now."""
        self._access.clear()

    def _pair(self, *, keep_before: bool = False) -> dict[str, object]:
        self._made += 1
        if self.ways.rotates or not self._refresh:
            if keep_before:
                self._spent.add(self._refresh)
            else:
                self._spend_before()
                self._before = self._refresh
            self._refresh = f"canary-refresh-{self._made}"
        access = f"canary-access-{self._made}"
        self._access = {access: self.now() + self.ways.access_s}
        return {
            "access_token": access,
            "refresh_token": self._refresh,
            "token_type": "bearer",
            "expires_in": self.ways.access_s,
            "user": {"id": "usr_1", "email": EMAIL, "role": "dealer", "dealer_id": "dlr_1"},
        }

    def _spend_before(self) -> None:
        if self._before:
            self._spent.add(self._before)
            self._before = ""
