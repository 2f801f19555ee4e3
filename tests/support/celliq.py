"""CellIQ in memory: a hand-written ``ports.CellIqApi`` and ``ports.PublicRecords`` that can lose replies.

``tests/usecases/test_port_contract.py`` holds it to what the real client says against a real server.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from celliq_desktop.domain.accounts import User
from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.ids import UserId, VehicleId
from celliq_desktop.domain.problems import NeedsYou, NotOffered
from celliq_desktop.domain.readings import ReadingPage, Samples
from celliq_desktop.domain.reports import PublicReport, Report, Requirement, Validation
from celliq_desktop.domain.syncing import Page, SetAside
from celliq_desktop.domain.vehicles import Vehicle
from tests.support.celliq_changes import CHECKOUT, REASON, FakeChanges
from tests.support.celliq_pages import FakePages
from tests.support.celliq_world import public_view

__all__ = ["CHECKOUT", "EMAIL", "PASSWORD", "FakeCellIq"]

EMAIL = "dealer@example.com"
PASSWORD = "a made-up password"


class FakeCellIq(FakeChanges, FakePages):
    """One dealer's server. It ignores idempotency keys unless ``honours_keys``, as a server may that documents none."""

    @property
    def requests_sent(self) -> int:
        """Calls of any kind."""
        return self.heard.total()

    def sign_in(self, email: str, password: str) -> User:
        """NeedsYou ``wrong_password``."""
        with self.answering("sign_in"):
            if (email, password) != (EMAIL, PASSWORD):
                raise NeedsYou("wrong_password", "The server does not accept this e-mail and password.")
            return User(id=UserId("usr_1"), email=email, role="dealer", dealer_id=self.dealer_id)

    def sign_out(self) -> None:
        """Nothing to forget."""

    def settings(self) -> DealerSettings:
        """The dealer's own details."""
        with self.answering("settings"):
            return self.settings_as_they_are()

    def vehicles_page(
        self, page: int, page_size: int, *, updated_since: datetime | None = None, etag: str | None = None
    ) -> Page[Vehicle]:
        """By the order they were added; unreadable rows come last."""
        with self.answering("vehicles_page"):
            rows = [*self._since(self.cars.values(), updated_since), *self.unreadable]
            return self._page("vehicles", rows, page, page_size, etag)

    def find_vehicle(self, vehicle: Vehicle) -> Vehicle | None:
        """By id."""
        with self.answering("find_vehicle"):
            return self.cars.get(vehicle.id)

    def readings_page(
        self, vehicle_id: VehicleId, *, cursor: str | None = None, since: datetime | None = None, limit: int = 1000
    ) -> ReadingPage:
        """Oldest first; the cursor is a row number."""
        with self.answering("readings_page"):
            if vehicle_id not in self.cars:
                raise NotOffered("not_offered", "CellIQ does not offer readings.")
            first_s = since.timestamp() if since is not None and cursor is None else float("-inf")
            rows = sorted(
                (one for one in self.telemetry[vehicle_id] if one.time_s >= first_s), key=lambda one: one.time_s
            )
            start = int(cursor or 0)
            end = start + min(limit, self.reading_page_size)
            return ReadingPage(Samples.of(rows[start:end]), str(end) if end < len(rows) else None)

    def reports_page(
        self,
        page: int,
        page_size: int,
        *,
        vehicle_id: VehicleId | None = None,
        updated_since: datetime | None = None,
        etag: str | None = None,
    ) -> Page[Report]:
        """Newest first."""
        with self.answering("reports_page"):
            rows: list[Any] = [one for one in reversed(self.issued.values()) if vehicle_id in (None, one.vehicle_id)]
            rows = [*self._since(rows, updated_since), *self.unreadable_reports]
            return self._page("reports", rows, page, page_size, etag)

    def validate_report(self, vehicle_id: VehicleId) -> Validation:
        """Whether ``generate_report`` would have the data it needs."""
        with self.answering("validate_report"):
            self.known(vehicle_id)
            enough = vehicle_id not in self.lacking_data
            requirement = Requirement("min_charges", enough, 3.0, 8.0 if enough else 1.0, "" if enough else REASON)
            return Validation(vehicle_id, enough, (requirement,), self.price, self.credits)

    def public_report(self, token: str) -> PublicReport | None:
        """What anybody may read."""
        with self.answering("public_report"):
            found = next((one for one in self.issued.values() if one.token == token), None)
            seals = None if self.seals is None else tuple(sorted(self.seals))
            return None if found is None else public_view(found, seal_certificates=seals)

    def _since(self, rows: Iterable[Any], updated_since: datetime | None) -> list[Any]:
        if updated_since is None or "since" not in self.offers:
            return list(rows)
        return [row for row in rows if row.updated_at is not None and row.updated_at >= updated_since]

    def _page(self, name: str, rows: list[Any], page: int, page_size: int, etag: str | None) -> Page[Any]:
        size = min(page_size, self.page_size)
        shown = rows[(page - 1) * size : page * size]
        tag = f'"{hash((tuple(row.raw for row in shown), len(rows)))}"' if "etag" in self.offers else None
        if tag is not None and tag == etag:
            return Page((), 0, page, size, etag=etag, unchanged=True)
        whole = Page(
            items=tuple(row for row in shown if not isinstance(row, SetAside)),
            total=len(rows),
            page=page,
            page_size=size,
            set_aside=tuple(row for row in shown if isinstance(row, SetAside)),
            etag=tag,
        )
        quirk = self.quirks.get(name)
        return whole if quirk is None else quirk(page, whole)
