"""What can go wrong, in kinds a person can act on.

A library's error becomes one of these once, in the room that owns the library, and nowhere else. Each says what
happened (``message``), and what to do next (``next_step``); ``safe`` says what is not lost. Anything that is not a
``Problem`` is a bug.
"""

from enum import Enum


class ProblemKind(Enum):
    """The kinds of ``cli.md``; the value is what scripts read, ``exit_code`` what they branch on."""

    NEEDS_YOU = "needs_you"
    TRY_AGAIN = "try_again"
    REFUSED = "refused"
    SURROUNDINGS = "surroundings"
    CANCELLED = "cancelled"
    BUG = "bug"

    @property
    def exit_code(self) -> int:
        """Exit code of product.md; a cancelled command may simply be run again."""
        return _EXIT_CODES[self]


_EXIT_CODES = {
    ProblemKind.NEEDS_YOU: 3,
    ProblemKind.TRY_AGAIN: 4,
    ProblemKind.REFUSED: 5,
    ProblemKind.SURROUNDINGS: 6,
    ProblemKind.CANCELLED: 4,
    ProblemKind.BUG: 1,
}


class Problem(Exception):
    """Something a person should know about. Raise one of the kinds below, never this class."""

    kind = ProblemKind.BUG

    def __init__(
        self,
        code: str,
        message: str,
        *,
        next_step: str = "",
        safe: str = "",
        url: str | None = None,
        retry_after_s: float | None = None,
        reasons: tuple[str, ...] = (),
    ) -> None:
        """``code`` is stable snake_case for scripts; ``url`` is an already checked link that helps (a checkout page);
        ``retry_after_s`` seconds the server asked us to wait; ``reasons`` further sentences (unmet requirements)."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.next_step = next_step
        self.safe = safe
        self.url = url
        self.retry_after_s = retry_after_s
        self.reasons = reasons


class NeedsYou(Problem):
    """Only a person can go on: sign in, pay, choose, correct an input."""

    kind = ProblemKind.NEEDS_YOU


class TryAgain(Problem):
    """The network or the server is not ready; the same request may work later."""

    kind = ProblemKind.TRY_AGAIN


class InDoubt(TryAgain):
    """A write was sent and its outcome is unknown: reconcile with the server before anything is sent again."""


class Refused(Problem):
    """The server, or one of our own gates, said no and gave its reason."""

    kind = ProblemKind.REFUSED


class NotOffered(Refused):
    """This server does not have the endpoint (an ASSUMED part of the contract); live without it."""


class BadSurroundings(Problem):
    """Disk full, file damaged, clock wrong, key store locked, certificate expired."""

    kind = ProblemKind.SURROUNDINGS


class Cancelled(Problem):
    """A person stopped it; what was finished stays finished."""

    kind = ProblemKind.CANCELLED


class Bug(Problem):
    """An error nobody foresaw, reported by the crash net; screens show it so that nothing stays "loading" for ever."""

    kind = ProblemKind.BUG
