"""The state behind ev.energy's API: cars with their logs, onboardings, and who may ask how often."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from celliq_desktop.sandbox.clock import Now
from celliq_desktop.sandbox.ev_energy.catalogue import Catalogue, model_id_of, trim_id_of
from celliq_desktop.sandbox.ev_energy.ids import id_of, uuid_of
from celliq_desktop.sandbox.ev_energy.telemetry import LiveCharge, live_charge, logs_of, stamp
from celliq_desktop.sandbox.fleet.cars import Car, Story

TOKEN = "ev-energy-sample-token"
READ_ONLY_TOKEN = "ev-energy-read-only-token"
"""A token with the scope ``vehicle:read`` alone."""
USER_ID = id_of("user", "sample")
USER_EMAIL = "sales@sample-dealer.example"
CLIENT_ID = "celliq-desktop-sample"
LIMIT = 1000
"""Requests an hour and token."""
AUTH_CODE = "SC-AUTH-CODE-EXAMPLE"
"""The public contract's own example; the consent page gives others."""
_REMOTE = (0, 3, 4, 7, 8, 14)
"""Cars of the sample fleet that ev.energy knows, too: one whose history lies at ev.energy alone, one whose connection
is broken, one that is charging now."""
_LIVE = 4
_HOUR = timedelta(hours=1)
_GOOD_FOR = timedelta(minutes=30)


@dataclass(slots=True, kw_only=True)
class RemoteCar:
    """One car. ``number`` is the legacy integer id that only the final redirect still carries."""

    id: str
    number: int
    integrated: str
    model_id: str
    trim_id: str | None
    battery_wh: int
    description: str
    charge_limit: int | None = 100
    smart_charging: bool = True
    vehicle_class: str | None = "PASSENGER"
    source: Car | None = None
    live: LiveCharge | None = None
    severed_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class OnboardingState:
    """An onboarding under way; ``vehicle_id`` set for a reconnection. ``done`` spends it."""

    id: str
    expires_at: datetime
    make_id: str | None = None
    model_id: str | None = None
    trim_id: str | None = None
    redirect_uri: str | None = None
    json: bool = False
    vehicle_id: str | None = None
    codes: set[str] = field(default_factory=set)
    done: bool = False


@dataclass(slots=True, kw_only=True)
class EvEnergyWorld:
    """``origin`` is the server's own address; ``cars`` those of the sample fleet by number."""

    origin: str
    now: Now
    fleet: Callable[[int], Car | None]
    seed_only: bool = False
    words: frozenset[str] = frozenset()
    limit: int = LIMIT
    catalogue: Catalogue = field(default_factory=Catalogue)
    vehicles: dict[str, RemoteCar] = field(default_factory=dict)
    onboardings: dict[str, OnboardingState] = field(default_factory=dict)
    mailed: list[tuple[str, str]] = field(default_factory=list)
    _counted: dict[str, deque[datetime]] = field(default_factory=dict)
    _logs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        begin = self.now()
        for number in _REMOTE:
            one = self.fleet(number)
            if one is not None and one.story is not Story.PENDING:
                self._from_fleet(number, one, begin)
        loan = self.add_vehicle(model_id_of("Dacia", "Spring"), None, "Loan car without connection")
        loan.battery_wh = 25_000

    @property
    def base(self) -> str:
        """The API's base address."""
        return f"{self.origin}/v2"

    def take_request(self, token: str) -> int:
        """Count a request; how many are left, -1 when this one was too many."""
        now, counted = self.now(), self._counted.setdefault(token, deque())
        while counted and now - counted[0] >= _HOUR:
            counted.popleft()
        if len(counted) >= self.limit:
            return -1
        counted.append(now)
        return self.limit - len(counted)

    def add_vehicle(
        self, model_id: str, trim_id: str | None, description: str, *, integrated: str = "UNINTEGRATED"
    ) -> RemoteCar:
        """A new car without history."""
        number = 4711 + len(self.vehicles)
        made = RemoteCar(
            id=id_of("vhcl", f"new:{number}:{len(self.onboardings)}"),
            number=number,
            integrated=integrated,
            model_id=model_id,
            trim_id=trim_id,
            battery_wh=self._battery(model_id, trim_id),
            description=description,
        )
        self.vehicles[made.id] = made
        return made

    def begin_onboarding(self, **known: Any) -> OnboardingState:
        """A page an owner may walk for half an hour."""
        name = uuid_of(f"onboarding:{len(self.onboardings)}")
        made = OnboardingState(id=name, expires_at=self.now() + _GOOD_FOR, **known)
        self.onboardings[name] = made
        return made

    def open_onboarding(self, name: str) -> OnboardingState | None:
        """One that is neither spent nor over."""
        found = self.onboardings.get(name)
        return found if found is not None and not found.done and found.expires_at > self.now() else None

    def finish_onboarding(self, state: OnboardingState) -> RemoteCar:
        """The owner has agreed: the car is there, or connected again."""
        state.done = True
        known = self.vehicles.get(state.vehicle_id or "")
        if known is not None:
            known.integrated, known.severed_at = "ACTIVE", None
            return known
        trim = self.catalogue.trims.get(state.trim_id or "")
        models = self.catalogue.models.values()
        chosen = state.model_id or (trim.model_id if trim else None)
        model_id = chosen or next(one.id for one in models if state.make_id in (None, one.make_id))
        found = trim or self.catalogue.trim_of_model(model_id)
        return self.add_vehicle(model_id, found.id if found else None, "", integrated="ACTIVE")

    def status_logs(self, vehicle_id: str) -> list[dict[str, Any]]:
        """Oldest first."""
        one = self.vehicles[vehicle_id]
        if one.source is None:
            return []
        if vehicle_id not in self._logs:
            self._logs[vehicle_id] = logs_of(one.source)
        rows = self._logs[vehicle_id]
        if one.live is None:
            return rows
        began = stamp(one.live.began)
        until = min(self.now(), one.severed_at or self.now())
        return [*(row for row in rows if row["sampled_at"] < began), *one.live.logs(until)]

    def _from_fleet(self, number: int, one: Car, begin: datetime) -> None:
        broken = one.story is Story.DISCONNECTED
        made = RemoteCar(
            id=id_of("vhcl", f"{one.seed}"),
            number=100 + number,
            integrated="INACTIVE" if broken else "ACTIVE",
            model_id=model_id_of(one.model.make, one.model.model),
            trim_id=trim_id_of(one.model.make, one.model.model, one.model.trim),
            battery_wh=round(one.model.usable_kwh * 1000),
            description="",
            source=one,
            live=live_charge(one, begin) if number == _LIVE else None,
            severed_at=one.last_sync_at if broken else None,
        )
        self.vehicles[made.id] = made

    def _battery(self, model_id: str, trim_id: str | None) -> int:
        trim = self.catalogue.trims.get(trim_id or "")
        return trim.battery_wh if trim and trim.battery_wh else self.catalogue.models[model_id].battery_wh
