"""The sync as the window shows it: by itself, by hand, held up, stuck, and what it has to ask."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.ports import Progress
from celliq_desktop.domain.problems import Cancelled, NeedsYou, TryAgain
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import JobState
from celliq_desktop.viewmodels.sync import SyncPhase
from tests.support.session_models import Session, session

_QUARTER = 991.0
"""A quarter of an hour with all of its jitter."""


@pytest.fixture
def desk() -> Session:
    """Signed in, synced once by itself."""
    made = session()
    made.models.load()
    made.models.sync.keep_fresh()
    return made


def _syncs(desk: Session) -> int:
    return len(desk.dealership.syncs)


def test_it_syncs_at_the_start_and_then_by_the_clock(desk: Session) -> None:
    assert _syncs(desk) == 1
    desk.clock.advance(_QUARTER)
    desk.models.tick()
    desk.models.tick()
    assert _syncs(desk) == 2


def test_coming_back_to_the_window_syncs_when_the_last_one_is_a_minute_old(desk: Session) -> None:
    desk.models.sync.somebody_is_back()
    assert _syncs(desk) == 1
    desk.clock.advance(61)
    desk.models.sync.somebody_is_back()
    assert _syncs(desk) == 2


def test_offline_says_so_with_the_age_of_the_data_and_comes_back_by_itself(desk: Session) -> None:
    """Tried again within seconds, not at the next quarter of an hour."""
    desk.dealership.problem = TryAgain("offline", "There is no network.", safe="All is kept.")
    desk.models.sync.start()
    state = desk.models.sync.state
    assert state.phase is SyncPhase.OFFLINE
    assert state.words.startswith("Offline, data from ")
    assert "You see data from" in state.notice
    desk.dealership.problem = None
    desk.clock.advance(3)
    desk.models.tick()
    assert desk.models.sync.state.phase is SyncPhase.IDLE


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            NeedsYou("captive_portal", "A web page answered: this network wants you to sign in."),
            "Network wants a sign-in",
        ),
        (TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=60), "Server busy, data from"),
        (TryAgain("not_renewed", "The sign-in could not be renewed just now."), "Not synced, data from"),
    ],
)
def test_what_is_no_missing_network_is_not_called_offline(desk: Session, problem: Any, words: str) -> None:
    """N13: the hotel's page is named."""
    desk.dealership.problem = problem
    desk.models.sync.start()
    state = desk.models.sync.state
    assert state.words.startswith(words)
    assert state.headline == problem.message


def test_nothing_is_synced_while_signed_out(desk: Session) -> None:
    desk.dealership.problem = NeedsYou("signed_out", "You are signed out.")
    desk.models.sync.start()
    desk.dealership.problem = None
    desk.clock.advance(_QUARTER)
    desk.models.tick()
    assert _syncs(desk) == 1


def test_a_clock_that_is_off_is_told_with_what_follows(desk: Session) -> None:
    """P14."""
    desk.dealership.summary = replace(desk.dealership.summary, clock_skew=ClockSkew(-660.0))
    desk.models.sync.start()
    state = desk.models.sync.state
    assert state.headline == "This computer's clock is off"
    assert state.notice.startswith("This computer's clock is 11 minutes behind the server's. No report can be sealed")
    desk.dealership.summary = replace(desk.dealership.summary, clock_skew=ClockSkew(120.0))
    desk.models.sync.start()
    assert desk.models.sync.state.headline == ""


def test_a_sign_in_the_key_store_did_not_take_is_told_until_it_is_kept(desk: Session) -> None:
    """N4."""
    desk.dealership.summary = replace(desk.dealership.summary, sign_in_kept=False)
    desk.models.sync.start()
    state = desk.models.sync.state
    assert state.headline == "Your sign-in is not saved"
    assert "Unlock the key store, or you sign in again next time; nothing else is lost." in state.notice
    desk.dealership.summary = replace(desk.dealership.summary, sign_in_kept=True)
    desk.models.sync.start()
    assert desk.models.sync.state.headline == ""


def test_a_total_that_does_not_add_up_is_said(desk: Session) -> None:
    wrong = StepOutcome(name="vehicles", state=StepState.MISMATCH, problem="The server counts 61, but lists 60.")
    desk.dealership.summary = replace(desk.dealership.summary, complete=False, steps=(wrong,))
    desk.models.sync.start()
    assert desk.models.sync.state.phase is SyncPhase.PARTIAL
    assert "Cars: The server counts 61, but lists 60." in desk.models.sync.state.notice


def test_a_part_that_failed_is_tried_again_soon(desk: Session) -> None:
    failed = StepOutcome(name="vehicles", state=StepState.FAILED, problem="CellIQ took too long to answer.")
    desk.dealership.summary = replace(desk.dealership.summary, complete=False, steps=(failed,))
    desk.models.sync.start()
    desk.clock.advance(3)
    desk.models.tick()
    assert _syncs(desk) == 3


def test_the_cars_looked_at_are_named_first(desk: Session) -> None:
    for number in (1, 2, 1):
        desk.models.sync.look_at(VehicleId(f"veh_{number}"))
    desk.models.sync.start()
    assert desk.dealership.wishes[-1].first == ("veh_1", "veh_2")


def test_a_person_decides_about_cars_that_are_gone(desk: Session) -> None:
    """N18."""
    desk.models.sync.keep_missing()
    assert (desk.dealership.kept, desk.dealership.wishes[-1].remove) == (1, False)
    desk.models.sync.remove_missing()
    assert desk.dealership.wishes[-1].remove


@pytest.mark.expects_log("WARNING celliq_desktop.viewmodels.sync: the sync did not move for two minutes*")
def test_a_sync_that_does_not_move_is_stopped_and_started_again(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """N23: once it has stopped; one that moves, however slowly, is left alone."""
    model, held = desk.models.sync, _Hung()
    monkeypatch.setattr(desk.runner, "submit", held.submit)
    model.start()
    for done in (1, 2, 3):
        desk.clock.advance(100)
        model.tick()
        desk.runner.board.put(
            JobRecord(99, "Sync", "sync", JobState.RUNNING, desk.clock.now(), done=done, words="cars")
        )
        assert held.cancels == 0
    desk.clock.advance(121)
    model.tick()
    desk.clock.advance(20)
    model.tick()
    assert (held.cancels, held.syncs) == (1, 1)
    held.end(Cancelled("cancelled", "Stopped."))
    assert held.syncs == 2
    assert model.state.phase is SyncPhase.SYNCING


class _Hung:
    """A runner whose sync neither ends nor moves until told."""

    id = 99

    def __init__(self) -> None:
        self.cancels = self.syncs = 0
        self._failed: Callable[[Any], None] = lambda _problem: None

    def submit(self, job: Any) -> "_Hung":
        """Keep it."""
        if job.key == "sync":
            self.syncs += 1
            self._failed = job.failed
        return self

    def cancel(self) -> None:
        """Somebody asks it to stop."""
        self.cancels += 1

    def end(self, problem: Any) -> None:
        """It stops."""
        self._failed(problem)


def test_what_waits_is_sent_when_its_time_has_come_and_not_before(desk: Session) -> None:
    """Between two syncs; tried in growing steps when it does not get on."""
    desk.dealership.outbox_due = desk.clock.now() + timedelta(seconds=100)
    desk.hub.publish(Changes.of(Topic.OUTBOX))
    desk.models.tick()
    assert desk.dealership.drained == 0
    desk.clock.advance(101)
    for _tick in range(4):
        desk.models.tick()
    assert desk.dealership.drained == 1
    desk.clock.advance(31)
    desk.models.tick()
    desk.clock.advance(31)
    desk.models.tick()
    assert desk.dealership.drained == 2
    desk.dealership.outbox_due = None
    desk.hub.publish(Changes.of(Topic.OUTBOX))
    desk.clock.advance(300)
    desk.models.tick()
    assert desk.dealership.drained == 2


def test_progress_is_told_while_it_runs(desk: Session) -> None:
    told: list[str] = []
    desk.models.sync.subscribe(lambda state: told.append(state.words))

    def progress(report: Progress) -> None:
        report(30, 60, "vehicles")

    desk.dealership.during_sync = progress
    desk.models.sync.start()
    assert "Vehicles · 30 of 60" in told
