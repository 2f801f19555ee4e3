"""What every view-model of a signed-in dealer is given by ``app/wiring.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from celliq_desktop.domain.problems import Refused
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.updates import ProgramVerbs
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:  # the desk brings the database along, which the first paint does not wait for
    from celliq_desktop.usecases.desk import Desk


def _nothing_gathered(_words: str, _target: Path) -> None:
    raise Refused("no_feedback", _("There is nothing to gather here."))


@dataclass(frozen=True, slots=True)
class Workbench:
    """One signed-in desk, the runner its jobs go to, and the hub that says what changed. ``diagnostics`` looks at the
    installation, on a worker, and returns text to copy; ``feedback`` gathers that, the log and a person's words in a
    file for support; ``program`` is what the program says of itself."""

    desk: Desk
    runner: Runner
    hub: Hub
    diagnostics: Callable[[], str]
    program: ProgramVerbs = field(default_factory=ProgramVerbs)
    feedback: Callable[[str, Path], None] = _nothing_gathered
