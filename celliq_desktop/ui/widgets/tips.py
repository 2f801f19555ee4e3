"""Tool tips: Qt reads one that looks like HTML as HTML, and then a server's text could show pictures and links
(research/reliability.md M20)."""

import html

_LONGEST = 600


def plain_tip(text: str) -> str:
    """``text`` so that a tool tip shows its characters as they are, and no more of them than fit a screen."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    if "<" not in short and "&" not in short:
        return short
    return f"<span style='white-space: pre-wrap'>{html.escape(short)}</span>"
