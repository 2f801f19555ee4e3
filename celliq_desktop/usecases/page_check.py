"""Whether a page shows what its data says: the part of a paper that people read."""

import re

from celliq_desktop.reports.page_text import headline_of, text_of

_BLANK = re.compile(r"\s+")


def shows(pdf: bytes, *, vin: str, soh_percent: float) -> bool:
    """True when the text of ``pdf`` holds the VIN (grouped or not), and the one number where the state of health stands
    is ``soh_percent``: the same figure elsewhere on the page does not count."""
    return vin in _BLANK.sub("", text_of(pdf)) and headline_of(pdf) == (f"{soh_percent:.1f}",)
