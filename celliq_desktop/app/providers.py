"""The services a dealer may connect besides CellIQ: one entry each. Implements ``ports.Providers``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from celliq_desktop.domain.ports import Clock, SecretStore
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import normalise_api_url
from celliq_desktop.jobs.cancel import pause

if TYPE_CHECKING:  # the library costs half a second
    from celliq_desktop.clients.cariqa import CariqaClient
    from celliq_desktop.clients.ev_energy import EvEnergyClient
    from celliq_desktop.clients.stripe_billing import StripeBillingClient

TryToken = Callable[[str, str, str | None, Clock], None]
"""``(url, token, user, clock)``: one harmless request; NeedsYou ``wrong_token`` when it is refused."""


@dataclass(frozen=True, slots=True)
class ProviderSpec:
    """``default_url`` is where the service lives unless the command line says otherwise."""

    name: str
    title: str
    default_url: str
    try_token: TryToken


def _try_stripe(url: str, token: str, _user: str | None, clock: Clock) -> None:
    from celliq_desktop.clients.stripe_billing import StripeBillingClient

    with StripeBillingClient(url, token, clock) as client:
        client.try_key()


def stripe_of(providers: "KeptProviders", clock: Clock) -> "StripeBillingClient | None":
    """A client of the dealer's Stripe account; None while no key is kept. Close it."""
    key = providers.token(STRIPE)
    if key is None:
        return None
    from celliq_desktop.clients.stripe_billing import StripeBillingClient

    return StripeBillingClient(providers.url(STRIPE), key, clock)


def _try_ev_energy(url: str, token: str, user: str | None, clock: Clock) -> None:
    client = _ev_energy(url, token, user, clock)
    try:
        client.vehicles()
    except (NeedsYou, Refused) as refusal:
        raise NeedsYou(
            "wrong_token",
            N_("ev.energy does not accept this token."),
            safe=N_("Nothing was kept."),
            next_step=N_("Paste a token with the scope vehicle:read."),
        ) from refusal
    finally:
        client.close()


def _try_cariqa(url: str, token: str, user: str | None, clock: Clock) -> None:
    client = _cariqa(url, token, user, clock)
    try:
        client.sessions(size=1)
    except Refused as refusal:
        raise NeedsYou(
            "wrong_token",
            N_("Cariqa does not know this user with this token: {message}").format(message=refusal.message),
            safe=N_("Nothing was kept."),
            next_step=N_("Check the user's id."),
        ) from refusal
    finally:
        client.close()


def ev_energy_of(providers: "KeptProviders", user: str | None, clock: Clock) -> "EvEnergyClient | None":
    """A client of the connected ev.energy account acting for ``user``; None while no token is kept. Close it."""
    token = providers.token(EV_ENERGY)
    return None if token is None else _ev_energy(providers.url(EV_ENERGY), token, user, clock)


def _ev_energy(url: str, token: str, user: str | None, clock: Clock) -> "EvEnergyClient":
    from celliq_desktop.clients.ev_energy import EvEnergyClient
    from celliq_desktop.clients.transport import Transport

    return EvEnergyClient(Transport(url, "ev.energy", clock, pause), token, user)


def cariqa_of(providers: "KeptProviders", user: str | None, clock: Clock) -> "CariqaClient | None":
    """A client of the connected Cariqa user; None while no token is kept. Close it."""
    token = providers.token(CARIQA)
    return None if token is None else _cariqa(providers.url(CARIQA), token, user, clock)


def _cariqa(url: str, token: str, user: str | None, clock: Clock) -> "CariqaClient":
    from celliq_desktop.clients.cariqa import CariqaClient
    from celliq_desktop.clients.transport import Transport

    return CariqaClient(Transport(url, "Cariqa", clock, pause), token, user)


EV_ENERGY, CARIQA, STRIPE = "ev_energy", "cariqa", "stripe"
PROVIDERS: tuple[ProviderSpec, ...] = (
    ProviderSpec(EV_ENERGY, "ev.energy", "https://api.ev.energy/v2", _try_ev_energy),
    ProviderSpec(CARIQA, "Cariqa", "https://connect.cariqa.com/api/v1", _try_cariqa),
    ProviderSpec(STRIPE, "Stripe", "https://api.stripe.com", _try_stripe),
)


class KeptProviders:
    """The services of one account; ``owner`` is the hash of the account, part of the secrets' names."""

    def __init__(
        self,
        owner: str,
        urls: Mapping[str, str],
        secret_store: Callable[[], SecretStore],
        clock: Clock,
        specs: tuple[ProviderSpec, ...] = PROVIDERS,
    ) -> None:
        self._owner = owner
        self._urls = urls
        self._secret_store = secret_store
        self._clock = clock
        self._specs = {spec.name: spec for spec in specs}

    @property
    def names(self) -> tuple[str, ...]:
        """Services that can be connected."""
        return tuple(self._specs)

    def title(self, name: str) -> str:
        """The service's own name."""
        return self._specs[name].title

    def url(self, name: str) -> str:
        """Where it is asked; NeedsYou ``bad_api_url`` for an address that must not be used."""
        return normalise_api_url(self._urls.get(name) or self._specs[name].default_url)

    def try_token(self, name: str, token: str, user: str | None) -> None:
        """One request with the token."""
        self._specs[name].try_token(self.url(name), token, user, self._clock)

    def token(self, name: str) -> str | None:
        """The token that is kept; None when there is none."""
        return self._secret_store().get(self._key(name))

    def keep(self, name: str, token: str) -> None:
        """Keep a token in the secret store."""
        self._secret_store().put(self._key(name), token)

    def forget(self, name: str) -> None:
        """Drop the token."""
        self._secret_store().delete(self._key(name))

    def _key(self, name: str) -> str:
        return f"provider:{name}:{self._owner}"
