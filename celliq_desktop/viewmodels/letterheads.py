"""The dress of the reports as the window shows it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.letterheads import ACCENT, Letterhead, Logo
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from celliq_desktop.viewmodels.workbench import Workbench

PAPER_NAMES = {"a4": "A4", "letter": N_("Letter")}
REGION_NAMES = {
    "": N_("As usual for the language"),
    "AT": N_("Austria"),
    "BE": N_("Belgium"),
    "CH": N_("Switzerland"),
    "DE": N_("Germany"),
    "ES": N_("Spain"),
    "FR": N_("France"),
    "GB": N_("United Kingdom (miles)"),
    "IE": N_("Ireland"),
    "IT": N_("Italy"),
    "LU": N_("Luxembourg"),
    "NL": N_("Netherlands"),
    "PL": N_("Poland"),
    "US": N_("United States (miles, °F)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadState:
    """``pixels``: the logo's rows of red, green and blue octets, empty without one."""

    letterhead: Letterhead = field(default_factory=Letterhead)
    pixels: bytes = b""
    colour: str = ACCENT
    working: bool = False
    loaded: bool = False
    told: str = ""
    problem: Problem | None = None


class LetterheadViewModel(Observable[LetterheadState]):
    """Reads the letterhead when asked and whenever settings changed."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(LetterheadState())
        self._bench, self._desk = bench, bench.desk
        self._end = bench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def load(self) -> None:
        """Read it."""
        from celliq_desktop.usecases import letterheads

        self._do(_("Read the letterhead"), Lane.READ, lambda: letterheads.letterhead(self._desk), self._read)

    def change(self, paper: str, region: str, accent: str) -> None:
        """Choose paper, region (empty: as usual) and colour (empty: ours)."""
        from celliq_desktop.usecases import letterheads

        def ask() -> tuple[Letterhead, Changes]:
            colour = accent.strip() or None
            return letterheads.change_letterhead(self._desk, paper=paper, region=region or None, accent=colour)

        self._change(_("Change the letterhead"), ask)

    def choose_logo(self, path: Path) -> None:
        """Print this picture."""
        from celliq_desktop.usecases import letterheads

        self._change(_("Take a logo"), lambda: letterheads.choose_logo(self._desk, path))

    def remove_logo(self) -> None:
        """Print none."""
        from celliq_desktop.usecases import letterheads

        self._change(_("Remove the logo"), lambda: letterheads.remove_logo(self._desk))

    def _change(self, name: str, ask: Callable[[], tuple[Letterhead, Changes]]) -> None:
        self.replace(replace(self.state, working=True, told="", problem=None))

        def done(answer: tuple[Letterhead, Changes]) -> None:
            self._read(answer[0])
            self.replace(replace(self.state, working=False, told=_("Reports look like this from now on.")))
            self._bench.hub.publish(answer[1])

        self._do(name, Lane.HEAVY, ask, done)

    def _do(self, name: str, lane: Lane, ask: Callable[[], object], done: Callable[..., None]) -> None:
        self._bench.runner.submit(
            Job(
                name=name,
                lane=lane,
                key=f"letterhead {name}",
                work=lambda _context: ask(),
                done=done,
                failed=self._failed,
                quiet=True,
            )
        )

    def _read(self, found: Letterhead) -> None:
        pixels = _pixels(found.logo) if found.logo is not None else b""
        colour = found.accent or ACCENT
        self.replace(replace(self.state, letterhead=found, pixels=pixels, colour=colour, loaded=True))

    def _failed(self, problem: Problem) -> None:
        self.replace(replace(self.state, working=False, problem=problem))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.SETTINGS):
            self.load()


def _pixels(logo: Logo) -> bytes:
    """Whoever gave the logo has checked it (``reports.letterheads``)."""
    return zlib.decompress(base64.b64decode("".join(logo.pieces)))
