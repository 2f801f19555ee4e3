"""Where the parts of page 2 stand: one grid, in which the charts take the room that few charges leave."""

from dataclasses import dataclass

from celliq_desktop.reports.content import ReportContent

MOST_ROWS = 8
"""Charges that are printed; the twin holds all of them."""
ROW = 4.25
_HEAD = 11.0
"""From a chart's heading to its frame."""


_LOW_FRAME = 13.0
"""Height of a frame that only says why it is empty."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Millimetres from the page's upper edge; ``*_top`` is the baseline of a heading."""

    frame_height: float
    table_height: float
    second_height: float
    charts_top: float = 28.0

    @property
    def frame_top(self) -> float:
        """Upper edge of the first two charts."""
        return self.charts_top + _HEAD

    @property
    def sessions_top(self) -> float:
        """The table of charges."""
        return self.frame_top + self.frame_height + 16.0

    @property
    def second_top(self) -> float:
        """The second row of charts."""
        return self.sessions_top + self.table_height

    @property
    def second_frame_top(self) -> float:
        """Upper edge of the second row."""
        return self.second_top + _HEAD

    @property
    def method_top(self) -> float:
        """The method."""
        return self.second_frame_top + self.second_height + 10.5

    @property
    def annex_top(self) -> float:
        """The field list."""
        return self.method_top + 24.5

    @property
    def proof_top(self) -> float:
        """Hash and ways to check."""
        return self.annex_top + 58.5


def grid_of(content: ReportContent) -> Grid:
    """The grid for this content: few charges leave room to charts that have something to show; a page with nothing to
    show is shorter."""
    found = len(content.estimate.sessions) if content.estimate else 0
    lines = min(found, MOST_ROWS) + (found > MOST_ROWS)
    spare = (MOST_ROWS + 1 - max(1, lines)) * ROW
    table = 53.5 - spare
    charts = bool(found or content.curves.sessions or content.curves.bands)
    second = bool(len(content.history) > 1 or (content.estimate and content.estimate.error_budget))
    if not charts:
        return Grid(_LOW_FRAME, table, 21.0 if second else _LOW_FRAME)
    if not second:
        return Grid(min(48.0, 38.0 + spare), table, _LOW_FRAME)
    return Grid(30.0 + 0.55 * spare, table, 21.0 + 0.45 * spare)
