"""The pages a person is sent to by the CellIQ in memory: checkout, portal, consent; and what follows from a visit."""

import json
from datetime import date

from celliq_desktop.domain.accounts import Grant, User
from celliq_desktop.domain.billing import Checkout, Subscription
from celliq_desktop.domain.ids import OperationId, UserId
from celliq_desktop.domain.problems import NeedsYou, NotOffered
from celliq_desktop.domain.syncing import Page
from celliq_desktop.domain.vehicles import Vehicle
from tests.support.celliq_world import CellIqWorld

PORTAL = "https://billing.stripe.com/p/session/test_1"
CONNECT = "https://connect.smartcar.com/oauth/authorize?state=made-up"
GOOD_CODE = "a-code-that-is-good"


class FakePages(CellIqWorld):
    """A code from the browser is good once; whoever comes with it has ``google_role``."""

    google_role = "dealer"
    _spent = False

    def subscription(self) -> Subscription:
        """Plan and credits."""
        with self.answering("subscription"):
            raw = json.dumps({"credits": self.credits})
            return Subscription(plan="pro", status="active", credits_balance=self.credits, raw=raw)

    def create_checkout(self, quantity: int, key: OperationId) -> Checkout:
        """The same page for the same key."""
        with self.answering("create_checkout"):
            return Checkout(f"https://checkout.stripe.com/c/pay/cs_{key}_{quantity}", f"cs_{key}")

    def portal_url(self) -> str:
        """The payment service's page."""
        with self.answering("portal_url"):
            return PORTAL

    def connect_url(self) -> str:
        """The consent page."""
        with self.answering("connect_url"):
            return CONNECT

    def connected_vehicles(self) -> Page[Vehicle]:
        """Every car."""
        with self.answering("connected_vehicles"):
            cars = tuple(self.cars.values())
            return Page(cars, len(cars), 1, max(1, len(cars)))

    def export_reports(self, first: date | None = None, last: date | None = None) -> bytes:
        """Id and VIN of what was issued in those days."""
        with self.answering("export_reports"):
            days = ((first or date.min), (last or date.max))
            rows = [one for one in self.issued.values() if days[0] <= one.generated_at.date() <= days[1]]
            return b"".join([b"id,vin\r\n", *(f"{one.id},{one.vin or ''}\r\n".encode() for one in rows)])

    def offers_browser_sign_in(self) -> bool:
        """Unless ``google`` is lacking."""
        with self.answering("offers_browser_sign_in"):
            return "google" not in self.lacking_endpoints

    def sign_in_with_grant(self, grant: Grant) -> User:
        """NeedsYou ``google_refused`` for a code that is not good, or no longer."""
        with self.answering("sign_in_with_grant"):
            if "google" in self.lacking_endpoints:
                raise NotOffered("not_offered", "This server does not let programs sign in with Google.")
            if grant.code != GOOD_CODE or self._spent:
                raise NeedsYou("google_refused", "The server did not accept the sign-in with Google.")
            self._spent = True
            return User(id=UserId("usr_g"), email="g@example.com", role=self.google_role, dealer_id=self.dealer_id)
