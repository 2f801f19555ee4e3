"""Ports of a telemetry service, one per capability: a source of status logs need not offer a catalogue.

Every method raises ``Problem`` kinds only: NeedsYou ``wrong_token`` (the token is not accepted any more), TryAgain,
InDoubt (writes only), Refused (403 ``no_permission``, 404 ``not_found``, 400/422 ``not_accepted``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from celliq_desktop.domain.providers import Rate
    from celliq_desktop.domain.remote_vehicles import (
        CatalogueMake,
        CatalogueModel,
        CatalogueTrim,
        CommandLog,
        CursorPage,
        ErrorLog,
        LocationLog,
        NewRemoteVehicle,
        OnboardingChoice,
        OnboardingRequest,
        Reconnection,
        RemoteId,
        RemoteVehicle,
        RemoteVehicleChange,
        StatusLog,
        VppModes,
    )


class TelemetrySource(Protocol):
    """Cars and what they reported, newest first."""

    @property
    def rate(self) -> Rate | None:
        """What the service still allows; None before the first answer, or when it does not say."""
        ...

    def vehicles(self, cursor: str | None = None) -> CursorPage[RemoteVehicle]:
        """Cars with make, model, trim and newest status log."""
        ...

    def vehicle(self, remote_id: RemoteId) -> RemoteVehicle: ...

    def status_logs(
        self,
        remote_id: RemoteId,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> CursorPage[StatusLog]:
        """Newest first; a ``cursor`` brings its own bounds along."""
        ...

    def status_log(self, remote_id: RemoteId, key: str) -> StatusLog: ...


class VehicleLogs(Protocol):
    """What else a service remembers of a car."""

    def error_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[ErrorLog]: ...

    def error_log(self, remote_id: RemoteId, key: str) -> ErrorLog: ...

    def location_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[LocationLog]: ...

    def location_log(self, remote_id: RemoteId, key: str) -> LocationLog: ...

    def command_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[CommandLog]: ...

    def command_log(self, remote_id: RemoteId, key: str) -> CommandLog: ...

    def vpp_modes(self, remote_id: RemoteId) -> VppModes: ...


class VehicleCatalogue(Protocol):
    """Makes, models and trims; ``ordering`` is ``name`` or ``-name``."""

    def makes(
        self, *, ordering: str | None = None, for_user: str | None = None, cursor: str | None = None
    ) -> CursorPage[CatalogueMake]: ...

    def make(self, make_id: str) -> CatalogueMake: ...

    def models(
        self,
        *,
        make_id: str | None = None,
        ordering: str | None = None,
        for_user: str | None = None,
        cursor: str | None = None,
    ) -> CursorPage[CatalogueModel]: ...

    def model(self, model_id: str) -> CatalogueModel: ...

    def create_model(self, name: str, make_id: str) -> CatalogueModel:
        """A model the catalogue lacks; hidden there until it was reviewed."""
        ...

    def trims(
        self, *, model_id: str | None = None, ordering: str | None = None, cursor: str | None = None
    ) -> CursorPage[CatalogueTrim]: ...

    def trim(self, trim_id: str) -> CatalogueTrim: ...

    def create_trim(self, name: str, model_id: str, battery_kwh: float) -> CatalogueTrim:
        """A trim of our own; no list shows it."""
        ...


class RemoteGarage(Protocol):
    """Changes to the cars at the service."""

    def create_vehicle(self, new: NewRemoteVehicle) -> RemoteVehicle: ...

    def update_vehicle(self, remote_id: RemoteId, change: RemoteVehicleChange) -> RemoteVehicle: ...

    def remove_vehicle(self, remote_id: RemoteId) -> int | None:
        """How many cars are left, where the service says; one that is gone already is no error."""
        ...

    def reconnect(self, remote_id: RemoteId) -> Reconnection: ...

    def disconnect(self, remote_id: RemoteId) -> RemoteVehicle:
        """Idempotent."""
        ...


class Onboarding(Protocol):
    """How a car comes to the service."""

    def onboarding_page(self, choice: OnboardingChoice) -> str:
        """The page to open in the owner's browser."""
        ...

    def begin_onboarding(self, choice: OnboardingChoice) -> OnboardingRequest:
        """For a native sign-in; one of make, model and trim must be chosen."""
        ...

    def complete_onboarding(self, request_id: str, auth_code: str) -> tuple[RemoteId, ...]:
        """Exchange the maker's code for cars; ``request_id`` is spent by it."""
        ...

    def send_onboarding_link(self, email: str, make: str) -> None:
        """Ask the service to e-mail the owner; a second call sends a second e-mail."""
        ...


class EvEnergyApi(TelemetrySource, VehicleLogs, VehicleCatalogue, RemoteGarage, Onboarding, Protocol):
    """All of ev.energy v2 that has to do with vehicles (seeds/ev-energy-vehicles-index); close it."""

    def close(self) -> None: ...
