"""The dealer's reports as one file."""

import csv
import io
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import Rejected, said
from celliq_desktop.sandbox.celliq.world import World

_COLUMNS = (
    "id", "vin", "make", "model", "year", "status", "generated_at", "valid_until", "soh_percent", "soh_low_percent",
    "soh_high_percent", "odometer_km", "credits_charged", "verify_url",
)  # fmt: skip


async def export_reports(world: World, request: Request) -> Response:
    """``GET /dealer/reports/export``: format, from and to are ASSUMED; CSV is RFC 4180."""
    wanted = request.query_params.get("format", "csv")
    if wanted not in ("csv", "json"):
        raise Rejected(422, "format must be csv or json.", code="validation_error")
    first, last = _day(request, "from"), _day(request, "to")
    rows = sorted(world.dealers_reports(), key=lambda report: str(report["generated_at"]), reverse=True)
    rows = [row for row in rows if (first or "") <= row["generated_at"][:10] <= (last or "9999")]
    attachment = {"Content-Disposition": f'attachment; filename="reports.{wanted}"'}
    if wanted == "json":
        return said(rows, headers=attachment)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([["" if row[name] is None else row[name] for name in _COLUMNS] for row in rows])
    return Response(text.getvalue().encode(), headers=attachment, media_type="text/csv; charset=utf-8")


def _day(request: Request, name: str) -> str | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Rejected(422, f"{name} must be a date.", code="validation_error") from error
