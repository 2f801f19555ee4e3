"""Why some of many reports are missing."""

from collections import Counter
from collections.abc import Sequence

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.words import _, said


def why_not_all(left_out: Sequence[tuple[ReportId, Problem]], not_begun: int) -> str:
    """Each reason once with how many it kept back, then what a cancel did."""
    reasons = Counter(said(problem.message) for _report, problem in left_out)
    parts = [
        _("{number} left out: {reason}").format(number=whole(number), reason=reason)
        for reason, number in reasons.most_common()
    ]
    if not_begun:
        parts.append(_("{not_begun} not begun, because it was cancelled.").format(not_begun=whole(not_begun)))
    return " ".join(parts)
