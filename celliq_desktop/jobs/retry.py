"""When to try again: a value, decided by whoever submits the job."""

from dataclasses import dataclass

from celliq_desktop.domain.problems import InDoubt, Problem, TryAgain

_LONGEST_WAIT_S = 900.0
"""A server may ask for any wait; fifteen minutes is the most we honour (research/reliability.md N10)."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """``attempts`` in all (1 = never again); waits ``first_wait_s`` and doubles. An operation in doubt is never
    repeated here: the outbox reconciles it first."""

    attempts: int = 1
    first_wait_s: float = 1.0

    def wait_before(self, attempt: int, problem: Problem) -> float | None:
        """Seconds to wait before attempt number ``attempt`` (2, 3, ...) after ``problem``, or None to give up."""
        if attempt > self.attempts or not isinstance(problem, TryAgain) or isinstance(problem, InDoubt):
            return None
        backoff = self.first_wait_s * 2.0 ** (attempt - 2)
        return min(_LONGEST_WAIT_S, max(backoff, problem.retry_after_s or 0.0))


ONCE = RetryPolicy()
