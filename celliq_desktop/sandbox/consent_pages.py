"""The pages that stand for Google and for Smartcar Connect: a person agrees, or does not."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from celliq_desktop.sandbox.celliq import connect, google
from celliq_desktop.sandbox.celliq.world import USER, World
from celliq_desktop.sandbox.forms import form_of
from celliq_desktop.sandbox.page_frame import page


def consent_routes(world: World) -> list[Route]:
    """Google, Smartcar, and the website where a sign-in ends that no program asked for."""

    async def google_page(request: Request) -> Response:
        asked = world.doors.sign_ins.get(request.query_params.get("request", ""))
        if asked is None:
            return page("unknown.html", 404)
        return page("google.html", role=asked.role, name=USER["name"], email=USER["email"])

    async def google_answer(request: Request) -> Response:
        name = request.query_params.get("request", "")
        choice = (await form_of(request)).get("choice")
        onward = (
            google.decline(world, name) if choice == "cancel" else google.agree(world, name, as_new=choice == "new")
        )
        return page("unknown.html", 404) if onward is None else RedirectResponse(onward, 303)

    async def smartcar_page(request: Request) -> Response:
        if world.doors.consents.get(request.query_params.get("state", "")) != "open":
            return page("unknown.html", 404)
        return page("smartcar.html")

    async def smartcar_answer(request: Request) -> Response:
        state = request.query_params.get("state", "")
        agreed = (await form_of(request)).get("choice") == "agree"
        done: Callable[[World, str], object] = connect.agree if agreed else connect.decline
        if not done(world, state):
            return page("unknown.html", 404)
        return page("connected.html", agreed=agreed)

    async def website(_request: Request) -> Response:
        return page("website.html")

    return [
        Route("/google/consent", google_page),
        Route("/google/consent", google_answer, methods=["POST"]),
        Route("/smartcar/consent", smartcar_page),
        Route("/smartcar/consent", smartcar_answer, methods=["POST"]),
        Route("/website", website),
    ]
