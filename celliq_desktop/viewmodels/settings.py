"""The dealer's details as the window shows them: mirrored, waiting to be sent, in conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.dealers import EDITABLE, FieldConflict, editable
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _

if TYPE_CHECKING:
    from celliq_desktop.usecases.dealers import DealerDetails, DealerSaved
    from celliq_desktop.viewmodels.workbench import Workbench

FIELD_NAMES = {
    "dealer_name": N_("Name"),
    "address": N_("Address"),
    "contact_email": N_("E-mail"),
    "contact_phone": N_("Phone"),
    "locale": N_("Language of reports"),
    "distance_unit": N_("Distances in"),
    "report_footer": N_("Foot of the report"),
}
CHOICES = {
    "locale": {"en": N_("English"), "de": N_("German"), "fr": N_("French"), "nl": N_("Dutch")},
    "distance_unit": {"km": N_("Kilometres"), "mi": N_("Miles")},
}
"""The values celliq.yaml allows, in words."""
NOT_OFFERED = N_("CellIQ has not shown any details of the dealership yet. They appear after a sync, if it offers them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsState:
    """``fields`` is what an edit starts from: the mirrored values with those over them that wait to be sent; None where
    the server has none to give. ``taken`` rises whenever the fields on the screen should be filled anew."""

    fields: Mapping[str, str | None] | None = None
    waiting: str = ""
    conflicts: tuple[FieldConflict, ...] = ()
    working: bool = False
    loaded: bool = False
    taken: int = 0
    told: str = ""
    problem: Problem | None = None


class SettingsViewModel(Observable[SettingsState]):
    """Reads the mirror when asked and whenever settings changed; a change goes through the outbox."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(SettingsState())
        self._bench, self._desk = bench, bench.desk
        self._began: dict[str, str | None] = {}
        self._mine: dict[str, str | None] = {}
        self._filled: dict[str, str | None] = {}
        self._typing = False
        self._end = bench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def load(self) -> None:
        """Read the mirror."""
        from celliq_desktop.usecases.dealers import dealer_details

        self._do(_("Read the dealer"), Lane.READ, lambda _c: dealer_details(self._desk), self._read)

    def edited(self) -> None:
        """A person types: what a sync brings does not replace it."""
        self._typing = True

    def save(self, mine: Mapping[str, str | None]) -> None:
        """Send what was changed here; where somebody else changed the same meanwhile, ask first."""
        self._mine = dict(mine)
        self._send(self._began, self._mine)

    def settle(self, *, keep_mine: bool) -> None:
        """Both values were seen: send ours over theirs, or take theirs and send the rest."""
        theirs = {one.field: one.theirs for one in self.state.conflicts}
        began = self._began | theirs
        mine = self._mine if keep_mine else self._mine | theirs
        self._send(began, mine)

    def _send(self, began: Mapping[str, str | None], mine: Mapping[str, str | None]) -> None:
        from celliq_desktop.usecases.dealers import change_dealer

        self._begin()

        def work(context: JobContext) -> tuple[DealerSaved, Changes]:
            return change_dealer(self._desk, began, mine, progress=context.progress, cancel=context.cancel)

        self._do(_("Change dealer settings"), Lane.NETWORK, work, self._saved)

    def _begin(self) -> None:
        self.replace(replace(self.state, working=True, told="", problem=None))

    def _do(self, name: str, lane: Lane, work: Callable[[JobContext], object], done: Callable[..., None]) -> None:
        self._bench.runner.submit(
            Job(name=name, lane=lane, key=f"settings {name}", work=work, done=done, failed=self._failed, quiet=True)
        )

    def _read(self, details: DealerDetails) -> None:
        shown = None if details.settings is None else editable(details.settings) | dict(details.waiting)
        names = ", ".join(_(FIELD_NAMES[name]) for name in EDITABLE if name in details.waiting)
        fresh = shown is not None and not self._typing and shown != self._filled
        if shown is not None and fresh:
            self._began = self._filled = shown
        self.replace(
            replace(
                self.state,
                fields=shown,
                waiting=_("Waiting to be sent: {names}.").format(names=names) if names else "",
                loaded=True,
                taken=self.state.taken + 1 if fresh else self.state.taken,
            )
        )

    def _saved(self, answer: tuple[DealerSaved, Changes]) -> None:
        saved, changes = answer
        self._typing = bool(saved.conflicts)
        if not saved.conflicts:
            self._filled = {}  # whatever was typed gives way to what is there now
        told = "" if saved.conflicts or saved.problem else _("The details of the dealership are saved.")
        self.replace(replace(self.state, working=False, conflicts=saved.conflicts, problem=saved.problem, told=told))
        self._bench.hub.publish(changes)

    def _failed(self, problem: Problem) -> None:
        self.replace(replace(self.state, working=False, problem=problem))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.SETTINGS, Topic.OUTBOX):
            self.load()
