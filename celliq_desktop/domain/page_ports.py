"""Ports for money, and for the pages a person is sent to; part of ``ports``, where the others are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from celliq_desktop.domain.billing import Checkout, Invoice, Payment, StripePage, Subscription
    from celliq_desktop.domain.ids import OperationId
    from celliq_desktop.domain.syncing import Page
    from celliq_desktop.domain.vehicles import Vehicle


class CellIqBilling(Protocol):
    """Plan and credits. Every URL has passed the policy: Refused ``foreign_url`` instead of one that has not."""

    def subscription(self) -> Subscription: ...

    def create_checkout(self, quantity: int, key: OperationId) -> Checkout:
        """A payment page for so many credits; TryAgain ``no_checkout`` when the answer was lost (nothing was paid)."""
        ...

    def portal_url(self) -> str:
        """Opens a session at the payment service: only when a person asks for it."""
        ...


class CellIqConnect(Protocol):
    """Connecting cars through their maker's page. Problems as ``CellIqApi``."""

    def connect_url(self) -> str:
        """The consent page; Refused ``foreign_url``."""
        ...

    def connected_vehicles(self) -> Page[Vehicle]:
        """Every car of the account in one page."""
        ...


class CellIqExports(Protocol):
    """Files the server makes. Problems as ``CellIqApi``."""

    def export_reports(self, first: date | None = None, last: date | None = None) -> bytes:
        """CSV as the server wrote it, of reports issued from ``first`` to ``last``: not defused."""
        ...


class StripeBilling(Protocol):
    """Invoices and payments at Stripe, read with a restricted key. NeedsYou ``wrong_token``, Refused ``no_permission``
    when the key may not read this, TryAgain."""

    def invoices_page(self, after: str | None = None) -> StripePage[Invoice]: ...

    def payments_page(self, after: str | None = None) -> StripePage[Payment]: ...

    def close(self) -> None: ...
