"""Text by its role: the style sheet gives each role its size, weight and colour."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy

from celliq_desktop.ui.theme.tokens import TYPE


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
    ERROR = "error"
    RAIL = "rail"
    RAIL_SECONDARY = "rail-secondary"


def label(role: Role, text: str = "", *, wrap: bool = False, selectable: bool = True) -> QLabel:
    """A plain-text label: what a server sends is never read as rich text (research/reliability.md M20). Text that is
    not ``selectable`` lets clicks through to what it lies on."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role.value)
    made.setWordWrap(wrap)
    if role is Role.CODE:
        # The face is a variable font whose default is extra light; family and size come from the style sheet
        face = QFont()
        face.setVariableAxis(QFont.Tag("wght"), TYPE.regular)
        made.setFont(face)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
