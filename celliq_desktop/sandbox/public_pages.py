"""The page a buyer sees: verify. Plain HTML, phone first, no script."""

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from celliq_desktop.sandbox.celliq.issuing import public_view
from celliq_desktop.sandbox.celliq.world import DEALER_NAME, World
from celliq_desktop.sandbox.page_frame import page

_VERDICTS = {
    "valid": ("good", "Report is valid", "It was issued by the dealer named below and is in force."),
    "superseded": ("fair", "A newer report exists", "This report was right when it was issued, and is not the latest."),
    "expired": ("fair", "Report has expired", "It was right when it was issued; ask the dealer for a new one."),
    "revoked": ("poor", "Report was withdrawn", "The issuer has withdrawn it. Do not rely on it."),
}


def page_routes(world: World) -> list[Route]:
    """The verify page."""

    async def verify(request: Request) -> Response:
        token = request.path_params["token"]
        report = next((one for one in world.reports.values() if one["token"] == token), None)
        if report is None:
            return page("unknown.html", 404)
        tone, headline, sentence = _VERDICTS[report["status"]]
        shown = _worded(public_view(report, DEALER_NAME))
        return page("verify.html", 200, report=shown, tone=tone, headline=headline, sentence=sentence)

    return [Route("/verify/{token}", verify)]


def _worded(view: dict[str, Any]) -> dict[str, Any]:
    """Dates and numbers as people read them."""
    distance = view["odometer_km"]
    return {
        **view,
        "generated": _day(view["generated_at"]),
        "until": _day(view["valid_until"]) if view["valid_until"] else "not stated",
        "odometer": f"{distance:,.0f} km".replace(",", "\u202f") if distance is not None else "not available",
        "soh": f"{view['soh_percent']:.1f}",
        "low": f"{view['soh_low_percent']:.1f}" if view["soh_low_percent"] is not None else None,
        "high": f"{view['soh_high_percent']:.1f}" if view["soh_high_percent"] is not None else None,
    }


def _day(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{moment.day} {moment:%b %Y}"
