"""Billing as the window shows it: what is known of money, and the ways to pay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.billing_words import BillingPhase, BillingState, PaperLine, worded
from celliq_desktop.viewmodels.formats import Formats, whole
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _, ngettext

if TYPE_CHECKING:
    from celliq_desktop.domain.providers import Connection
    from celliq_desktop.jobs.runner import JobHandle
    from celliq_desktop.usecases.billing import BillingOverview
    from celliq_desktop.viewmodels.workbench import Workbench


class BillingViewModel(Observable[BillingState]):
    """Reads the mirror when asked and whenever money changed; pays in the browser."""

    def __init__(self, bench: Workbench, formats: Formats) -> None:
        super().__init__(BillingState())
        self._bench, self._desk = bench, bench.desk
        self._formats = formats
        self._waiting: JobHandle | None = None
        self._end = bench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def load(self) -> None:
        """Read the mirror."""
        from celliq_desktop.usecases.billing import billing_overview

        self._submit(_("Read billing"), Lane.READ, "billing", lambda _c: billing_overview(self._desk), self._loaded)

    def buy(self, quantity: int | None) -> None:
        """Open a payment page and wait for the credits; what waited for them goes on by itself. Without a quantity it
        is the page the server gave with what waits."""
        from celliq_desktop.usecases.buy_credits import buy_credits

        if self.state.phase is BillingPhase.PAYING:
            return
        self.replace(replace(self.state, phase=BillingPhase.PAYING, problem=None, told=""))

        def work(context: JobContext) -> tuple[str, Changes]:
            bought, changes = buy_credits(self._desk, quantity, progress=context.progress, cancel=context.cancel)
            went_on = (
                ngettext(" {n} report went on.", " {n} reports went on.", bought.continued).format(
                    n=whole(bought.continued)
                )
                if bought.continued
                else ""
            )
            return ngettext(
                "{n} credit is there now.{went_on}", "{n} credits are there now.{went_on}", bought.balance
            ).format(n=whole(bought.balance), went_on=went_on), changes

        self._waiting = self._submit(_("Buy credits"), Lane.NETWORK, "buy-credits", work, self._bought, quiet=False)

    def stop_waiting(self) -> None:
        """Wait no longer; credits count whenever they come."""
        if self._waiting is not None:
            self._waiting.cancel()

    def open_portal(self) -> None:
        """The payment service's own page."""
        from celliq_desktop.usecases.buy_credits import open_portal

        self._submit(
            _("Open the portal"), Lane.NETWORK, "portal", lambda _c: open_portal(self._desk), lambda _url: None
        )

    def open_paper(self, line: PaperLine) -> None:
        """Open an invoice or a receipt in the browser."""
        from celliq_desktop.usecases.billing import open_paper

        url = line.url or ""
        self._submit(
            _("Open a paper"), Lane.NETWORK, "paper", lambda _c: open_paper(self._desk, url), lambda _none: None
        )

    def connect_stripe(self, key: str) -> None:
        """Try a restricted key once and keep it."""
        from celliq_desktop.usecases.providers import connect_provider

        self._submit(
            _("Connect Stripe"),
            Lane.NETWORK,
            "connect-stripe",
            lambda _c: connect_provider(self._desk, "stripe", key),
            self._connected,
        )

    def disconnect_stripe(self) -> None:
        """Forget the key."""
        from celliq_desktop.usecases.providers import disconnect_provider

        self._submit(
            _("Disconnect Stripe"),
            Lane.WRITE,
            "connect-stripe",
            lambda _c: disconnect_provider(self._desk, "stripe"),
            self._connected,
        )

    def _submit(
        self,
        name: str,
        lane: Lane,
        key: str,
        work: Callable[[JobContext], object],
        done: Callable[..., None],
        *,
        quiet: bool = True,
    ) -> JobHandle:
        return self._bench.runner.submit(
            Job(name=name, lane=lane, key=key, work=work, done=done, failed=self._failed, quiet=quiet)
        )

    def _loaded(self, overview: BillingOverview) -> None:
        paying = self.state.phase is BillingPhase.PAYING
        shown = worded(overview, self._formats)
        self.replace(
            replace(
                shown,
                phase=BillingPhase.PAYING if paying else BillingPhase.READY,
                problem=self.state.problem,
                told=self.state.told,
            )
        )

    def _bought(self, answer: tuple[str, Changes]) -> None:
        self.replace(replace(self.state, phase=BillingPhase.READY, told=answer[0]))
        self._bench.hub.publish(answer[1])

    def _connected(self, answer: tuple[Connection, Changes]) -> None:
        self.replace(replace(self.state, problem=None, told=_("The next sync brings invoices and payments.")))
        self._bench.hub.publish(answer[1])

    def _failed(self, problem: Problem) -> None:
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        self.replace(replace(self.state, phase=BillingPhase.READY, problem=shown))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.SUBSCRIPTION, Topic.INVOICES, Topic.PROVIDERS, Topic.REPORTS, Topic.OUTBOX):
            self.load()
