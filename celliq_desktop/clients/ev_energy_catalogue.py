"""ev.energy's catalogue of makes, models and trims."""

from celliq_desktop.clients import ev_energy_reader as reader
from celliq_desktop.clients.ev_energy_session import EvEnergySession, in_path
from celliq_desktop.domain.remote_vehicles import CatalogueMake, CatalogueModel, CatalogueTrim, CursorPage

_PAGE_SIZE = 100


class EvEnergyCatalogue:
    """Implements ``telemetry_ports.VehicleCatalogue``."""

    def __init__(self, session: EvEnergySession) -> None:
        self._session = session

    def makes(
        self, *, ordering: str | None = None, for_user: str | None = None, cursor: str | None = None
    ) -> CursorPage[CatalogueMake]:
        """GET /vehicle_makes."""
        query = _query(ordering=ordering, available_for_user_id=for_user)
        return self._session.page("/vehicle_makes", reader.make, query, cursor)

    def make(self, make_id: str) -> CatalogueMake:
        """GET /vehicle_makes/{vehicle_make_id}."""
        return self._session.one(f"/vehicle_makes/{in_path(make_id)}", reader.make)

    def models(
        self,
        *,
        make_id: str | None = None,
        ordering: str | None = None,
        for_user: str | None = None,
        cursor: str | None = None,
    ) -> CursorPage[CatalogueModel]:
        """GET /vehicle_models."""
        query = _query(make_id=make_id, ordering=ordering, available_for_user_id=for_user)
        return self._session.page("/vehicle_models", reader.model, query, cursor)

    def model(self, model_id: str) -> CatalogueModel:
        """GET /vehicle_models/{vehicle_model_id}."""
        return self._session.one(f"/vehicle_models/{in_path(model_id)}", reader.model)

    def create_model(self, name: str, make_id: str) -> CatalogueModel:
        """POST /vehicle_models."""
        body = {"name": name, "make": f"{self._session.transport.base_url}/vehicle_makes/{in_path(make_id)}"}
        return self._session.changed(self._session.write("POST", "/vehicle_models", body), reader.model)

    def trims(
        self, *, model_id: str | None = None, ordering: str | None = None, cursor: str | None = None
    ) -> CursorPage[CatalogueTrim]:
        """GET /vehicle_trims."""
        return self._session.page("/vehicle_trims", reader.trim, _query(model_id=model_id, ordering=ordering), cursor)

    def trim(self, trim_id: str) -> CatalogueTrim:
        """GET /vehicle_trims/{vehicle_trim_id}."""
        return self._session.one(f"/vehicle_trims/{in_path(trim_id)}", reader.trim)

    def create_trim(self, name: str, model_id: str, battery_kwh: float) -> CatalogueTrim:
        """POST /vehicle_trims."""
        body = {
            "name": name,
            "model": f"{self._session.transport.base_url}/vehicle_models/{in_path(model_id)}",
            "battery_size_watt_hours": round(battery_kwh * 1000),
        }
        return self._session.changed(self._session.write("POST", "/vehicle_trims", body), reader.trim)


def _query(**asked: str | None) -> dict[str, str | int]:
    return {"page_size": _PAGE_SIZE, **{name: value for name, value in asked.items() if value is not None}}
