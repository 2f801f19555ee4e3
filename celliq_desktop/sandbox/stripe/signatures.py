"""``Stripe-Signature``: ``t=<unix>,v1=<hex HMAC-SHA256(secret, t + "." + raw body)>``, several ``v1`` while a secret is
being changed, five minutes of tolerance (Stripe's page on webhook signatures)."""

import hashlib
import hmac
import re
from datetime import datetime

_TOLERANCE_S = 300
_PART = re.compile(r"(t|v\d+)=([0-9a-f]+)")


def signed(payload: bytes, secret: str, now: datetime) -> str:
    """The header for ``payload``."""
    at = str(int(now.timestamp()))
    return f"t={at},v1={_mac(payload, secret, at)}"


def is_good(payload: bytes, header: str, secret: str, now: datetime) -> bool:
    """Whether one of the header's signatures is ours and recent."""
    parts = [_PART.fullmatch(part.strip()) for part in header.split(",")]
    found = [(part[1], part[2]) for part in parts if part is not None]
    times = [value for name, value in found if name == "t" and value.isdecimal()]
    if len(times) != 1 or abs(now.timestamp() - int(times[0])) > _TOLERANCE_S:
        return False
    wanted = _mac(payload, secret, times[0])
    return any(hmac.compare_digest(value, wanted) for name, value in found if name == "v1")


def _mac(payload: bytes, secret: str, at: str) -> str:
    return hmac.new(secret.encode(), at.encode() + b"." + payload, hashlib.sha256).hexdigest()
