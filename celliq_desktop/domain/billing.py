"""Plan and credits."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """celliq.yaml ``Subscription``. ``credits_balance`` is None when the server does not say."""

    plan: str | None
    status: str
    credits_balance: int | None = None
    credits_included: int | None = None
    credits_used: int | None = None
    current_period_end: datetime | None = None
    cancel_at_period_end: bool | None = None
    updated_at: datetime | None = None
    raw: str = "{}"
