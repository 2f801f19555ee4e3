"""What the two figures say together: they are compared, never blended."""

from enum import Enum

from celliq_desktop.domain.health import EstimateStatus, Interval
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.fields import given_estimate


class Agreement(Enum):
    """The issuer's figure against our own estimate; the value names the sentence."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    PROVISIONAL = "provisional"
    REFUSED = "refused"
    NO_BASELINE = "no_baseline"
    ABSENT = "absent"


class Tone(Enum):
    """Health in three steps, each with its own colour and shape; NONE where there is no grade."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NONE = "none"


_TONES = {"A": Tone.GOOD, "B": Tone.GOOD, "C": Tone.FAIR, "D": Tone.POOR, "E": Tone.POOR}


GRADES: tuple[tuple[str, float | None], ...] = (("A", 90.0), ("B", 80.0), ("C", 70.0), ("D", 60.0), ("E", None))
"""Each grade with the least lower bound it needs, in percent; a test holds it to the grades that are given."""


def tone_of(grade: str | None) -> Tone:
    """The tone of a grade letter; an unknown letter has none."""
    return _TONES.get(grade or "", Tone.NONE)


def own_soh(content: ReportContent) -> Interval | None:
    """Our own state of health in percent with its interval, when there is one."""
    estimate = given_estimate(content)
    return None if estimate is None else estimate.soh_percent


def official_interval(content: ReportContent) -> tuple[float, float] | None:
    """Low and high in percent when the issuer states both; half an interval is none."""
    low, high = content.report.soh_low_percent, content.report.soh_high_percent
    return None if low is None or high is None else (low, high)


def agreement(content: ReportContent) -> Agreement:
    """Two intervals disagree when they do not touch; without an official interval the figure itself is compared."""
    estimate, own = content.estimate, own_soh(content)
    if estimate is None:
        return Agreement.ABSENT
    if estimate.status is EstimateStatus.REFUSED:
        return Agreement.REFUSED
    if own is None:
        return Agreement.NO_BASELINE
    figure = content.report.soh_percent
    low, high = official_interval(content) or (figure, figure)
    if high < own.low or low > own.high:
        return Agreement.DISAGREES
    return Agreement.PROVISIONAL if estimate.status is EstimateStatus.PROVISIONAL else Agreement.AGREES
