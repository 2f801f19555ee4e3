"""Text by its role: the style sheet gives each role its size, weight and colour."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


class Role(Enum):
    """What a piece of text is for (look.md: type)."""

    TITLE = "title"
    HEADING = "heading"
    FIGURE = "figure"
    STRONG = "strong"
    BODY = "body"
    SECONDARY = "secondary"
    CAPTION = "caption"
    CODE = "code"
    WARNING = "warning"


def label(role: Role, text: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label: what a server sends is never read as rich text (research/reliability.md M20)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role.value)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
