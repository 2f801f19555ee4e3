"""Connecting a car through its maker's own page (specs/celliq.yaml): implements ``page_ports.CellIqConnect``."""

from celliq_desktop.clients import celliq_reader as reader
from celliq_desktop.clients import fields
from celliq_desktop.clients.celliq_session import CellIqSession
from celliq_desktop.clients.failures import broken_answer
from celliq_desktop.clients.transport import Call
from celliq_desktop.domain.syncing import Page
from celliq_desktop.domain.urls import CONNECT_HOSTS, checked_url
from celliq_desktop.domain.vehicles import Vehicle


class CellIqConnect:
    """What ``CellIqClient`` knows of cars that are being connected."""

    _session: CellIqSession

    def connect_url(self) -> str:
        """GET /vehicles/connect: the consent page; Refused ``foreign_url`` when it leads elsewhere."""
        answer = self._session.authorised(Call(method="GET", path="/vehicles/connect"))
        url = fields.text(self._session.object(answer), "auth_url")
        if url is None:
            raise broken_answer(self._session.transport.service, "it holds no address")
        return checked_url(url, api_url=self._session.transport.base_url, allowed_hosts=CONNECT_HOSTS)

    def connected_vehicles(self) -> Page[Vehicle]:
        """GET /vehicles: every car of the account, as a bare list or as ``items``."""
        answer = self._session.authorised(Call(method="GET", path="/vehicles"))
        return self._session.page(answer, reader.vehicle, 1, 1)
