"""What the paper and its seal agree on: two rooms that do not know one another draw on the same page."""

from dataclasses import dataclass

PAGE_MM = (210.0, 297.0)
"""Width and height of the page that everything is laid out on: A4. Other papers show it smaller."""
PAPER_MM = {"a4": PAGE_MM, "letter": (215.9, 279.4)}
"""By the names of ``letterhead.PAPERS``."""
SEAL_PAGE = 0
"""Index of the page that carries the visible seal field."""
SEAL_BOX_MM = (132.0, 18.0, 194.0, 38.0)
"""Left, bottom, right, top of the seal field in millimetres from the lower left corner of ``PAGE_MM``."""
TWIN_NAME = "battery-condition-report.json"
"""Name of the associated file that says the same as the paper, for machines (report.md section 4)."""
PRODUCER = "CellIQ Desktop"
"""``Producer`` in the document information: marks a file that claims to be ours, sealed or not."""
SEAL_REASON = "Battery Condition Report"
"""What the signature says it is for."""
SEAL_FIELD = "CellIQSeal"
"""Name of the one signature field."""
TIMESTAMP_FIELD = "CellIQTimestamp"
"""What the names of timestamp fields begin with."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the laid-out page lies on a sheet: ``scale`` and the millimetres left of it and below it."""

    scale: float
    left: float
    bottom: float

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the page (mm from its lower left corner) on the sheet."""
        return (
            self.left + self.scale * left,
            self.bottom + self.scale * bottom,
            self.left + self.scale * right,
            self.bottom + self.scale * top,
        )


def placing_on(width_mm: float, height_mm: float) -> Placing:
    """The whole page in the middle of a sheet, as large as fits."""
    scale = min(width_mm / PAGE_MM[0], height_mm / PAGE_MM[1])
    return Placing(scale, (width_mm - scale * PAGE_MM[0]) / 2, (height_mm - scale * PAGE_MM[1]) / 2)
