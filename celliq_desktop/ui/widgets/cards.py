"""Cards: white fields with a hairline and round corners; ``body`` is the layout to fill."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.labels import Role, label


def framed(surface: str) -> QFrame:
    """A frame that the style sheet knows by its ``surface``."""
    frame = QFrame()
    frame.setProperty("surface", surface)
    return frame


def hairline() -> QFrame:
    """A horizontal line one pixel high."""
    line = framed("line")
    line.setFixedHeight(SIZES.line)
    return line


def strip(words: QWidget, *more: QWidget) -> QFrame:
    """A bar along the foot of a page: words on the left, of which the last take the room there is, then what can be
    pressed."""
    bar = framed("strip")
    line = QHBoxLayout(bar)
    line.setContentsMargins(SIZES.gap4, SIZES.gap2, SIZES.gap2, SIZES.gap2)
    line.setSpacing(SIZES.gap2)
    texts = [one for one in (words, *more) if isinstance(one, QLabel)]
    for one in (words, *more):
        line.addWidget(one, int(one is texts[-1]))
    return bar


def edged(inside: QWidget) -> "Card":
    """A card that a table fills to its edges."""
    card = Card()
    card.body.setContentsMargins(SIZES.line, SIZES.gap1, SIZES.line, SIZES.gap1)
    card.body.addWidget(inside)
    return card


class Card(QFrame):
    """A card; with a ``title`` it gets a heading row whose right end takes ``head_actions``."""

    def __init__(self, parent: QWidget | None = None, *, title: str = "") -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SIZES.gap4, SIZES.gap4, SIZES.gap4, SIZES.gap4)
        self.body.setSpacing(SIZES.gap2)
        self.head_actions = QHBoxLayout()
        self.head_actions.setSpacing(SIZES.gap1)
        if title:
            head = QHBoxLayout()
            head.addWidget(label(Role.HEADING, title), 0, Qt.AlignmentFlag.AlignVCenter)
            head.addStretch(1)
            head.addLayout(self.head_actions)
            self.body.addLayout(head)
            self.setAccessibleName(title)
