"""The engine as a state machine: whatever order things happen in, the invariants hold after each of them, and with
quiet everything ends well. Hypothesis looks for the shortest story that breaks one.
"""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.faults import wishes
from tests.faults.invariants import check, ends_well
from tests.faults.story import CRASHES, Story, lasting, told
from tests.support.model.faults import FAULTS, REFUSED, Fault, status

_STATUSES = tuple(Fault(str(code), other=status(code)) for code in (401, 402, 403, 404, 409))
_FAULTS = st.sampled_from((*FAULTS, *CRASHES, REFUSED, *_STATUSES))
_CARS = st.integers(0, 2)
_SELLERS = st.integers(0, wishes.SELLERS - 1)
_REQUEST = st.integers(1, 20)
Troubles = list[tuple[Fault, int, int]]
_TROUBLES = st.lists(st.tuples(_FAULTS, st.integers(1, 12), st.sampled_from((1, 1, 4))), max_size=3)
"""What goes wrong during the next thing the program does: a fault, at which request, and how often."""


class Persons(RuleBasedStateMachine):
    """What persons do at the desk, while things go wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="celliq-machine-")
        self.story: Story | None = None

    @property
    def told(self) -> Story:
        """The story so far."""
        assert self.story is not None
        return self.story

    @rule(number=_CARS, again=st.booleans(), troubles=_TROUBLES)
    def clicks(self, number: int, again: bool, troubles: Troubles) -> None:
        """A person asks for a report."""
        self._comes(troubles)
        self.told.clicks(list(self.told.books.cars)[number], again=again)

    @rule(number=_SELLERS, count=st.sampled_from((1, 2)), troubles=_TROUBLES)
    def invites(self, number: int, count: int, troubles: Troubles) -> None:
        """A person sends a list of sellers."""
        self._comes(troubles)
        wishes.invites_sellers(self.told, number, count)

    @rule(number=_CARS, troubles=_TROUBLES)
    def changes_address(self, number: int, troubles: Troubles) -> None:
        """A person gives the dealership another address."""
        self._comes(troubles)
        wishes.changes_address(self.told, number)

    @rule(last=st.booleans(), troubles=_TROUBLES)
    def fetches_or_lets_go(self, last: bool, troubles: Troubles) -> None:
        """A person wants fresh readings of a car, or disconnects one."""
        self._comes(troubles)
        cars = wishes.connected(self.told)
        if last and len(cars) > 4:
            wishes.lets_go(self.told, cars[-1])
        else:
            wishes.fetches(self.told, cars[0])

    @rule(full=st.booleans(), troubles=_TROUBLES, ends_at=st.one_of(st.none(), st.integers(1, 30)))
    def syncs(self, full: bool, troubles: Troubles, ends_at: int | None) -> None:
        """By hand or by the timer; perhaps the program ends at a crash point."""
        self._comes(troubles)
        if ends_at is not None:
            self.told.crash_at(ends_at)
        self.told.syncs(full=full)

    def _comes(self, troubles: Troubles) -> None:
        for fault, first, times in troubles:
            self.told.coming |= lasting(fault, first, times)

    @rule(number=st.integers(0, 9), again=st.booleans())
    def decides(self, number: int, again: bool) -> None:
        """A person sends something again, or takes it back."""
        self.told.decides(number, again=again)


class Engine(Persons):
    """And what time, others, the network and the server do."""

    template: Path

    @initialize(
        honours_keys=st.booleans(),
        etags=st.booleans(),
        newest_first=st.booleans(),
        rotates=st.booleans(),
        lists_invites=st.booleans(),
        knows_invites=st.booleans(),
    )
    def begin(self, **ways: Any) -> None:
        """A profile, and a server with its ways."""
        self.story = told(self.template, Path(self.folder.name), cars=5, **ways)

    @rule(seconds=st.sampled_from((3, 45, 100, 40_000)))
    def time_passes(self, seconds: int) -> None:
        """A moment or a night."""
        self.told.clock.advance(seconds)

    @rule(number=_CARS)
    def colleague_issues(self, number: int) -> None:
        """Another desk of the same dealer."""
        self.told.colleague_issues(list(self.told.books.cars)[number])

    @rule(number=_SELLERS)
    def seller_connects_or_is_mailed_elsewhere(self, number: int) -> None:
        """What others do about invites."""
        if number == 0:
            wishes.seller_connects(self.told)
        else:
            wishes.colleague_invites(self.told, number)

    @rule(at=_REQUEST, removes=st.booleans())
    def fleet_changes_meanwhile(self, at: int, removes: bool) -> None:
        """A car comes or goes while the program reads page after page."""
        books = self.told.books

        def change() -> None:
            others = wishes.connected(self.told)[3:]
            if removes and others:
                books.remove(others[0])
            else:
                books.add_car()

        self.told.meanwhile[at] = change

    @rule()
    def token_ends(self) -> None:
        """The access token is refused from now on."""
        self.told.server.door.expire()

    @rule()
    def credits_change(self) -> None:
        """They run out, or somebody buys some."""
        self.told.books.credits = 0 if self.told.books.credits > 0 else 1_000

    @invariant()
    def holds(self) -> None:
        """Nothing spent twice, no wish lost, nothing shown dead that lives, no token used twice."""
        if self.story is not None:
            check(self.story)

    def teardown(self) -> None:
        """Quiet."""
        if self.story is not None:
            try:
                self.story.does(lambda: None)
                ends_well(self.story)
            finally:
                self.story.close()
        self.folder.cleanup()


def _run(template: Path, machines: int, steps: int) -> None:
    Engine.template = template
    run_state_machine_as_test(
        Engine,
        settings=settings(
            max_examples=machines,
            stateful_step_count=steps,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.expects_log("WARNING celliq_desktop")
def test_no_order_of_events_breaks_the_engine(mirror_template: Path) -> None:
    _run(mirror_template, machines=25, steps=25)


@pytest.mark.long
@pytest.mark.timeout(3_600)
@pytest.mark.expects_log("WARNING celliq_desktop")
def test_no_order_of_thousands_of_events_does(mirror_template: Path) -> None:
    _run(mirror_template, machines=2_000, steps=30)
