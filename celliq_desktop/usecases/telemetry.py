"""All samples of a car: CellIQ's own, those of remote cars a person has linked to it, and logs added by hand."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

from celliq_desktop.battery.listed import with_listed
from celliq_desktop.battery.merging import Spans, merged
from celliq_desktop.domain.charging import EvseCharge
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.manual_logs import ManualLog, ManualShare
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.remote_vehicles import StatusLog
from celliq_desktop.domain.sessions import ChargeSession
from celliq_desktop.mirror import links, manual_logs, readings
from celliq_desktop.mirror.remote_vehicles import telemetry_key
from celliq_desktop.usecases.charging_evidence import charges_of_car


@dataclass(frozen=True, slots=True)
class Telemetry:
    """All samples of a car, the times taken from each log that was added by hand, and what charging points counted in
    its linked sessions. ``lists``: lists of charges that were added by hand."""

    samples: Samples
    manual: tuple[tuple[ManualLog, Spans], ...] = ()
    charges: tuple[EvseCharge, ...] = ()
    lists: tuple[tuple[ManualLog, tuple[ChargeSession, ...]], ...] = ()

    @property
    def listed(self) -> tuple[ChargeSession, ...]:
        """The charges of all lists, each once: of the list added first."""
        found: tuple[ChargeSession, ...] = ()
        for _log, sessions in self.lists:
            found = with_listed(found, sessions)
        return found

    def shares(self, sessions: Sequence[ChargeSession]) -> tuple[ManualShare, ...]:
        """Which of ``sessions`` (cut from ``samples``) come from which log; the log added last took what it took."""
        of: dict[int, ManualLog] = {}
        order = sorted(range(len(sessions)), key=lambda at: sessions[at].start_s)
        starts = [sessions[at].start_s for at in order]
        for log, spans in self.manual:
            for start, end in spans:
                inside = order[bisect_left(starts, start) : bisect_right(starts, end)]
                of |= {at: log for at in inside if sessions[at].end_s <= end}
        for log, listed in self.lists:
            told = {(one.start_s, one.end_s) for one in listed}
            bare = (at for at in order if not sessions[at].samples and at not in of)
            of |= {at: log for at in bare if (sessions[at].start_s, sessions[at].end_s) in told}
        return tuple(ManualShare(log, tuple(at for at in sorted(of) if of[at] is log)) for log, _spans in self.manual)


def telemetry_of_car(session: Any, vehicle_id: VehicleId) -> Telemetry:
    """What the battery estimate works with; each charge whole from the source that saw it best."""
    linked = [
        readings.samples_of(session, telemetry_key(one.provider, one.remote_id))
        for one in links.links_of_car(session, vehicle_id)
    ]
    by_hand = manual_logs.logs_of_car(session, vehicle_id)
    others = [*(one for one in linked if len(one)), *(manual_logs.samples_of(session, log) for log in by_hand)]
    samples, taken = merged(readings.samples_of(session, vehicle_id), others)
    manual = tuple(zip(by_hand, taken[len(taken) - len(by_hand) :], strict=True))
    lists = tuple((log, listed) for log in by_hand if (listed := manual_logs.listed_of(session, log)))
    return Telemetry(samples, manual, charges_of_car(session, vehicle_id), lists)


def stored_of_car(session: Any, vehicle_id: VehicleId) -> str:
    """What ``telemetry_of_car`` would read, as a text that changes with it; empty without any."""
    found = str(readings.progress_of_car(session, vehicle_id).stored or "")
    for link in links.links_of_car(session, vehicle_id):
        stored = readings.progress_of_car(session, telemetry_key(link.provider, link.remote_id)).stored
        if stored:
            found = f"{found or '0'}+{link.provider}:{link.remote_id}:{stored}"
    for log in manual_logs.logs_of_car(session, vehicle_id):
        found = f"{found or '0'}+manual:{log.sha256}"
    counted = "".join(f"+{one.session_id}:{one.energy_kwh:g}" for one in charges_of_car(session, vehicle_id))
    return f"{found}{counted}" if found else ""


def car_behind(session: Any, key: str) -> VehicleId:
    """The car of ours that these samples count for: the linked one where they are a remote car's."""
    provider, is_remote, remote_id = key.partition(":")
    link = links.link_of(session, provider, remote_id) if is_remote else None
    return VehicleId(key) if link is None else link.vehicle_id


def samples_of_logs(logs: Iterable[StatusLog]) -> Samples:
    """Status logs as samples. The estimated rate stands in where the car reports none; a flag the car does not send is
    taken from the service's word for its state."""
    rows = tuple(logs)

    def column(values: Iterable[float | None]) -> "array[float]":
        return array("d", [nan if value is None else value for value in values])

    return Samples.from_columns(
        array("d", [log.sampled_at.timestamp() for log in rows]),
        soc_percent=column(log.soc_percent for log in rows),
        energy_kwh=column(log.energy_added_kwh for log in rows),
        power_kw=column(log.estimated_power_kw if log.power_kw is None else log.power_kw for log in rows),
        odometer_km=column(log.odometer_km for log in rows),
        plugged_in=column(_plugged_in(log) for log in rows),
        charging=column(_charging(log) for log in rows),
    )


def _charging(log: StatusLog) -> float | None:
    if log.charging is not None:
        return float(log.charging)
    return {"PLUGGED_IN_CHARGING": 1.0, "DRIVING": 0.0, "STATIONARY": 0.0, "PLUGGED_IN_COMPLETE": 0.0}.get(
        log.state or ""
    )


def _plugged_in(log: StatusLog) -> float | None:
    if log.plugged_in is not None:
        return float(log.plugged_in)
    if log.state is None or log.state == "UNKNOWN":
        return None
    return float(log.state.startswith("PLUGGED_IN"))
