"""One car of ours that a remote one may be: how likely, why, and what speaks against it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import framed
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.pill import Pill
from celliq_desktop.viewmodels.connections.states import CandidateState
from celliq_desktop.viewmodels.words import _


class CandidateCard:
    """Makes the field of one candidate; ``confirm`` is its button."""

    def __init__(self, state: CandidateState) -> None:
        self.frame = framed("card")
        self.frame.setAccessibleName(f"{state.title}, {state.confidence}")
        self.confirm = button(
            _("This is the car"), name=_("Link to {title} {vin}").format(title=state.title, vin=state.vin)
        )
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(SIZES.gap3, SIZES.gap3, SIZES.gap3, SIZES.gap3)
        column.setSpacing(SIZES.gap1)
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap2)
        head.addWidget(label(Role.STRONG, state.title, wrap=True), 1)
        head.addWidget(Pill(state.confidence, state.tone), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(label(Role.CODE, state.vin))
        for sentence in state.evidence:
            column.addWidget(label(Role.BODY, f"✓ {sentence}", wrap=True))
        for sentence in state.doubts:
            column.addWidget(label(Role.SECONDARY, f"– {sentence}", wrap=True))
        column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
