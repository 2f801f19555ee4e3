"""A charging service, hand-written: sessions in memory, a start that can be lost, a clock that is the test's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from celliq_desktop.domain.charging import ChargingId, ChargingPage, ChargingSession, Cost, Prices, Station
from celliq_desktop.domain.problems import InDoubt, Problem, Refused
from tests.support.clocks import FakeClock

EVSE = "DE*SMP*E1001*1"
CARD = "pm_card"
_START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def bill(total: str = "5.39", **known: Any) -> Cost:
    """What was billed."""
    values: dict[str, Any] = {"currency": "EUR", "total": Decimal(total), "vat": Decimal("0.86"), "kwh": Decimal(total)}
    return Cost(**values | known)


def charged(number: int = 1, **known: Any) -> ChargingSession:
    """Session ``number``: an hour at 11 kW, so many days after the first of November, with its final record."""
    begin = _START + timedelta(days=number)
    values: dict[str, Any] = {
        "id": ChargingId(f"ses-{number:04d}"),
        "evse_id": EVSE,
        "active": False,
        "started_at": begin,
        "ended_at": begin + timedelta(hours=1),
        "duration_s": 3600,
        "energy_kwh": Decimal("10.000"),
        "station": Station(name="Sample Energie", connector="IEC_62196_T2", power_kw=22.0),
        "prices": Prices(currency="EUR", kwh=Decimal("0.54")),
        "cost": bill(),
    }
    return ChargingSession(**values | known)


class FakeCariqa:
    """Implements ``charging_ports.ChargingApi``. ``problem`` is raised by everything while it is set; ``lose`` next
    start or stop happens, and its answer is lost; ``started`` counts what really began."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.known: dict[ChargingId, ChargingSession] = {}
        self.heard: list[str] = []
        self.problem: Problem | None = None
        self.lose = False
        self.lists_new = True
        self.oldest_first = False
        self.started = 0
        self.page_size = 3
        self.closed = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def add(self, *sessions: ChargingSession) -> None:
        """Put sessions there."""
        self.known |= {one.id: one for one in sessions}

    def close(self) -> None:
        """Count it."""
        self.closed += 1

    def sessions(self, after: str | None = None, *, size: int = 50) -> ChargingPage:
        """Newest first, unless it is ``oldest_first``; the cursor is a row number."""
        self._asked(f"sessions {after}")
        rows = sorted(self.known.values(), key=lambda one: one.started_at or _START, reverse=not self.oldest_first)
        if not self.lists_new:
            rows = [one for one in rows if not one.id.startswith("new")]
        start, step = int(after or 0), min(size, self.page_size)
        end = start + step
        return ChargingPage(tuple(rows[start:end]), str(end) if end < len(rows) else None, len(rows))

    def session(self, session_id: ChargingId) -> ChargingSession:
        """One."""
        self._asked("session")
        return self._known(session_id)

    def start(self, evse_id: str, payment_method: str) -> ChargingSession:
        """A new session."""
        self._asked("start")
        if payment_method != CARD:
            raise Refused("payment_refused", "The card was declined.")
        if any(one.active and one.evse_id == evse_id for one in self.known.values()):
            raise Refused("already_charging", "A session is running already.")
        self.started += 1
        name = ChargingId(f"new-{self.started}")
        self.add(
            charged(
                id=name,
                evse_id=evse_id,
                active=True,
                started_at=self.clock.now(),
                ended_at=None,
                energy_kwh=Decimal("0.000"),
                cost=None,
            )
        )
        self._lost()
        return self.known[name]

    def stop(self, session_id: ChargingId) -> None:
        """Energy flows no more; the record is not there yet."""
        self._asked("stop")
        self.known[session_id] = replace(self._known(session_id), active=False)
        self._lost()

    def rate(self, session_id: ChargingId, stars: int) -> ChargingSession:
        """Keep the stars."""
        self._asked("rate")
        self.known[session_id] = replace(self._known(session_id), rating=stars)
        return self.known[session_id]

    def record(self, session_id: ChargingId, **known: Any) -> None:
        """The operator's record arrives."""
        values: dict[str, Any] = {"active": False, "ended_at": self.clock.now(), "cost": bill()} | known
        self.known[session_id] = replace(self.known[session_id], **values)

    def opener(self) -> Callable[[], "FakeCariqa"]:
        """What a desk calls."""
        return lambda: self

    def _asked(self, what: str) -> None:
        self.heard.append(what)
        self.meanwhile()
        if self.problem is not None:
            raise self.problem

    def _lost(self) -> None:
        if self.lose:
            self.lose = False
            raise InDoubt("in_doubt", "Cariqa did not confirm.")

    def _known(self, session_id: ChargingId) -> ChargingSession:
        if session_id not in self.known:
            raise Refused("not_found", "Charging session not found.")
        return self.known[session_id]
