"""What the paper and its seal agree on: two rooms that do not know one another draw on the same page."""

SEAL_PAGE = 0
"""Index of the page that carries the visible seal field."""
SEAL_BOX_MM = (132.0, 18.0, 194.0, 38.0)
"""Left, bottom, right, top of the seal field in millimetres from the lower left corner of an A4 page."""
TWIN_NAME = "battery-condition-report.json"
"""Name of the associated file that says the same as the paper, for machines (report.md section 4)."""
PRODUCER = "CellIQ Desktop"
"""``Producer`` in the document information: marks a file that claims to be ours, sealed or not."""
SEAL_FIELD = "CellIQSeal"
"""Name of the one signature field."""
TIMESTAMP_FIELD = "CellIQTimestamp"
"""What the names of timestamp fields begin with."""
