"""The pages a buyer sees: verify and checkout. Plain HTML, phone first, no script."""

from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from celliq_desktop.sandbox.celliq.issuing import public_view
from celliq_desktop.sandbox.celliq.world import DEALER_NAME, PRICE_EUR, World

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_PACK = 10
_VERDICTS = {
    "valid": ("good", "Report is valid", "It was issued by the dealer named below and is in force."),
    "superseded": ("fair", "A newer report exists", "This report was right when it was issued, and is not the latest."),
    "expired": ("fair", "Report has expired", "It was right when it was issued; ask the dealer for a new one."),
    "revoked": ("poor", "Report was withdrawn", "The issuer has withdrawn it. Do not rely on it."),
}


def page_routes(world: World) -> list[Route]:
    """Verify and checkout pages."""

    async def verify(request: Request) -> Response:
        token = request.path_params["token"]
        report = next((one for one in world.reports.values() if one["token"] == token), None)
        if report is None:
            return _page("unknown.html", 404)
        tone, headline, sentence = _VERDICTS[report["status"]]
        shown = _worded(public_view(report, DEALER_NAME))
        return _page("verify.html", 200, report=shown, tone=tone, headline=headline, sentence=sentence)

    async def checkout(request: Request) -> Response:
        state = world.checkouts.get(request.path_params["checkout"])
        if state is None:
            return _page("unknown.html", 404)
        facts = {"pack": _PACK, "price": _PACK * PRICE_EUR, "balance": world.credits_balance}
        return _page("checkout.html", 200, paid=state == "paid", dealer=DEALER_NAME, **facts)

    async def pay(request: Request) -> Response:
        name = request.path_params["checkout"]
        if world.checkouts.get(name) == "open":
            world.checkouts[name] = "paid"
            world.change_credits(_PACK)
        return RedirectResponse(f"/checkout/{name}", 303)

    return [
        Route("/verify/{token}", verify),
        Route("/checkout/{checkout}", checkout),
        Route("/checkout/{checkout}", pay, methods=["POST"]),
    ]


def _page(name: str, status: int, **facts: Any) -> Response:
    return HTMLResponse(_PAGES.get_template(name).render(**facts), status, headers=_SAFE)


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
