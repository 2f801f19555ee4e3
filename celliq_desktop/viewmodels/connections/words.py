"""From records of connections and remote cars to words."""

from datetime import datetime

from celliq_desktop.domain import vin
from celliq_desktop.domain.links import Candidate
from celliq_desktop.domain.providers import Connection, ConnectionState
from celliq_desktop.domain.remote_vehicles import Integration
from celliq_desktop.domain.remote_view import RemoteCarView
from celliq_desktop.viewmodels.connections.states import CandidateState, RemoteLine, ServiceState
from celliq_desktop.viewmodels.formats import NOTHING, Formats, whole
from celliq_desktop.viewmodels.words import N_, _, ngettext, said

_STATES = {
    ConnectionState.CONNECTED: (N_("Connected"), "good"),
    ConnectionState.NEEDS_YOU: (N_("Needs another token"), "fair"),
    ConnectionState.NOT_CONNECTED: (N_("Not connected"), "none"),
}
_INTEGRATIONS = {
    Integration.ACTIVE: (N_("Connected"), "good"),
    Integration.INACTIVE: (N_("Connection broken"), "poor"),
    Integration.UNINTEGRATED: (N_("Without connection"), "none"),
}
_WHAT_FOR = {
    "ev_energy": N_("Brings status logs of cars that are connected there; linked ones count in the battery estimate."),
    "cariqa": N_("Brings charging sessions with their cost and receipts."),
    "stripe": N_("Brings invoices and receipts."),
}
_ACTS_FOR_USER = frozenset({"ev_energy", "cariqa"})
_LIKELY, _POSSIBLE = 0.8, 0.4


def service_state(one: Connection, now: datetime, formats: Formats) -> ServiceState:
    """A service as a card shows it."""
    standing = one.standing
    words, tone = _STATES[one.state]
    words = _(words)
    connected = one.state is not ConnectionState.NOT_CONNECTED
    parts = []
    if connected and standing.user:
        parts.append(f"For {standing.user}")
    if connected and standing.connected_at:
        parts.append(_("Since {connected_at}").format(connected_at=formats.date(standing.connected_at)))
    if connected:
        parts.append(
            _("Asked {last_sync_at}").format(last_sync_at=formats.age(standing.last_sync_at, now))
            if standing.last_sync_at
            else _("Not asked yet")
        )
    rate = ""
    if connected and standing.rate is not None:
        rate = _("{remaining} of {limit} requests were left {seen_at}; {reserve} are kept for people.").format(
            remaining=whole(standing.rate.remaining),
            limit=whole(standing.rate.limit),
            seen_at=formats.age(standing.rate.seen_at, now),
            reserve=whole(standing.rate.reserve),
        )
    return ServiceState(
        name=one.name,
        title=one.title,
        state=words,
        tone=tone,
        connected=connected,
        detail=". ".join(parts) + "." if parts else _(_WHAT_FOR.get(one.name, "")),
        error=said(standing.last_error or ""),
        rate=rate,
        acts_for_user=one.name in _ACTS_FOR_USER,
    )


def remote_line(view: RemoteCarView, title_of: str, now: datetime, formats: Formats) -> RemoteLine:
    """A remote car as a row; ``title_of`` is what our linked car is called."""
    car = view.car
    words, tone = (_("Gone from the service"), "none")
    if car is not None:
        words, tone = _INTEGRATIONS.get(car.integration, (car.integration_raw.capitalize(), "none"))
    words = _(words)
    return RemoteLine(
        remote_id=view.remote_id,
        title=car.title if car else view.remote_id,
        connection=words,
        tone=tone,
        last_report=formats.age(view.last_report, now) if view.last_report else _("never"),
        last_report_sort=view.last_report.timestamp() if view.last_report else 0.0,
        samples=formats.number(view.stored) if view.stored else NOTHING,
        samples_sort=view.stored,
        linked=(title_of or vin.grouped(view.link.vin)) if view.link else "",
        vehicle_id=view.link.vehicle_id if view.link else None,
        broken=car is not None and car.integration is Integration.INACTIVE,
        there=car is not None,
        by_hand=car is not None and car.integration is Integration.UNINTEGRATED,
        battery_kwh=car.battery_kwh if car else None,
        limit_percent=car.charge_limit_percent if car else None,
    )


def proof_of(view: RemoteCarView, formats: Formats) -> tuple[str, ...]:
    """Who confirmed the link when, and what was shown to them."""
    link = view.link
    if link is None:
        return ()
    sure = (
        ""
        if link.confidence is None
        else _(", {percent} likely then").format(percent=formats.percent(100 * link.confidence, 0))
    )
    return (
        _("Confirmed by {linked_by} on {linked_at}{sure}.").format(
            linked_by=link.linked_by, linked_at=formats.date(link.linked_at), sure=sure
        ),
        *link.evidence,
    )


def candidate_state(one: Candidate, formats: Formats) -> CandidateState:
    """One suggestion; never more certain than "likely"."""
    tone = "good" if one.confidence >= _LIKELY else "fair" if one.confidence >= _POSSIBLE else "none"
    return CandidateState(
        vehicle_id=one.vehicle_id,
        title=one.vehicle_title,
        vin=vin.grouped(one.vin),
        confidence=_("{percent} likely").format(percent=formats.percent(100 * one.confidence, 0)),
        tone=tone,
        evidence=one.evidence,
        doubts=one.doubts,
    )


def told_candidates(number: int) -> str:
    """What was found, in a sentence."""
    if not number:
        return _("None of your cars fits this one.")
    return ngettext(
        "{n} car may be this one. Nothing is linked until you confirm it.",
        "{n} cars may be this one. Nothing is linked until you confirm it.",
        number,
    ).format(n=whole(number))
