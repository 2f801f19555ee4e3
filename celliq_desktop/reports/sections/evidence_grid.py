"""Where the parts of page 2 stand: one grid, in which the charts take the room that few charges leave."""

from dataclasses import dataclass

from celliq_desktop.reports.content import ReportContent

MOST_ROWS = 12
"""Charges that are printed; the twin holds all of them."""
ROW = 4.6
_HEAD = 11.0
"""From a chart's heading to its frame."""
_LOW_FRAME = 13.0
"""Height of a frame that only says why it is empty."""
_SECOND_ROW = 36.0
"""What the first charts gain where the second row only says why it is empty."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Millimetres from the page's upper edge; ``*_top`` is the baseline of a heading."""

    frame_height: float
    table_height: float
    second_height: float
    charts_top: float = 29.0

    @property
    def frame_top(self) -> float:
        """Upper edge of the first two charts."""
        return self.charts_top + _HEAD

    @property
    def sessions_top(self) -> float:
        """The table of charges."""
        return self.frame_top + self.frame_height + 18.0

    @property
    def second_top(self) -> float:
        """History and outlook."""
        return self.sessions_top + self.table_height

    @property
    def second_frame_top(self) -> float:
        """Upper edge of the second row."""
        return self.second_top + _HEAD


def grid_of(content: ReportContent) -> Grid:
    """The grid for this content: few charges leave room to charts that have something to show; a page with nothing to
    show is shorter."""
    found = len(content.estimate.sessions) if content.estimate else 0
    lines = min(found, MOST_ROWS) + (found > MOST_ROWS)
    spare = (MOST_ROWS + 1 - max(1, lines)) * ROW
    table = 15.0 + max(1, lines) * ROW
    charts = bool(found or content.curves.sessions or content.curves.bands)
    second = len(content.history) > 1 or content.outlook is not None
    first = 58.0 + 0.35 * spare + (0.0 if second else _SECOND_ROW)
    return Grid(first if charts else _LOW_FRAME, table, min(66.0, 50.0 + 0.4 * spare) if second else _LOW_FRAME)
