"""Cars as a telemetry service knows them (specs/ev-energy.yaml): without a VIN, linked to ours by a person only.

Energies in kWh, powers in kW, distances in km; the service counts in watt hours, watts and metres. None is "not said".
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Generic, NewType, TypeVar
from urllib.parse import parse_qs, urlsplit

from celliq_desktop.domain.syncing import SetAside

RemoteId = NewType("RemoteId", str)
"""A car's id at the service, e.g. ``vhcl01HRFF3SEVSCRAV9B3CHVDFN0H``: a third thing beside VIN and our vehicle id."""

Item = TypeVar("Item")


class Integration(Enum):
    """Whether the service reaches the car; ``UNKNOWN`` for a word this program does not know."""

    UNINTEGRATED = "UNINTEGRATED"
    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    UNKNOWN = ""

    @classmethod
    def read(cls, word: str) -> "Integration":
        """The member behind the service's word."""
        return next((one for one in cls if one.value == word.upper()), cls.UNKNOWN)


@dataclass(frozen=True, slots=True)
class CursorPage(Generic[Item]):
    """One page of a cursor-paged list; ``next_cursor`` is opaque, None on the last page."""

    items: tuple[Item, ...]
    next_cursor: str | None
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLog:
    """What a car reported at ``sampled_at``; ``key`` is that time as the service wrote it, its only identity.
    ``energy_added_kwh`` counts within the most recent charge, ``battery_level_kwh`` is what the car holds;
    ``current`` is ``AC``, ``DC`` or None; ``state`` the service's own word."""

    key: str
    sampled_at: datetime
    logged_at: datetime | None = None
    soc_percent: float | None = None
    charging: bool | None = None
    plugged_in: bool | None = None
    power_kw: float | None = None
    estimated_power_kw: float | None = None
    battery_level_kwh: float | None = None
    energy_added_kwh: float | None = None
    target_percent: float | None = None
    target_kwh: float | None = None
    minutes_to_full: float | None = None
    complete: bool | None = None
    odometer_km: float | None = None
    current: str | None = None
    data_source: str | None = None
    state: str | None = None
    raw: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteVehicle:
    """One car at the service. ``battery_kwh`` is nominal, ``effective_battery_kwh`` the service's own guess from the
    odometer: neither is evidence of a state of health. ``latest_key`` names the newest status log; ``latest`` is it,
    when the list was asked to bring it along."""

    id: RemoteId
    integration: Integration
    integration_raw: str
    make: str | None = None
    model: str | None = None
    trim: str | None = None
    trim_id: str | None = None
    user_id: str | None = None
    description: str | None = None
    battery_kwh: float | None = None
    effective_battery_kwh: float | None = None
    charge_limit_percent: float | None = None
    disabled: bool | None = None
    smart_charging: bool | None = None
    vehicle_class: str | None = None
    latest_key: str | None = None
    latest: StatusLog | None = None
    raw: str = "{}"

    @property
    def title(self) -> str:
        """What a person calls the car; its id when the service says nothing else."""
        named = " ".join(part for part in (self.make, self.model, self.trim) if part)
        return self.description or named or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLog:
    """The service failed to reach the car, in the words of the maker's interface."""

    key: str
    logged_at: datetime
    status_code: int | None = None
    controller: str | None = None
    error_code: str | None = None
    error_type: str | None = None
    command: str | None = None
    detail: str | None = None
    request_id: str | None = None
    raw: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationLog:
    """When the car's place was recorded, and whether it was at home; never the place itself."""

    key: str
    sampled_at: datetime
    logged_at: datetime | None = None
    at_home: bool | None = None
    raw: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLog:
    """What was sent to the car; ``current_a`` in ampere."""

    key: str
    logged_at: datetime
    command: str
    current_a: float | None = None
    external_id: str | None = None
    internal_id: str | None = None
    raw: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VppModes:
    """How a virtual power plant may control the car."""

    target_power: bool
    import_max_power: bool
    export_max_power: bool
    charge_mode: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteVehicleChange:
    """Fields to change; None leaves a field alone. ``battery_kwh`` (1-300) for unintegrated cars only."""

    battery_kwh: float | None = None
    charge_limit_percent: int | None = None
    smart_charging: bool | None = None
    vehicle_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRemoteVehicle:
    """A car that cannot be integrated. ``model_id`` and, where known, ``trim_id`` of the service's catalogue."""

    model_id: str
    trim_id: str | None = None
    battery_kwh: float | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A car as a person describes it: from the catalogue, or in words of their own where it lacks model or trim.
    ``new_model`` needs ``make_id``; ``new_trim`` needs ``battery_kwh``. Empty text is nothing."""

    make_id: str = ""
    model_id: str = ""
    new_model: str = ""
    trim_id: str = ""
    new_trim: str = ""
    battery_kwh: float | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reconnection:
    """A page on which the owner connects the car again; the URL has passed the URL policy."""

    url: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingChoice:
    """What the owner need not pick on the service's page any more; ids of its catalogue."""

    make_id: str | None = None
    model_id: str | None = None
    trim_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingRequest:
    """An onboarding under way; ``request_id`` binds its completion and is good for one use. ``url`` leads to the
    maker's sign-in and has passed the URL policy."""

    request_id: str
    url: str
    auth_method: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueMake:
    """A make of the service's catalogue."""

    id: str
    name: str
    subscription: str | None = None
    raw: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueModel:
    """A model; ``default_battery_kwh`` is 45 where the service knows nothing, so it is never a capacity when new."""

    id: str
    name: str
    make_id: str | None = None
    default_battery_kwh: float | None = None
    connector: str | None = None
    raw: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueTrim:
    """A trim; ``battery_kwh`` None when the service does not know it."""

    id: str
    name: str
    model_id: str | None = None
    battery_kwh: float | None = None
    raw: str = "{}"


def onboarded(address: str) -> tuple[RemoteId, ...]:
    """The cars named by the address on which an onboarding ended: ``vehicle_uid`` once for each. ``vehicle_id`` beside
    it is the service's legacy number and never an id of this contract (seed)."""
    try:
        found = parse_qs(urlsplit(address).query).get("vehicle_uid", [])
    except ValueError:
        return ()
    return tuple(RemoteId(one) for one in dict.fromkeys(found))
