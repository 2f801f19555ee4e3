"""What a person sees of an update, from looking to the installer, and why sometimes there is none."""

from dataclasses import dataclass, field
from pathlib import Path

from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import Problem, Refused, TryAgain
from celliq_desktop.domain.updates import Offer, Package
from celliq_desktop.jobs.runner import InlineRunner
from celliq_desktop.viewmodels.updates import ProgramVerbs, UpdatePhase, UpdatesViewModel
from tests.support.clocks import FakeClock
from tests.support.jobs import no_bug

_PACKAGE = Package(target="linux-x86_64-deb", name="a.deb", url="https://e.eu/a.deb", size=1, sha256="0" * 64)


@dataclass
class FakeUpdates:
    """Answers for the use cases; set ``problem`` and every verb raises it."""

    offer: Offer | None = None
    problem: Problem | None = None
    handed: list[Path] = field(default_factory=list)

    def verbs(self, *, off: str = "", at_start: bool = True) -> ProgramVerbs:
        """What the view-model is given."""
        return ProgramVerbs(
            version="0.1.0",
            off=off,
            at_start=at_start,
            look=self._look,
            fetch=self._fetch,
            hand_over=self._hand_over,
        )

    def _answer(self) -> None:
        if self.problem is not None:
            raise self.problem

    def _look(self) -> Offer | None:
        self._answer()
        return self.offer

    def _fetch(self, offer: Offer, progress: Progress, _cancel: CancelToken) -> Path:
        self._answer()
        progress(1, 1, "Downloading the update")
        return Path("/updates", offer.package.name if offer.package else "nothing")

    def _hand_over(self, _offer: Offer, path: Path) -> None:
        self._answer()
        self.handed.append(path)


def _model(updates: FakeUpdates, *, off: str = "", at_start: bool = True) -> UpdatesViewModel:
    return UpdatesViewModel(updates.verbs(off=off, at_start=at_start), InlineRunner(FakeClock(), no_bug))


def _phase(model: UpdatesViewModel) -> UpdatePhase:
    return model.state.phase


def _offer(package: Package | None = _PACKAGE) -> Offer:
    return Offer(version="0.2.0", notes="Faster.", package=package)


def test_from_the_start_to_the_installer() -> None:
    updates = FakeUpdates(_offer())
    model = _model(updates)
    model.start()
    assert (model.state.phase, model.state.notes) == (UpdatePhase.OFFERED, "Faster.")
    assert model.state.words == "Version 0.2.0 is there; this is 0.1.0."
    assert model.state.noticed == "Version 0.2.0 of CellIQ Desktop is there."
    model.fetch()
    assert _phase(model) is UpdatePhase.READY
    model.hand_over()
    assert updates.handed == [Path("/updates/a.deb")]
    assert _phase(model) is UpdatePhase.HANDED_OVER
    assert "Close CellIQ Desktop" in model.state.words


def test_switched_off_updates_are_neither_looked_for_nor_offered() -> None:
    model = _model(FakeUpdates(_offer()), off="Updates are switched off by your administrator.")
    model.start()
    model.look()
    model.fetch()
    assert (model.state.phase, model.state.words) == (
        UpdatePhase.OFF,
        "Updates are switched off by your administrator.",
    )


def test_a_sample_dealership_does_not_look_by_itself() -> None:
    model = _model(FakeUpdates(_offer()), at_start=False)
    model.start()
    assert _phase(model) is UpdatePhase.UNKNOWN
    model.look()
    assert _phase(model) is UpdatePhase.OFFERED


def test_a_release_without_a_package_for_this_installation_says_how_it_is_installed() -> None:
    model = _model(FakeUpdates(_offer(None)))
    model.look()
    assert not model.state.installable
    assert model.state.words.endswith("It is installed the way this one was.")


def test_the_newest_version_is_told_so() -> None:
    model = _model(FakeUpdates())
    model.look()
    assert (model.state.phase, model.state.words) == (UpdatePhase.CURRENT, "Version 0.1.0 is the newest.")
    assert model.state.noticed == ""


def test_problems_leave_the_step_that_was_reached() -> None:
    updates = FakeUpdates(_offer())
    model = _model(updates)
    updates.problem = Refused("update_expired", "The update information is too old to be believed.")
    model.start()
    assert (model.state.phase, model.state.problem) == (UpdatePhase.UNKNOWN, updates.problem)
    assert model.state.noticed == ""
    updates.problem = None
    model.look()
    model.fetch()
    updates.problem = TryAgain("operation_being_sent", "A change is being sent to CellIQ at this moment.")
    model.hand_over()
    assert (model.state.phase, model.state.problem) == (UpdatePhase.READY, updates.problem)
    updates.problem = None
    model.hand_over()
    assert len(updates.handed) == 1
