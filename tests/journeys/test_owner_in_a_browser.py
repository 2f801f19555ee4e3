"""The owner's part of ev.energy in a real browser: bring a car in, mend a broken connection, come back to the desk."""

from pathlib import Path
from urllib.parse import urlencode

import httpx

from celliq_desktop.domain.remote_vehicles import onboarded
from celliq_desktop.sandbox.ev_energy.world import CLIENT_ID, TOKEN, USER_ID
from tests.cli.conftest import Start
from tests.journeys.real_browser import real_browser
from tests.support.servers import Reply, ScriptedServer

_BACK = b"<!doctype html><title>back</title><p>Back at the desk</p>"


def test_an_owner_brings_a_car_in_and_mends_a_connection(start: Start, tmp_path: Path) -> None:
    running = start(vehicles=10)
    base = str(running.urls.ev_energy_url)
    asked = {"user_id": USER_ID, "client_id": CLIENT_ID}
    back = Reply(200, _BACK, {"Content-Type": "text/html"})
    with (
        real_browser(tmp_path / "browser") as browser,
        ScriptedServer(lambda _request: back).running() as desk,
        httpx.Client(base_url=base, headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False) as api,
    ):
        browser.open(f"{base}/vehicle_onboarding?{urlencode(asked)}", "Which make is the car?")
        browser.press("Renault", "Connect the Renault")
        (made,) = onboarded(browser.press("Allow", "The car is connected"))
        assert api.get(f"/vehicles/{made}").json()["integrated"] == "ACTIVE"

        home = urlencode({**asked, "redirect_uri": f"{desk.url}/back"})
        browser.open(f"{base}/vehicle_onboarding?{home}", "Which make is the car?")
        browser.press("Volvo", "Connect the Volvo")
        (other,) = onboarded(browser.press("Allow", "Back at the desk"))
        assert desk.heard[0].path == "/back"
        assert other not in (made, "")

        broken = next(car["id"] for car in api.get("/vehicles").json() if car["integrated"] == "INACTIVE")
        page = api.post(f"/vehicles/{broken}/reconnect", json={}).json()["url"]
        browser.open(page, "Connect again")
        browser.press("Allow", "The car is connected")
        assert api.get(f"/vehicles/{broken}").json()["integrated"] == "ACTIVE"
        browser.open(page, "This link has ended")
