"""The lists of the CellIQ API, page by page, and the search that confirms a missing car (specs/celliq.yaml)."""

from datetime import UTC, datetime
from urllib.parse import quote

from celliq_desktop.clients import celliq_reader as reader
from celliq_desktop.clients import fields
from celliq_desktop.clients.celliq_session import CellIqSession
from celliq_desktop.clients.failures import broken_answer
from celliq_desktop.clients.readings_reader import reading_page
from celliq_desktop.clients.transport import Call
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import ReadingPage
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.syncing import Page
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle

_SEARCH_PAGES = 20


class CellIqLists:
    """What a sweep reads. Thread-safe."""

    def __init__(self, session: CellIqSession) -> None:
        self._session = session

    def vehicles_page(
        self, page: int, page_size: int, *, updated_since: datetime | None = None, etag: str | None = None
    ) -> Page[Vehicle]:
        """GET /dealer/vehicles."""
        query = _paging(page, page_size, updated_since)
        answer = self._session.authorised(
            Call(method="GET", path="/dealer/vehicles", query=query, etag=etag, background=True)
        )
        if answer.status == 304:
            return Page((), 0, page, page_size, etag=etag, unchanged=True)
        return self._session.page(answer, reader.vehicle, page, page_size)

    def find_vehicle(self, vehicle: Vehicle) -> Vehicle | None:
        """GET /dealer/vehicles?search=VIN, page by page, until the id turns up. None only when the whole answer was
        read without it; ``vehicle`` as it was known when the server sends it unreadable or its list has no end."""
        seen = 0
        for page in range(1, _SEARCH_PAGES + 1):
            query: dict[str, str | int] = {"page": page, "page_size": 50, "search": vehicle.vin}
            answer = self._session.authorised(Call(method="GET", path="/dealer/vehicles", query=query))
            found = self._session.page(answer, reader.vehicle, page, 50)
            for one in found.items:
                if one.id == vehicle.id:
                    return one
            if any(one.item_id in (None, vehicle.id) for one in found.set_aside):
                return vehicle
            rows = len(found.items) + len(found.set_aside)
            seen += rows
            if not rows or seen == found.total:
                return None
        return vehicle

    def sellers_listed(self, vin: str) -> tuple[str, ...]:
        """GET /dealer/vehicles?search=VIN, page by page: the ``seller_email`` of every row with this VIN, in lower
        case; of rows that lack a make or a year, too, for a car that is only invited may have neither."""
        found: set[str] = set()
        seen = 0
        for page in range(1, _SEARCH_PAGES + 1):
            query: dict[str, str | int] = {"page": page, "page_size": 50, "search": vin}
            answer = self._session.authorised(Call(method="GET", path="/dealer/vehicles", query=query))
            rows = self._session.page(
                answer, lambda row: (fields.text(row, "vin"), fields.text(row, "seller_email")), page, 50
            )
            found |= {email.casefold() for one, email in rows.items if email and one and one.upper() == vin.upper()}
            seen += len(rows.items) + len(rows.set_aside)
            if not rows.items or seen >= rows.total:
                break
        return tuple(sorted(found))

    def readings_page(
        self, vehicle_id: VehicleId, *, cursor: str | None = None, since: datetime | None = None, limit: int = 1000
    ) -> ReadingPage:
        """GET /vehicles/{id}/readings (ASSUMED), oldest first. NotOffered for 404, 405 and 501: the caller knows the
        car exists."""
        query: dict[str, str | int] = {"limit": limit}
        if cursor is not None:
            query["cursor"] = cursor
        elif since is not None:
            query["since"] = _rfc3339(since)
        path = f"/vehicles/{in_path(vehicle_id)}/readings"
        answer = self._session.authorised(Call(method="GET", path=path, query=query, background=True), assumed=True)
        body = self._session.object(answer)
        listed = body.get("items")
        if not isinstance(listed, list):
            raise broken_answer(self._session.transport.service, N_("it holds no list of readings"))
        return reading_page(listed, fields.text(body, "next_cursor"))

    def reports_page(
        self,
        page: int,
        page_size: int,
        *,
        vehicle_id: VehicleId | None = None,
        updated_since: datetime | None = None,
        etag: str | None = None,
    ) -> Page[Report]:
        """GET /dealer/reports; conditional where the server gives ETags, although the contract does not say so."""
        query = _paging(page, page_size, updated_since)
        if vehicle_id is not None:
            query["vehicle_id"] = vehicle_id
        swept = vehicle_id is None  # the reports of one car are asked for where somebody waits for one
        call = Call(method="GET", path="/dealer/reports", query=query, etag=etag, background=swept)
        answer = self._session.authorised(call)
        if answer.status == 304:
            return Page((), 0, page, page_size, etag=etag, unchanged=True)
        return self._session.page(answer, reader.report, page, page_size)


def _paging(page: int, page_size: int, updated_since: datetime | None) -> dict[str, str | int]:
    query: dict[str, str | int] = {"page": page, "page_size": page_size}
    if updated_since is not None:
        query["updated_since"] = _rfc3339(updated_since)
    return query


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def in_path(part: str) -> str:
    """One path segment and no more, whatever an id holds."""
    return quote(part, safe="")
