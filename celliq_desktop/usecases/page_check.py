"""Whether a page shows what its data says: the part of a paper that people read."""

import re

from celliq_desktop.reports.page_text import text_of

_BLANK = re.compile(r"\s+")


def shows(pdf: bytes, *, vin: str, soh_percent: float) -> bool:
    """True when the text of ``pdf`` holds the VIN (grouped or not) and the state of health to one decimal, with point
    or comma."""
    text = _BLANK.sub("", text_of(pdf))
    soh = f"{soh_percent:.1f}"
    return vin in text and any(f"{figure}%" in text for figure in (soh, soh.replace(".", ",")))
