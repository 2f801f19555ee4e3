"""Issuing a report costs a credit. The API documents no idempotency, so the key is a hint and the server's list of
reports is the truth (research/reliability.md E1: blind retries overspent in 1,248 of 1,500 schedules, reconciling in
none)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.outbox import CostClass, Operation, Wish
from celliq_desktop.domain.problems import TryAgain
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import meta
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.mirror.fleet import REPORT_KIND
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, Unreadable

_PAGE = 200
_MOST_PAGES = 100
_KEY_LIVES = timedelta(hours=12)
"""A server that honours idempotency keys forgets them some day; this long after the first request one is still
relied on (half of the day payment services keep them)."""
_CLOCKS_APART = timedelta(minutes=5)
"""So far this computer's clock may be from the server's before a person is told (``domain/clock_skew.py``)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What the server lists for a car: ``reports``, and the ids of rows that are there but cannot be read."""

    reports: tuple[Report, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Everything that is there, readable or not."""
        return tuple(sorted({*(report.id for report in self.reports), *self.unreadable}))

    def in_force(self, now: datetime) -> Report | None:
        """The newest report the server calls valid."""
        valid = [
            report
            for report in self.reports
            if report.status is ReportStatus.VALID and (report.valid_until is None or report.valid_until > now)
        ]
        return max(valid, key=lambda report: report.generated_at, default=None)


def report_wish(vehicle_id: VehicleId, *, again: bool, price: str | None = None) -> Wish:
    """At most one active report operation a car; ``again`` asks for a report although one may be in force, ``price``
    is what the person agreed to."""
    return Wish(
        kind=REPORT_KIND,
        natural_key=f"{REPORT_KIND}:{vehicle_id}",
        payload=json.dumps({"vehicle_id": vehicle_id, "report_type": "dealer", "again": again}),
        cost_class=CostClass.CREDIT,
        confirmed_price=price,
    )


def price_words(credits_required: int) -> str:
    """A price as it is stored and compared."""
    return N_("1 credit") if credits_required == 1 else f"{credits_required} credits"


def server_reports(desk: Desk, vehicle_id: VehicleId) -> Listed:
    """Everything the server lists for this car; a server that ignores the filter is filtered here. TryAgain
    ``list_endless`` rather than half an answer."""
    if desk.account.user.is_owner:
        return _owners_reports(desk, vehicle_id)
    found: dict[str, Report] = {}
    unreadable: list[str] = []
    seen = 0
    for number in range(1, _MOST_PAGES + 1):
        page = desk.api.reports_page(number, _PAGE, vehicle_id=vehicle_id)
        seen += len(page.items) + len(page.set_aside)
        found |= {report.id: report for report in page.items if report.vehicle_id == vehicle_id}
        unreadable += [row.item_id for row in page.set_aside if row.item_id is not None]
        if seen >= page.total or not (page.items or page.set_aside):
            return Listed(tuple(found.values()), tuple(unreadable))
    raise TryAgain("list_endless", N_("The server's list of reports does not end."), next_step=N_("Sync again."))


def _owners_reports(desk: Desk, vehicle_id: VehicleId) -> Listed:
    """What is known of an owner's car without a list: the reports mirrored here, and the id of the newest one, which
    the car itself carries (ASSUMED). One that is not mirrored is there and cannot be read."""
    with desk.mirror.read() as session:
        here = report_rows.reports_of(session, vehicle_id)
        car = vehicle_rows.vehicle(session, vehicle_id)
    newest = desk.api.find_vehicle(car) if car is not None else None
    last = newest.latest_report_id if newest is not None else None
    known = {report.id for report in here}
    return Listed(here, () if last is None or last in known else (last,))


def _vehicle_of(operation: Operation) -> VehicleId:
    return VehicleId(json.loads(operation.payload)["vehicle_id"])


def _prepare(desk: Desk, operation: Operation) -> Marker | Effect | Unreadable:
    listed = server_reports(desk, _vehicle_of(operation))
    landed = _landed(operation, listed)
    if landed is not None:
        return landed
    again = json.loads(operation.payload).get("again")
    in_force = None if again else listed.in_force(desk.clock.now())
    if in_force is not None:
        return _effect(in_force, N_("one is in force; nothing was sent"))
    return Marker(operation.pre_marker or json.dumps(listed.ids))


def _send(desk: Desk, operation: Operation) -> Effect:
    return _effect(desk.api.generate_report(_vehicle_of(operation), operation.op_id), "issued")


def _look(desk: Desk, operation: Operation) -> Effect | Unreadable | None:
    return _landed(operation, server_reports(desk, _vehicle_of(operation)))


def _landed(operation: Operation, listed: Listed) -> Effect | Unreadable | None:
    """What the server has now and had not before the first attempt. A row that is there but cannot be read counts: it
    may be the very report that was paid for."""
    if operation.pre_marker is None:
        return _issued_since(operation, listed)
    before = set(json.loads(operation.pre_marker))
    found = [report for report in listed.reports if report.id not in before]
    if found:
        return _effect(max(found, key=lambda report: report.generated_at), N_("found on the server"))
    if any(one not in before for one in listed.unreadable):
        return Unreadable(
            N_("The server has a new report of this car that this program cannot read. Tell CellIQ support.")
        )
    return None


def _issued_since(operation: Operation, listed: Listed) -> Effect | None:
    """For an order that a copy of the mirror brought back, made before it was sent: what the server had then is not
    known, so a report of this car that is younger than the wish is taken for the one that was paid for (P10)."""
    if operation.last_sent_at is None:
        return None  # it was asked for this moment
    asked = operation.created_at - _CLOCKS_APART
    found = [report for report in listed.reports if report.generated_at >= asked]
    newest = max(found, key=lambda report: report.generated_at, default=None)
    return None if newest is None else _effect(newest, "found on the server; it may have been sent before a repair")


def _effect(report: Report, note: str) -> Effect:
    return Effect(report.id, note, partial(report_rows.upsert, items=(report,), generation=0))


def _resend(desk: Desk, operation: Operation) -> bool:
    """Only where this very server has shown that it honours the key, and has not had time to forget it."""
    first = operation.first_sent_at
    with desk.mirror.read() as session:
        honours = meta.learned(session, f"honours_key.{REPORT_KIND}")
    return honours and first is not None and desk.clock.now() - first <= _KEY_LIVES


def _price(desk: Desk, operation: Operation) -> str | None:
    required = desk.api.validate_report(_vehicle_of(operation)).credits_required
    return None if required is None else price_words(required)


REPORT = Kind(
    name=REPORT_KIND,
    cost=CostClass.CREDIT,
    title=N_("Issue a report"),
    topics=frozenset({Topic.REPORTS, Topic.SUBSCRIPTION}),
    prepare=_prepare,
    send=_send,
    look=_look,
    resend=_resend,
    unseen_words=N_("No report was found on the server. It can be sent again."),
    price=_price,
)
