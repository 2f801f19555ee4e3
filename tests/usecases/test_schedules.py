"""Random days of a dealer, with every kind of change: lost replies, crashes, refused connections, a clock that moves.
Credits spent never exceed wishes, and no wish disappears. A failing seed is in the test's name; it replays.
"""

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.disconnect import disconnect_wish
from celliq_desktop.usecases.kinds.settings import settings_wish
from celliq_desktop.usecases.kinds.vehicle_sync import vehicle_sync_wish
from celliq_desktop.usecases.send_outbox import cancel_operation, carry_out, operations, retry
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import Lost, Step, offline, server_error
from tests.support.clocks import FakeClock
from tests.support.desks import click, make_desk, quiet, synced
from tests.support.mirrors import car
from tests.usecases.conftest import MirrorMaker, Reopen

_CARS = tuple(VehicleId(f"veh_{number}") for number in (1, 2))
_SOLD = VehicleId("veh_3")
_WRITES = ("generate_report", "sync_vehicle", "disconnect_vehicle", "change_settings")
_STEPS = 16
_QUICK = 200
_LONG = 10_000
_BLOCK = 50
"""Schedules a test."""
_LATEST_S = 60
"""A lost order takes effect within the deadline of the request, or not at all (research/reliability.md 4.3)."""
_OVER = (OperationState.DONE, OperationState.REJECTED, OperationState.CANCELLED)


class Crash(BaseException):
    """The program ends here."""


@dataclass
class Day:
    """One schedule under way. ``wished`` counts what the person asked for by car; ``issued_elsewhere`` what a
    colleague did; ``others`` counts wishes of the kinds that cost nothing."""

    dice: random.Random
    clock: FakeClock
    celliq: FakeCellIq
    reopen: Reopen
    mirror: Mirror
    wished: Counter[VehicleId] = field(default_factory=Counter)
    issued_elsewhere: Counter[VehicleId] = field(default_factory=Counter)
    others: int = 0
    known: dict[OperationId, OperationState] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        """The program as it runs now."""
        return make_desk(self.mirror, self.celliq, self.clock)

    def trouble(self) -> Step | Lost:
        """What befalls the next order."""
        late = self.dice.choice([0, 30, _LATEST_S])
        return self.dice.choice(
            [
                None,
                None,
                Lost(late),
                Lost(late),
                Lost(late, Crash),
                InDoubt("in_doubt", "CellIQ did not confirm."),
                TryAgain("conflict", "CellIQ is still working on this."),
                TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=60.0),
                NeedsYou("payment_required", "No credits are left."),
                NeedsYou("signed_out", "You are signed out."),
                offline(),
                Crash(),
            ]
        )

    def reading_trouble(self) -> Step:
        """What befalls the next look at the server's list."""
        return self.dice.choice([None, None, None, offline(), server_error(), Crash()])

    def survive(self, work: Callable[[], object]) -> None:
        """Do it; whatever comes is shown to the person, or ends the program, which is started again."""
        for name in _WRITES:
            self.celliq.script[name].append(self.trouble())
        for _look in range(self.dice.randint(0, 2)):
            self.celliq.script["reports_page"].append(self.reading_trouble())
            self.celliq.script["find_vehicle"].append(self.reading_trouble())
        try:
            work()
        except Problem as problem:
            self.log.append(f"  {problem.code}")
            self.shown.append(problem.message)
        except Crash:
            self.log.append("  crash")
            self.mirror.close()
            self.mirror = self.reopen()
        finally:
            self.celliq.script.clear()

    def clicks(self) -> None:
        """A wish; a click while one is under way, or while a report is in force, is the same wish."""
        one = self.dice.choice((_CARS[0], *_CARS))
        again = self.dice.random() < 0.2
        under_way = [row for row in operations(self.desk) if row.natural_key == f"report:{one}" and row.state.active]
        self.wished[one] += not under_way
        self.survive(lambda: click(self.desk, one, again=again))

    def wishes_something_free(self) -> None:
        """Fresh readings, other settings, a car that is let go; one click each, whatever is under way."""
        number = self.dice.randint(1, 9)
        wish = self.dice.choice(
            [
                vehicle_sync_wish(self.dice.choice(_CARS)),
                disconnect_wish(_SOLD),
                settings_wish({"address": f"Straße {number}"}),
            ]
        )
        under_way = [row for row in operations(self.desk) if row.natural_key == wish.natural_key and row.state.active]
        self.others += not under_way
        self.survive(lambda: carry_out(self.desk, [wish], progress=quiet, cancel=CancelFlag()))

    def syncs(self) -> None:
        """By hand or by the timer."""
        self.survive(lambda: synced(self.desk))

    def time_passes(self) -> None:
        """Seconds, minutes, or a night."""
        self.clock.advance(self.dice.choice([3, 20, 45, 100, 40_000]))

    def decides(self) -> None:
        """A person sends something again, or takes it back."""
        rows = operations(self.desk)
        if rows:
            row = self.dice.choice(rows)
            act = self.dice.choice([retry, cancel_operation])
            try:
                act(self.desk, row.op_id)
            except Refused as refusal:
                self.log.append(f"  {refusal.code}")

    def colleague_issues(self) -> None:
        """Another desk of the same dealer."""
        one = self.dice.choice(_CARS)
        self.celliq.issue(one)
        self.issued_elsewhere[one] += 1

    def report_expires(self) -> None:
        """Three months later."""
        self.clock.advance(91 * 86_400)

    def check(self) -> None:
        """What must hold at every moment."""
        assert all(self.shown)
        for one in _CARS:
            spent = len(self.celliq.reports_of(one)) - self.issued_elsewhere[one]
            assert spent <= self.wished[one], f"{spent} issued for {self.wished[one]} wishes"
        rows = {row.op_id: row for row in operations(self.desk)}
        assert self.known.keys() <= rows.keys(), "a wish has disappeared"
        assert sum(self.wished.values()) + self.others == len(rows), "a wish left no trace"
        for op_id, before in self.known.items():
            assert before not in _OVER or rows[op_id].state is before, "what was over changed"
        self.known = {op_id: row.state for op_id, row in rows.items()}

    def ends_well(self) -> None:
        """With a quiet network everything comes to an end, or visibly waits for a person."""
        for _round in range(3):
            self.clock.advance(1_000)
            synced(self.desk)
        for row in operations(self.desk):
            assert row.state in (*_OVER, OperationState.NEEDS_USER, OperationState.NEEDS_PAYMENT)
            assert row.state not in (OperationState.NEEDS_USER, OperationState.NEEDS_PAYMENT) or row.last_error
            if row.state is OperationState.DONE and row.kind == "report":
                assert row.result_ref in self.celliq.issued
            if row.state is OperationState.DONE and row.kind == "disconnect":
                assert _SOLD not in self.celliq.cars
        settings = [row for row in operations(self.desk) if row.kind == "settings"]
        if settings and all(row.state is OperationState.DONE for row in settings):
            assert self.celliq.settings_now["address"] == json.loads(settings[-1].payload)["address"]
        self.check()


def _play(seed: int, make_mirror: MirrorMaker) -> None:
    clock = FakeClock()
    celliq = FakeCellIq(clock)
    for number in (1, 2, 3):
        celliq.add(car(number))
    celliq.credits = 1_000
    reopen = make_mirror(clock)
    day = Day(random.Random(seed), clock, celliq, reopen, reopen())
    events = (
        [day.clicks] * 4
        + [day.wishes_something_free] * 3
        + [day.syncs] * 4
        + [day.time_passes] * 3
        + [day.decides] * 2
        + [day.colleague_issues]
        + [day.report_expires]
    )
    try:
        for _step in range(_STEPS):
            event = day.dice.choice(events)
            day.log.append(event.__name__)
            event()
            day.check()
        day.ends_well()
    except AssertionError as wrong:
        wrong.add_note(f"seed {seed}: " + "; ".join(day.log))
        raise
    finally:
        day.mirror.close()


def _block(first: int, make_mirror: MirrorMaker) -> None:
    for seed in range(first, first + _BLOCK):
        _play(seed, make_mirror)


@pytest.mark.timeout(1_200)  # a database a day, on PostgreSQL
@pytest.mark.expects_log("WARNING celliq_desktop.usecases.*")
@pytest.mark.parametrize("first", range(0, _QUICK, _BLOCK))
def test_no_schedule_spends_a_credit_twice_or_loses_a_wish(first: int, make_mirror: MirrorMaker) -> None:
    _block(first, make_mirror)


@pytest.mark.long
@pytest.mark.expects_log("WARNING celliq_desktop.usecases.*")
@pytest.mark.parametrize("mirror_kind", ["file"])
@pytest.mark.parametrize("first", range(_QUICK, _LONG, _BLOCK))
def test_no_schedule_of_thousands_does_so_either(first: int, make_mirror: MirrorMaker) -> None:
    """On files alone: what thousands of days do to a group is looked at in tests/faults/test_group.py."""
    _block(first, make_mirror)
