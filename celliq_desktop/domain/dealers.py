"""The dealer's own details, as the server keeps them."""

from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.ids import DealerId


@dataclass(frozen=True, slots=True, kw_only=True)
class DealerSettings:
    """celliq.yaml ``Settings``; the whole endpoint is ASSUMED, so every screen lives without it."""

    dealer_id: DealerId
    dealer_name: str
    address: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    locale: str = "en"
    currency: str = "EUR"
    distance_unit: str = "km"
    report_footer: str | None = None
    updated_at: datetime | None = None
    raw: str = "{}"
