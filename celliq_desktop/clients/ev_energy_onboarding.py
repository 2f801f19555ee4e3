"""How a car comes to ev.energy: its own consent page in the browser, a native sign-in, or a link by e-mail."""

from urllib.parse import parse_qs, urlencode, urlsplit

from celliq_desktop.clients import fields
from celliq_desktop.clients.ev_energy_session import EvEnergySession
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.remote_vehicles import OnboardingChoice, OnboardingRequest, Reconnection, RemoteId
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import ONBOARDING_HOSTS, checked_url

_START = "/vehicle_onboarding"


class EvEnergyOnboarding:
    """Implements ``telemetry_ports.Onboarding``."""

    def __init__(self, session: EvEnergySession) -> None:
        self._session = session

    def onboarding_page(self, choice: OnboardingChoice) -> str:
        """GET /vehicle_onboarding, for the owner's browser: it answers with a redirect that is not ours to follow."""
        base = self._session.transport.base_url
        url = f"{base}{_START}?{urlencode(self._asked(choice))}"
        return checked_url(url, api_url=base, allowed_hosts=ONBOARDING_HOSTS)

    def begin_onboarding(self, choice: OnboardingChoice) -> OnboardingRequest:
        """GET /vehicle_onboarding?response_type=json. The contract calls the same id ``..._id`` here and ``..._uid``
        where it is given back (research/apis.md 8.10); either is taken."""
        if not (choice.make_id or choice.model_id or choice.trim_id):
            raise NeedsYou("no_make", N_("Choose the make first."), next_step=N_("Choose a make, a model or a trim."))
        base = self._session.transport.base_url
        query = {**self._asked(choice), "response_type": "json"}

        def read(row: fields.Row) -> OnboardingRequest:
            listed = row.get("scopes")
            return OnboardingRequest(
                request_id=fields.text(row, "authorization_request_uid")
                or fields.need_text(row, "authorization_request_id"),
                url=checked_url(fields.need_text(row, "url"), api_url=base, allowed_hosts=ONBOARDING_HOSTS),
                auth_method=fields.text(row, "auth_method") or "api",
                scopes=tuple(str(one) for one in listed) if isinstance(listed, list) else (),
            )

        return self._session.one(_START, read, query)

    def complete_onboarding(self, request_id: str, auth_code: str) -> tuple[RemoteId, ...]:
        """POST /vehicle_onboarding/complete; needs no token."""
        body = {"authorization_request_uid": request_id, "auth_code": auth_code}
        answer = self._session.write("POST", f"{_START}/complete", body, open_to_all=True)

        def read(row: fields.Row) -> tuple[RemoteId, ...]:
            listed = row.get("vehicles")
            if not isinstance(listed, list):
                raise fields.Unusable("vehicles is missing")
            return tuple(RemoteId(fields.need_text(one, "id")) for one in listed if isinstance(one, dict))

        return self._session.object(answer, read)

    def send_onboarding_link(self, email: str, make: str) -> None:
        """POST /vehicle_onboarding/onboarding_link; the service e-mails the owner."""
        self._session.write("POST", f"{_START}/onboarding_link", {"email": email, "make": make})

    def _asked(self, choice: OnboardingChoice) -> dict[str, str]:
        asked = {
            "user_id": self._session.user,
            "client_id": self._known_client_id(),
            "make_id": choice.make_id,
            "model_id": choice.model_id,
            "trim_id": choice.trim_id,
        }
        return {name: value for name, value in asked.items() if value}

    def _known_client_id(self) -> str | None:
        """The id of the application the token belongs to: the catalogue's own onboarding links carry it."""
        if self._session.client_id is None:
            page = self._session.page("/vehicle_makes", _client_id_of, {"page_size": 10})
            self._session.client_id = next((one for one in page.items if one), "")
        return self._session.client_id or None


def reconnection(row: fields.Row, api_url: str) -> Reconnection:
    """``VehicleReconnectionUrl``: the schema says ``expires_at``, its own example ``expiry``."""
    url = checked_url(fields.need_text(row, "url"), api_url=api_url, allowed_hosts=ONBOARDING_HOSTS)
    return Reconnection(url, fields.moment(row, "expires_at") or fields.moment(row, "expiry"))


def _client_id_of(row: fields.Row) -> str:
    return parse_qs(urlsplit(fields.text(row, "onboarding_url") or "").query).get("client_id", [""])[0]
