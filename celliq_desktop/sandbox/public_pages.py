"""The page a buyer sees: verify. Plain HTML, phone first, seven languages, no script."""

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from celliq_desktop.sandbox.celliq.issuing import public_view
from celliq_desktop.sandbox.celliq.world import DEALER_NAME, World
from celliq_desktop.sandbox.page_frame import page
from celliq_desktop.sandbox.verify_words import LANGUAGES, Words, chosen

_TONES = {"valid": "good", "superseded": "fair", "expired": "fair", "revoked": "poor", "unknown": "poor"}
_DIGEST_GROUP = 16


def page_routes(world: World) -> list[Route]:
    """The verify page."""

    async def verify(request: Request) -> Response:
        token = request.path_params["token"]
        words = Words(chosen(request.query_params.get("lang"), request.headers.get("accept-language")))
        report = next((one for one in world.reports.values() if one["token"] == token), None)
        status = "unknown" if report is None else _status(report, world.now())
        answer = page(
            "verify.html",
            404 if report is None else 200,
            lang=words.code,
            languages=LANGUAGES,
            words=words,
            status=status,
            tone=_TONES[status],
            report=None if report is None else _shown(public_view(report, DEALER_NAME, world.announced_seals), words),
        )
        answer.headers.update({"Content-Language": words.code, "Vary": "Accept-Language"})
        return answer

    return [Route("/verify/{token}", verify)]


def _status(report: dict[str, Any], now: datetime) -> str:
    """As the record has it, but a report whose time is over has expired, whatever the record calls it."""
    until = report["valid_until"]
    if report["status"] == "valid" and until and datetime.fromisoformat(until) <= now:
        return "expired"
    return str(report["status"])


def _shown(view: dict[str, Any], words: Words) -> dict[str, Any]:
    """Dates and numbers as people read them. Of the VIN only what the record shows: the middle is dots."""
    distance, low, high = view["odometer_km"], view["soh_low_percent"], view["soh_high_percent"]
    vin = view["vehicle"]["vin_masked"]
    stated = low is not None and high is not None
    digest = view["content_sha256"] or ""
    return {
        "vehicle": f"{view['vehicle']['year']} {view['vehicle']['make']} {view['vehicle']['model']}",
        "vin": f"{vin[:3]} ••• {vin[-4:]}",
        "odometer": words["not_available"] if distance is None else f"{words.number(distance, 0)}\u00a0km",
        "issued": words.day(view["generated_at"]),
        "until": words.day(view["valid_until"]),
        "issuer": view["issuer_name"],
        "soh": words.number(view["soh_percent"]),
        "interval": (
            words["interval"].format(low=words.number(low), high=words.number(high)) if stated else words["no_interval"]
        ),
        "digest": _grouped(digest),
        "seals": [_grouped(seal) for seal in view.get("seal_certificates", ())],
    }


def _grouped(digest: str) -> str:
    """As it can be compared by eye."""
    return " ".join(digest[at : at + _DIGEST_GROUP] for at in range(0, len(digest), _DIGEST_GROUP))
