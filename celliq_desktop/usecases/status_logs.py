"""Read the status logs of one remote car: what is new first, then what an earlier read left open.

What is new since the newest sample is written in one transaction, so that an interruption never leaves a gap behind
that newest sample; a first read, and one that is far behind, goes page by page with the cursor on the disk.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.remote_vehicles import CursorPage, RemoteVehicle, StatusLog
from celliq_desktop.domain.telemetry_ports import TelemetrySource
from celliq_desktop.mirror import checkpoints, readings
from celliq_desktop.mirror.readings import ReadingProgress
from celliq_desktop.mirror.remote_vehicles import telemetry_key
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.telemetry import samples_of_logs

_MOST_PAGES = 2_000
_NEWS_PAGES = 20
"""More new pages than these are not held in memory but read like a first time."""
_LATE = timedelta(minutes=10)
"""Samples may arrive this late (research/apis.md 7)."""


class OutOfBudget(Exception):
    """What the service still allows is kept for people; what was read so far is on the disk."""


@dataclass(slots=True, kw_only=True)
class StatusLogReader:
    """One car of one service. ``for_a_person`` may use the requests that are kept for people."""

    desk: Desk
    source: TelemetrySource
    provider: str
    car: RemoteVehicle
    cancel: CancelToken
    for_a_person: bool = False
    _oldest: datetime | None = field(default=None, init=False)

    def due(self) -> bool:
        """True when the service has something that is not here, or a read was left open."""
        at = self._progress()
        return at.cursor is not None or at.marker != self.car.latest_key

    def read(self) -> tuple[int, int]:
        """``(new samples, rows set aside)``; ``OutOfBudget`` when the rest must wait."""
        at = self._progress()
        new = odd = 0
        if at.newest_s is not None:
            new, odd = self._news(at)
            at = self._progress()
        if at.newest_s is None or at.cursor is not None:
            more, more_odd = self._follow(at.cursor)
            new, odd = new + more, odd + more_odd
        return new, odd

    def _news(self, at: ReadingProgress) -> tuple[int, int]:
        since = datetime.fromtimestamp(at.newest_s or 0.0, UTC) - _LATE
        pages: list[CursorPage[StatusLog]] = []
        cursor: str | None = None
        for _page in range(_NEWS_PAGES):
            pages.append(self._page(cursor, since))
            cursor = pages[-1].next_cursor
            if cursor is None:
                break
        if cursor is not None and at.cursor is not None:
            return 0, 0  # two gaps would need two cursors: the older one is closed first
        logs = [log for page in pages for log in page.items]
        return self._store(logs, pages, cursor=at.cursor or cursor)

    def _follow(self, cursor: str | None) -> tuple[int, int]:
        new = odd = 0
        for _page in range(_MOST_PAGES):
            page = self._page(cursor, None)
            cursor = page.next_cursor
            more, more_odd = self._store(list(page.items), [page], cursor=cursor)
            new, odd = new + more, odd + more_odd
            if cursor is None:
                break
        return new, odd

    def _page(self, cursor: str | None, since: datetime | None) -> CursorPage[StatusLog]:
        self.cancel.check()
        rate = self.source.rate
        if not self.for_a_person and rate is not None and not rate.spare(self.desk.clock.now()):
            raise OutOfBudget
        try:
            page = self.source.status_logs(self.car.id, since=since, cursor=cursor)
        except Refused as refusal:
            if cursor is None or refusal.code != "not_accepted":
                raise
            page = self._by_time(since)
        times = [log.sampled_at for log in page.items]
        self._oldest = min([*times, *((self._oldest,) if self._oldest is not None else ())], default=None)
        return page

    def _by_time(self, since: datetime | None) -> CursorPage[StatusLog]:
        """A cursor of this list is a time, which the contract's own pattern for cursors forbids (research/apis.md 2):
        a service that refuses the cursor it gave is asked for what is not newer than the oldest that came."""
        before = self._oldest
        page = self.source.status_logs(self.car.id, since=since, until=before)
        older = before is None or any(log.sampled_at < before for log in page.items)
        return page if older else replace(page, next_cursor=None)

    def _store(
        self, logs: list[StatusLog], pages: list[CursorPage[StatusLog]], *, cursor: str | None
    ) -> tuple[int, int]:
        odd = tuple(row for page in pages for row in page.set_aside)
        marker = self.car.latest_key if cursor is None else None
        with self.desk.mirror.write() as session:
            checkpoints.set_aside(session, f"{self.provider}:{self.car.id}", odd, self.desk.clock.now())
            new = readings.append(session, self._key, samples_of_logs(logs), cursor=cursor, marker=marker)
        return new, len(odd)

    @property
    def _key(self) -> VehicleId:
        return telemetry_key(self.provider, self.car.id)

    def _progress(self) -> ReadingProgress:
        with self.desk.mirror.read() as session:
            return readings.progress_of_car(session, self._key)
