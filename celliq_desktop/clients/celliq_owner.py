"""The CellIQ API for somebody with cars of their own: implements ``ports.CellIqApi`` with what the seed lets an owner
do (connect personal cars, read them, issue reports), and never asks for what is under ``/dealer``.

The seed gives owners no list of reports, so none is read; what was issued from here stays in the mirror.
"""

from dataclasses import replace

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.billing import Subscription
from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.invites import InviteAnswer
from celliq_desktop.domain.problems import NotOffered, Refused
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.syncing import Page
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle


class CellIqOwnerClient(CellIqClient):
    """One owner's account at one server. Thread-safe; ``close`` it."""

    _report_type = "owner"

    @classmethod
    def going_on(cls, client: CellIqClient) -> "CellIqOwnerClient":
        """The same conversation, tokens and all, once the server has said that this is an owner."""
        made = cls(client._transport)
        made._session = client._session
        return made

    def vehicles_page(self, page: int, page_size: int, **_more: object) -> Page[Vehicle]:
        """GET /vehicles: all of them are the first page."""
        if page > 1:
            return Page((), 0, page, page_size)
        listed = self.connected_vehicles()
        rows = len(listed.items) + len(listed.set_aside)
        return replace(listed, total=rows, page=1, page_size=max(page_size, rows + 1), said_total=True)

    def find_vehicle(self, vehicle: Vehicle) -> Vehicle | None:
        """Out of GET /vehicles; as it was known when the server sends it unreadable."""
        listed = self.connected_vehicles()
        if any(one.item_id in (None, vehicle.id) for one in listed.set_aside):
            return vehicle
        return next((one for one in listed.items if one.id == vehicle.id), None)

    def sellers_listed(self, *_vin: object, **_more: object) -> tuple[str, ...]:
        """Nobody sells to an owner here."""
        return ()

    def reports_page(self, *_page: object, **_more: object) -> Page[Report]:
        """NotOffered."""
        raise NotOffered("not_offered", N_("CellIQ does not list the reports of an owner."))

    def export_reports(self, *_days: object, **_more: object) -> bytes:
        """NotOffered."""
        raise NotOffered(
            "not_offered",
            N_("CellIQ writes this list for dealers only."),
            next_step=N_("Save the list that is mirrored here."),
        )

    def settings(self) -> DealerSettings:
        """NotOffered."""
        raise NotOffered("not_offered", N_("An owner's account has no dealer details."))

    def subscription(self) -> Subscription:
        """GET /payments/subscription; NotOffered where the server keeps plans for dealers only."""
        try:
            return super().subscription()
        except Refused as refusal:
            if refusal.code != "no_permission":
                raise
            raise NotOffered("not_offered", N_("This server keeps plans for dealers only.")) from refusal

    def invite_seller(self, *_invite: object, **_more: object) -> InviteAnswer:
        """Refused ``for_dealers``; nothing is sent."""
        raise Refused("for_dealers", N_("Only dealers invite sellers."), safe=N_("Nobody was e-mailed."))
