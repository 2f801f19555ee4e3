"""Access tokens that end soon (JWT, HS256) and refresh tokens that are good for one use."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from celliq_desktop.sandbox.clock import Now


@dataclass(slots=True)
class TokenOffice:
    """Issues and checks tokens. ``access_s`` is how long an access token lives."""

    now: Now
    access_s: float
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _families: dict[str, str] = field(default_factory=dict)
    _users: dict[str, str] = field(default_factory=dict)
    _spent: dict[str, str] = field(default_factory=dict)

    def pair(self, user_id: str, family: str | None = None) -> tuple[str, str]:
        """A fresh access and refresh token."""
        refresh = secrets.token_urlsafe(32)
        self._families[refresh] = family = family or secrets.token_urlsafe(8)
        self._users[family] = user_id
        return self._access(user_id), refresh

    def renew(self, refresh: str) -> tuple[str, tuple[str, str]] | None:
        """Whose it is, and the next pair; or None. A refresh token that comes twice was stolen or lost: its whole
        family ends."""
        family = self._families.pop(refresh, None)
        if family is None:
            ended = self._spent.get(refresh)
            for token in [token for token, one in self._families.items() if one == ended]:
                del self._families[token]
            return None
        self._spent[refresh] = family
        user_id = self._users[family]
        return user_id, self.pair(user_id, family)

    def user_of(self, access: str) -> str | None:
        """Whose token this is; None when it is not ours or has ended."""
        head, _, signature = access.rpartition(".")
        if not hmac.compare_digest(signature, self._signature(head)):
            return None
        try:
            claims = json.loads(_decoded(head.partition(".")[2]))
        except ValueError:
            return None
        return str(claims["sub"]) if claims["exp"] > self.now().timestamp() else None

    def _access(self, user_id: str) -> str:
        begin = self.now().timestamp()
        head = _encoded({"alg": "HS256", "typ": "JWT"})
        claims = {"sub": user_id, "iat": int(begin), "exp": begin + self.access_s, "jti": secrets.token_hex(8)}
        signed = f"{head}.{_encoded(claims)}"
        return f"{signed}.{self._signature(signed)}"

    def _signature(self, text: str) -> str:
        return _base64(hmac.new(self._key, text.encode(), hashlib.sha256).digest())


def _encoded(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
