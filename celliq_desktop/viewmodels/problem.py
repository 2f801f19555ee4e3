"""A problem as a screen shows it: what happened, what is safe, what next, and the one button that helps."""

from dataclasses import dataclass
from enum import Enum

from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.viewmodels.words import N_, said


class Help(Enum):
    """The action offered with a problem."""

    NONE = ""
    RETRY = N_("Try again")
    SIGN_IN = N_("Sign in")
    OPEN_LINK = N_("Open page")
    PAY = N_("Buy credits")
    ACTIVITY = N_("Open Activity")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemWords:
    """``tone`` is ``poor``, ``fair`` or ``info``; ``detail`` joins reasons, what is safe and the next step."""

    headline: str
    detail: str
    tone: str
    help: Help
    url: str | None = None


_TONES = {
    ProblemKind.NEEDS_YOU: "fair",
    ProblemKind.TRY_AGAIN: "fair",
    ProblemKind.REFUSED: "poor",
    ProblemKind.SURROUNDINGS: "poor",
    ProblemKind.CANCELLED: "info",
    ProblemKind.BUG: "poor",
}


def words_of(problem: Problem) -> ProblemWords:
    """The words for ``problem``; nothing is added that the problem does not say."""
    parts = (*problem.reasons, problem.safe, problem.next_step)
    return ProblemWords(
        headline=said(problem.message),
        detail=" ".join(said(part) for part in parts if part),
        tone=_TONES[problem.kind],
        help=_help_of(problem),
        url=problem.url,
    )


def _help_of(problem: Problem) -> Help:
    if problem.code == "payment_required":  # before its link: paying is watched, so that what waits goes on
        return Help.PAY
    if problem.url:
        return Help.OPEN_LINK
    if problem.code == "signed_out":
        return Help.SIGN_IN
    if problem.kind is ProblemKind.TRY_AGAIN:
        return Help.RETRY
    return Help.ACTIVITY if problem.kind is ProblemKind.BUG else Help.NONE
