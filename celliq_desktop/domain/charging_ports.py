"""Port of a service that starts, stops and bills charging sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from celliq_desktop.domain.charging import ChargingId, ChargingPage, ChargingSession


class ChargingApi(Protocol):
    """One user's sessions. Every method raises ``Problem`` kinds only: NeedsYou ``wrong_token`` (401: not understood,
    403: no longer valid), Refused ``not_found`` / ``not_accepted``, TryAgain; InDoubt for a write whose outcome is
    unknown. Writes send **one** request."""

    def sessions(self, after: str | None = None, *, size: int = 50) -> ChargingPage:
        """Newest first; ``after`` is the cursor of the page before."""
        ...

    def session(self, session_id: ChargingId) -> ChargingSession: ...

    def start(self, evse_id: str, payment_method: str) -> ChargingSession:
        """Costs money; there is no idempotency key. Refused ``payment_refused`` / ``already_charging`` /
        ``station_unavailable`` / ``billing_data_required``, TryAgain ``locked``."""
        ...

    def stop(self, session_id: ChargingId) -> None:
        """One that has ended already is a success."""
        ...

    def rate(self, session_id: ChargingId, stars: int) -> ChargingSession:
        """1 to 5."""
        ...

    def close(self) -> None: ...
