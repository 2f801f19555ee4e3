"""Where the parts of page 2 stand: one grid, in which the charts take the room that few charges leave."""

from dataclasses import dataclass

from celliq_desktop.reports.content import ReportContent

MOST_ROWS = 8
"""Charges that are printed; the twin holds all of them."""
ROW = 4.25
_HEAD = 11.0
"""From a chart's heading to its frame."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Millimetres from the page's upper edge; ``*_top`` is the baseline of a heading."""

    charts_top: float
    frame_height: float
    sessions_top: float
    second_top: float
    second_height: float
    method_top: float = 181.0
    annex_top: float = 205.5
    proof_top: float = 264.0

    @property
    def frame_top(self) -> float:
        """Upper edge of the first two charts."""
        return self.charts_top + _HEAD

    @property
    def second_frame_top(self) -> float:
        """Upper edge of the second row."""
        return self.second_top + _HEAD


def grid_of(content: ReportContent) -> Grid:
    """The grid for as many charges as there are; what they do not need, both rows of charts share."""
    estimate = content.detail.estimate
    found = len(estimate.sessions) if estimate else 0
    lines = min(found, MOST_ROWS) + (found > MOST_ROWS)
    spare = (MOST_ROWS + 1 - max(1, lines)) * ROW
    height = 30.0 + 0.55 * spare
    sessions = 28.0 + _HEAD + height + 16.0
    return Grid(
        charts_top=28.0,
        frame_height=height,
        sessions_top=sessions,
        second_top=sessions + 53.5 - spare,
        second_height=21.0 + 0.45 * spare,
    )
