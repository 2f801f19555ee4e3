"""What changes something at the CellIQ in memory: ``ports.CellIqChanges``, with replies that can get lost."""

import json
import zlib
from collections.abc import Mapping

from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.invites import InviteAnswer, InviteOutcome
from celliq_desktop.domain.problems import NeedsYou, NotOffered, Refused
from celliq_desktop.domain.reports import Report
from tests.support.celliq_world import CellIqWorld

CHECKOUT = "https://checkout.stripe.com/c/pay/cs_test_1"
REASON = "Three charges are needed; one was found."


class FakeChanges(CellIqWorld):
    """Each write is one request; ``mails`` holds every e-mail a seller got."""

    def generate_report(self, vehicle_id: VehicleId, op_id: OperationId) -> Report:
        """404, 422, 402 as problems, else one report."""

        def effect() -> Report:
            self.known(vehicle_id)
            if vehicle_id in self.lacking_data:
                raise Refused("insufficient_data", "There is not enough data yet.", reasons=(REASON,))
            if self.credits < self.price:
                raise NeedsYou("payment_required", "No credits are left.", url=CHECKOUT)
            return self.issue(vehicle_id)

        return self.carried_out("generate_report", effect, op_id)

    def invite_seller(self, vin: str, seller_email: str, op_id: OperationId) -> InviteAnswer:
        """An e-mail to the seller, every time, unless ``dedupes_invites``; 409 for a connected car, and for a key
        under which an earlier request is still being worked on."""
        if self.is_under_way(op_id):
            with self.answering("invite_seller"):
                return InviteAnswer(InviteOutcome.ALREADY)

        def effect() -> InviteAnswer:
            if len(vin) != 17 or "@" not in seller_email:
                raise Refused("insufficient_data", "The VIN or the e-mail is not well formed.")
            if any(one.vin == vin for one in self.cars.values()):
                return InviteAnswer(InviteOutcome.ALREADY)
            if self.dedupes_invites and (vin, seller_email) in self.mails:
                return InviteAnswer(InviteOutcome.ACCEPTED, f"inv_{vin}")
            self.mails.append((vin, seller_email))
            self.invited[vin] = seller_email
            return InviteAnswer(InviteOutcome.SENT, f"inv_{vin}")

        return self.carried_out("invite_seller", effect, op_id)

    def sellers_listed(self, vin: str) -> tuple[str, ...]:
        """Sellers of cars, and of open invites where the server lists them."""
        with self.answering("sellers_listed"):
            listed = {one.seller_email.casefold() for one in self.cars.values() if one.vin == vin and one.seller_email}
            if self.lists_invites and vin in self.invited:
                listed.add(self.invited[vin].casefold())
            return tuple(sorted(listed))

    def sync_vehicle(self, vehicle_id: VehicleId) -> None:
        """Counts what was fetched."""

        def effect() -> None:
            self.known(vehicle_id)
            self.fetched[vehicle_id] += 1

        self.carried_out("sync_vehicle", effect)

    def disconnect_vehicle(self, vehicle_id: VehicleId) -> None:
        """The car leaves every list."""

        def effect() -> None:
            self.known(vehicle_id)
            del self.cars[vehicle_id]

        self.carried_out("disconnect_vehicle", effect)

    def change_settings(self, patch: Mapping[str, str | None], etag: str | None = None) -> DealerSettings:
        """Merged into what was there, when that is still what ``etag`` says."""
        wanted = dict(patch)

        def effect() -> DealerSettings:
            if "settings" in self.lacking_endpoints:
                raise NotOffered("not_offered", "CellIQ does not let these settings be changed from here.")
            if etag not in (None, self.settings_as_they_are().etag):
                raise Refused("changed_elsewhere", "These details were changed elsewhere meanwhile.")
            self.settings_now |= wanted
            return self.settings_as_they_are()

        return self.carried_out("change_settings", effect)

    def announce_seal(self, certificate_sha256: str) -> None:
        """Named by the public record from now on."""

        def effect() -> None:
            if self.seals is None:
                raise NotOffered("not_offered", "CellIQ keeps no seals of its dealers.")
            self.seals.add(certificate_sha256)

        self.carried_out("announce_seal", effect)

    def was_replayed(self, op_id: OperationId) -> bool:
        """Only where keys are honoured."""
        return op_id in self.replayed

    def settings_as_they_are(self) -> DealerSettings:
        """As the endpoint shows them."""
        now = self.settings_now
        return DealerSettings(
            dealer_id=self.dealer_id,
            dealer_name=now["dealer_name"] or "",
            address=now.get("address"),
            locale=now.get("locale") or "en",
            report_footer=now.get("report_footer"),
            raw=json.dumps(now),
            etag=f'"{zlib.crc32(json.dumps(now).encode())}"',
        )

    def known(self, vehicle_id: VehicleId) -> None:
        """404 for a car nobody knows."""
        if vehicle_id not in self.cars:
            raise Refused("not_found", "There is no such vehicle.")
