"""The way back, the car's name and VIN, and the screen's one primary action."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.viewmodels.vehicle.states import Phase, VehicleState
from celliq_desktop.viewmodels.words import _

_ONE_LINE = 760
"""Pixels, at a text scale of 1, from which name and VIN fit beside the actions."""


class VehicleHeader(QWidget):
    """Draws the head of a ``VehicleState``."""

    back = Signal()
    copied = Signal()
    issue_asked = Signal()
    fetch_asked = Signal()
    let_go_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buyer = False
        self.title = label(Role.TITLE, wrap=True)
        self._subtitle = label(Role.CODE)
        self.note = label(Role.SECONDARY, wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.issue = button(_("Issue report"), "primary")
        self.issue.clicked.connect(self.issue_asked)
        self.fetch = button(_("Fetch readings"), name=_("Fetch this car's readings now"))
        self.fetch.clicked.connect(self.fetch_asked)
        self.let_go = button(_("Disconnect"), "quiet", name=_("Disconnect this car"))
        self.let_go.clicked.connect(self.let_go_asked)
        self._copy = IconButton(Glyph.COPY, _("Copy VIN without spaces"))
        self._copy.clicked.connect(self.copied)
        self._back = IconButton(Glyph.ARROW_LEFT, _("Back (Alt+Left)"), _("Fleet"))
        self._back.setAccessibleName(_("Back to the fleet"))
        self._back.clicked.connect(self.back)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name and VIN on several lines where they would be cut."""
        super().resizeEvent(event)
        self._subtitle.setWordWrap(event.size().width() < theme_of(self).px(_ONE_LINE))

    def show_state(self, state: VehicleState) -> None:
        """Take over name, notes and whether a report can be asked for."""
        known = bool(state.vin)
        self.title.setText(state.title or _("Car"))
        self._subtitle.setText(state.subtitle)
        self._copy.setVisible(known)
        self._words = state.pending or (_("Updated {as_of}").format(as_of=state.as_of) if state.as_of else "")
        ready = state.phase is Phase.READY and state.can_generate and not state.busy and state.question is None
        self.issue.setEnabled(ready)
        self.issue.setText(_("Checking…") if state.busy else _("Issue report"))
        self.issue.setToolTip(plain_tip(state.pending))
        self.fetch.setEnabled(state.phase is Phase.READY and not state.disconnecting)
        self.let_go.setEnabled(state.phase is Phase.READY and not state.disconnecting)
        self._show_note()

    def show_to_buyer(self, buyer: bool) -> None:
        """Leave out the dealer's business."""
        self._buyer = buyer
        self._show_note()

    def _show_note(self) -> None:
        self.note.setText(_("Shown to a buyer. F11 or Esc ends it.") if self._buyer else self._words)
        for dealers in (self.issue, self.fetch, self.let_go):
            dealers.setHidden(self._buyer)

    def _arrange(self) -> None:
        self._words = ""
        vin = QHBoxLayout()
        vin.setSpacing(SIZES.gap1)
        vin.addWidget(self._subtitle)
        vin.addWidget(self._copy)
        vin.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addLayout(vin)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.gap3)
        row.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(names, 2)
        row.addWidget(self.note, 1)
        for widget in (self.let_go, self.fetch, self.issue):
            row.addWidget(widget)
