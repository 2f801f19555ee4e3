"""Charging in the window: the list, one session in full, what charges now, and the ways to start, stop and rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.charging import PROVIDER, ChargingId
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.charging.lookout import Lookout
from celliq_desktop.viewmodels.charging.words import (
    ChargingView,
    Receipt,
    ended_words,
    just_ended,
    receipt,
    with_chosen,
    worded,
)
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _

if TYPE_CHECKING:
    from celliq_desktop.domain.charging import ChargingOverview
    from celliq_desktop.viewmodels.workbench import Workbench


class ChargingViewModel(Observable[ChargingView]):
    """Reads the mirror when asked and whenever sessions changed; looks at what charges until it has ended."""

    def __init__(self, bench: Workbench, formats: Formats) -> None:
        super().__init__(ChargingView())
        self._bench, self._desk = bench, bench.desk
        self._formats = formats
        self._overview: ChargingOverview | None = None
        self._chosen: ChargingId | None = None
        self._lookout = Lookout(bench, self._failed)
        self._end = bench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening and looking."""
        self._end()
        self._lookout.close()

    def load(self) -> None:
        """Read the mirror."""
        from celliq_desktop.usecases.charging import charging_overview

        self._bench.runner.submit(
            Job(
                name=N_("Read charging"),
                lane=Lane.READ,
                key="charging",
                work=lambda _context: charging_overview(self._desk),
                done=self._loaded,
                failed=self._failed,
                quiet=True,
            )
        )

    def choose(self, session_id: ChargingId | None) -> None:
        """Show this session in full."""
        self._chosen = session_id
        self.replace(with_chosen(self.state, self._receipt()))

    def start(self, evse_id: str, payment_method: str) -> None:
        """Start charging; what is not known yet is looked for and never started again by itself."""
        from celliq_desktop.usecases.charging import start_charging

        def work(context: JobContext) -> tuple[str, Changes]:
            shown, changes = start_charging(
                self._desk, evse_id, payment_method, progress=context.progress, cancel=context.cancel
            )
            return _("Charging at {value}.").format(value=shown.session.station.name or shown.session.evse_id), changes

        self._change(_("Start charging"), work)

    def stop(self, session_id: ChargingId) -> None:
        """Stop a session."""
        from celliq_desktop.usecases.charging import stop_charging

        def work(context: JobContext) -> tuple[str, Changes]:
            changes = stop_charging(self._desk, session_id, progress=context.progress, cancel=context.cancel)
            return _("Stopped. The bill follows."), changes

        self._change(_("Stop charging"), work)

    def rate(self, stars: int) -> None:
        """Rate the chosen session."""
        from celliq_desktop.usecases.charging import rate_session

        if self._chosen is None:
            return
        name = self._chosen

        def work(context: JobContext) -> tuple[str, Changes]:
            return _("Rated."), rate_session(self._desk, name, stars, progress=context.progress, cancel=context.cancel)[
                1
            ]

        self._change(_("Rate a session"), work)

    def open_paper(self, url: str) -> None:
        """Open an invoice in the browser."""
        from celliq_desktop.usecases.charging import open_receipt

        self._bench.runner.submit(
            Job(
                name=N_("Open a receipt"),
                lane=Lane.NETWORK,
                key="receipt",
                work=lambda _context: open_receipt(self._desk, url),
                done=lambda _none: None,
                failed=self._failed,
                quiet=True,
            )
        )

    def connect(self, user: str, token: str) -> None:
        """Try a token once and keep it."""
        from celliq_desktop.usecases.providers import connect_provider

        self._change(
            _("Connect Cariqa"),
            lambda _c: (
                _("Connected. The next sync brings the sessions."),
                connect_provider(self._desk, PROVIDER, token, user.strip() or None)[1],
            ),
        )

    def _change(self, name: str, work: Callable[[JobContext], tuple[str, Changes]]) -> None:
        self.replace(replace(self.state, busy=True, problem=None, told=""))
        self._bench.runner.submit(
            Job(
                name=name,
                lane=Lane.NETWORK,
                key="charging-change",
                work=work,
                done=self._done,
                failed=self._failed,
            )
        )

    def _loaded(self, overview: ChargingOverview) -> None:
        self._overview = overview
        shown = worded(overview, self._formats, self._desk.clock.now())
        if self._chosen is None and shown.lines:
            self._chosen = shown.lines[0].id
        now = self.state
        ended = just_ended(overview, frozenset(live.id for live in now.live))
        self._chosen = ended.session.id if ended is not None else self._chosen
        told = ended_words(ended, self._formats) if ended is not None else now.told
        self.replace(replace(shown, chosen=self._receipt(), busy=now.busy, problem=now.problem, told=told))
        if shown.live:
            self._lookout.watch()

    def _receipt(self) -> Receipt | None:
        found = self._overview.sessions if self._overview is not None else ()
        shown = next((one for one in found if one.session.id == self._chosen), None)
        return None if shown is None else receipt(shown, self._formats)

    def _done(self, answer: tuple[str, Changes]) -> None:
        self.replace(replace(self.state, busy=False, told=answer[0]))
        self._bench.hub.publish(answer[1])

    def _failed(self, problem: Problem) -> None:
        """A change that failed may wait in the outbox now, and the screen says so."""
        was_change = self.state.busy
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        self.replace(replace(self.state, loading=False, busy=False, problem=shown))
        if was_change:
            self._bench.hub.publish(Changes.of(Topic.OUTBOX))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.CHARGING, Topic.PROVIDERS, Topic.OUTBOX):
            self.load()
