"""Why a file is not accepted, on its way up to the one place that answers."""

from celliq_desktop.domain.reports import Verdict


class Rejection(Exception):
    """``reason`` is a sentence for the person who checks the file."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.reason = reason


def altered(reason: str) -> Rejection:
    """The seal is broken, or was put on differently from how we seal."""
    return Rejection(Verdict.ALTERED, reason)


def unverifiable(reason: str) -> Rejection:
    """Nothing can be said for the file."""
    return Rejection(Verdict.UNVERIFIABLE, reason)
