"""``GET /vehicles/{vehicle_id}/readings`` (ASSUMED): oldest first, by cursor."""

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import Rejected, said
from celliq_desktop.sandbox.celliq.world import World

_DEFAULT, _MOST = 500, 1000


async def readings(world: World, request: Request) -> Response:
    """One page of a car's readings; ``since`` is exclusive of nothing: a reading at that second is sent again."""
    vehicle_id = request.path_params["vehicle_id"]
    if world.car_of(request.state.user, vehicle_id) is None:
        raise Rejected(404, "There is no such vehicle.", code="not_found")
    limit = request.query_params.get("limit", str(_DEFAULT))
    cursor = request.query_params.get("cursor", "0")
    if not limit.isdecimal() or not 1 <= int(limit) <= _MOST or not cursor.isdecimal():
        raise Rejected(422, f"limit must be from 1 to {_MOST}, cursor one that was given.", code="validation_error")
    since = request.query_params.get("since", "")
    rows = world.readings(vehicle_id)
    if since:
        rows = [row for row in rows if row["recorded_at"] >= since]
    start, end = int(cursor), int(cursor) + int(limit)
    return said({"items": rows[start:end], "next_cursor": str(end) if end < len(rows) else None})
