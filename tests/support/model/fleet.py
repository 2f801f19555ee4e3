"""The model's lists: cars, readings, reports, settings; paged, and on demand conditional."""

import hashlib
from collections.abc import Callable
from typing import Any

from tests.support.model.books import Books, Row
from tests.support.model.messages import Heard, Said

_MISSING = Said(404, {"detail": "Not Found"})


def _whole(heard: Heard, name: str, otherwise: int, most: int) -> int:
    text = heard.query.get(name, "")
    return min(most, max(1, int(text))) if text.isdigit() else otherwise


def _page(books: Books, heard: Heard, rows: list[Any]) -> Said:
    size = _whole(heard, "page_size", 50, books.ways.largest_page)
    page = _whole(heard, "page", 1, 100_000)
    shown = rows[(page - 1) * size : page * size]
    said = Said(200, {"items": shown, "total": len(rows), "page": page, "page_size": size})
    if not books.ways.etags:
        return said
    etag = f'"{hashlib.sha256(said.data).hexdigest()[:16]}"'
    if heard.headers.get("if-none-match") == etag:
        return Said(304, None, {"ETag": etag})
    return Said(200, said.body, {"ETag": etag})


def _since(books: Books, heard: Heard, rows: list[Row], gone: list[Row]) -> list[Row]:
    since = heard.query.get("updated_since", "")
    if not since or not books.ways.updated_since:
        return rows
    return [row for row in [*rows, *(gone if books.ways.tombstones else [])] if row["updated_at"] >= since]


def dealer_vehicles(books: Books, heard: Heard) -> Said:
    """GET /dealer/vehicles."""
    rows = list(books.cars.values())
    if books.ways.newest_first:
        rows.sort(key=lambda row: (row["updated_at"], row["id"]), reverse=True)
    if search := heard.query.get("search", "").lower():
        rows = [row for row in rows if search in f"{row['vin']} {row['make']} {row['model']}".lower()]
    if status := heard.query.get("status"):
        rows = [row for row in rows if row["status"] == status]
    if search or status:
        return _page(books, heard, rows)
    return _page(
        books, heard, [*_since(books, heard, rows, list(books.gone.values())), *books.foreign, *books.unreadable]
    )


def dealer_reports(books: Books, heard: Heard) -> Said:
    """GET /dealer/reports, newest first."""
    rows = list(reversed(books.reports.values()))
    for name in ("vehicle_id", "status"):
        if wanted := heard.query.get(name):
            rows = [row for row in rows if row[name] == wanted]
    return _page(books, heard, _since(books, heard, rows, []))


def reports_export(books: Books, _heard: Heard) -> Said:
    """GET /dealer/reports/export."""
    lines = ["id,vin,status", *(f"{row['id']},{row['vin']},{row['status']}" for row in books.reports.values())]
    return Said(200, "\r\n".join(lines).encode(), {"Content-Type": "text/csv"})


def vehicles(books: Books, _heard: Heard) -> Said:
    """GET /vehicles."""
    return Said(200, list(books.cars.values()))


def readings(books: Books, heard: Heard) -> Said:
    """GET /vehicles/{id}/readings, oldest first; the cursor is a row number."""
    vehicle_id = heard.path.split("/")[2]
    if not books.ways.readings or vehicle_id not in books.cars:
        return _MISSING
    since = heard.query.get("since", "")
    rows = [row for row in books.readings.get(vehicle_id, []) if row["recorded_at"] >= since]
    start = int(heard.query.get("cursor") or 0)
    end = start + _whole(heard, "limit", 500, 1_000)
    return Said(200, {"items": rows[start:end], "next_cursor": str(end) if end < len(rows) else None})


def settings(books: Books, heard: Heard) -> Said:
    """GET and PATCH /dealer/settings."""
    if not books.ways.settings:
        return _MISSING
    etag = f'"{hashlib.sha256(repr(sorted(books.settings.items())).encode()).hexdigest()[:16]}"'
    if heard.method == "PATCH":
        wanted = heard.headers.get("if-match")
        if wanted not in (None, "*", etag):
            return Said(412, {"detail": "The settings were changed elsewhere."})
        books.settings |= {**heard.json, "updated_at": books.moment()}
        etag = ""
    row = {"dealer_id": books.dealer_id, "updated_at": books.moment(0.0)} | books.settings
    return Said(200, row, {"ETag": etag} if etag and books.ways.etags else {})


FLEET: dict[str, Callable[[Books, Heard], Said]] = {
    "GET /dealer/vehicles": dealer_vehicles,
    "GET /dealer/reports": dealer_reports,
    "GET /dealer/reports/export": reports_export,
    "GET /vehicles": vehicles,
    "GET /vehicles/*/readings": readings,
    "GET /dealer/settings": settings,
    "PATCH /dealer/settings": settings,
}
