"""What ev.energy remembers of a car besides its status: errors, places without coordinates, commands, VPP modes."""

from celliq_desktop.clients import ev_energy_reader as reader
from celliq_desktop.clients.ev_energy_session import EvEnergySession, in_path
from celliq_desktop.domain.remote_vehicles import CommandLog, CursorPage, ErrorLog, LocationLog, RemoteId, VppModes

_PAGE = {"page_size": 50}


class EvEnergyLogs:
    """Implements ``telemetry_ports.VehicleLogs``; lists come newest first."""

    def __init__(self, session: EvEnergySession) -> None:
        self._session = session

    def error_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[ErrorLog]:
        """GET /vehicles/{vehicle_id}/error_logs."""
        return self._session.page(_logs(remote_id, "error_logs"), reader.error_log, _PAGE, cursor)

    def error_log(self, remote_id: RemoteId, key: str) -> ErrorLog:
        """GET /vehicles/{vehicle_id}/error_logs/{logged_at}."""
        return self._session.one(_logs(remote_id, "error_logs", key), reader.error_log)

    def location_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[LocationLog]:
        """GET /vehicles/{vehicle_id}/location_logs."""
        return self._session.page(_logs(remote_id, "location_logs"), reader.location_log, _PAGE, cursor)

    def location_log(self, remote_id: RemoteId, key: str) -> LocationLog:
        """GET /vehicles/{vehicle_id}/location_logs/{sampled_at}."""
        return self._session.one(_logs(remote_id, "location_logs", key), reader.location_log)

    def command_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[CommandLog]:
        """GET /vehicles/{vehicle_id}/command_logs; Refused ``no_permission`` without the scope ``debug:read``."""
        return self._session.page(_logs(remote_id, "command_logs"), reader.command_log, _PAGE, cursor)

    def command_log(self, remote_id: RemoteId, key: str) -> CommandLog:
        """GET /vehicles/{vehicle_id}/command_logs/{logged_at}."""
        return self._session.one(_logs(remote_id, "command_logs", key), reader.command_log)

    def vpp_modes(self, remote_id: RemoteId) -> VppModes:
        """GET /vehicles/{vehicle_id}/vpp_modes."""
        return self._session.one(_logs(remote_id, "vpp_modes"), reader.vpp_modes)


def _logs(remote_id: RemoteId, *more: str) -> str:
    return "/".join(("/vehicles", in_path(remote_id), *map(in_path, more)))
