"""The way in: e-mail and password, or a look around with sample data; problems are said right there."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card, hairline
from celliq_desktop.ui.widgets.choice import CheckBox
from celliq_desktop.ui.widgets.empty_state import GlyphView
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.entry import EntryPhase, EntryState
from celliq_desktop.viewmodels.words import N_, _

_PROMISES = (
    (Glyph.BATTERY_CHARGING, N_("State of health from real charges, with its interval")),
    (Glyph.SHIELD, N_("Sealed reports a buyer can check without trusting you")),
    (Glyph.OFFLINE, N_("Works offline; every number says how old it is")),
)
_BOTH = 900
"""Pixels, at a text scale of 1, from which there is room for words beside the form."""


class SignInPage(QWidget):
    """Draws an ``EntryState``. ``signed_in`` carries e-mail and password, ``explored`` asks for sample data,
    ``google_asked`` carries the role of somebody new, ``given_up`` ends the wait for the browser."""

    signed_in = Signal(str, str)
    google_asked = Signal(str)
    given_up = Signal()
    explored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.email = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = ProblemBanner()
        self.sign_in = button(_("Sign in"), "primary")
        self.google = button(_("Continue with Google"))
        self.google_role = CheckBox(_("Register me as a private owner"))
        self.google_role.setToolTip(_("For somebody new who comes with cars of their own. Dealers leave this empty."))
        self.give_up = button(_("Stop waiting"), "quiet")
        self.explore = button(_("Explore with sample data"))
        self._server = label(Role.SECONDARY)
        self._working = label(Role.SECONDARY)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Working"))
        self._arrange()
        for field in (self.email, self.password):
            field.returnPressed.connect(self._submit)
        self.sign_in.clicked.connect(self._submit)
        self.google.clicked.connect(self._ask_google)
        self.give_up.clicked.connect(self.given_up)
        self.explore.clicked.connect(self.explored)

    def show_state(self, state: EntryState) -> None:
        """Take a new state; what was typed stays."""
        working = state.phase in (EntryPhase.WORKING, EntryPhase.CLOSING)
        if state.email and not self.email.text():
            self.email.setText(state.email)
        self._server.setText(_("Server: {server}").format(server=state.server) if state.server else "")
        self._working.setText(f"{state.words}…" if working and state.words else " ")
        self._bar.setVisible(working)
        self.give_up.setVisible(working and state.can_cancel)
        for widget in (self.email, self.password, self.sign_in, self.google, self.google_role, self.explore):
            widget.setEnabled(not working)
        if self.give_up.isVisible():
            self.give_up.setFocus(Qt.FocusReason.OtherFocusReason)
        self.problem.show_problem(state.problem)
        if state.phase is EntryPhase.SIGNED_OUT and self.isVisible():
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """The first empty field has the cursor; after a refusal the password, selected."""
        field = self.password if self.email.text() else self.email
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Type at once."""
        super().showEvent(event)
        self.take_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is scarce the form stands alone."""
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Another text scale needs other room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_side"):
            self._make_room()

    def forget_password(self) -> None:
        """Empty the password field once it is no longer needed."""
        self.password.clear()

    def _submit(self) -> None:
        if self.sign_in.isEnabled():
            self.signed_in.emit(self.email.text(), self.password.text())

    def _ask_google(self) -> None:
        self.google_asked.emit("owner" if self.google_role.isChecked() else "dealer")

    def _make_room(self) -> None:
        theme = theme_of(self)
        self._card.setFixedWidth(min(theme.px(SIZES.form), self.width()))
        self._side.setVisible(self.width() >= theme.px(_BOTH))

    def _arrange(self) -> None:
        self._card = card = Card()
        card.body.setContentsMargins(SIZES.gap6, SIZES.gap6, SIZES.gap6, SIZES.gap6)
        card.body.setSpacing(SIZES.gap2)
        card.body.addWidget(label(Role.TITLE, _("Sign in")))
        card.body.addWidget(self._server)
        card.body.addWidget(self.problem)
        card.body.addSpacing(SIZES.gap1)
        for words, field in ((_("E-mail"), self.email), (_("Password"), self.password)):
            caption = label(Role.CAPTION, words, selectable=False)
            caption.setBuddy(field)
            field.setAccessibleName(words)
            card.body.addWidget(caption)
            card.body.addWidget(field)
        card.body.addSpacing(SIZES.gap2)
        card.body.addWidget(self.sign_in)
        card.body.addWidget(self.google)
        card.body.addWidget(self.google_role)
        card.body.addWidget(hairline())
        card.body.addWidget(self.explore)
        card.body.addWidget(self._bar)
        waiting = QHBoxLayout()
        waiting.addWidget(self._working, 1)
        waiting.addWidget(self.give_up)
        card.body.addLayout(waiting)
        self.email.setPlaceholderText("you@example.com")
        kept = self._bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(kept)
        row = QHBoxLayout()
        self._side = self._pitch()
        row.addStretch(2)
        row.addWidget(self._side)
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(2)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)

    def _pitch(self) -> QWidget:
        pitch = QWidget()
        pitch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(pitch)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap4)
        column.addStretch(1)
        brand = QHBoxLayout()
        brand.setSpacing(SIZES.gap2)
        brand.addWidget(GlyphView(Glyph.BATTERY_CHARGING, "accent", SIZES.gap8))
        brand.addWidget(label(Role.FIGURE, _("CellIQ Desktop")))
        brand.addStretch(1)
        column.addLayout(brand)
        column.addWidget(label(Role.HEADING, _("How good is this battery, and how sure are we?")))
        column.addSpacing(SIZES.gap2)
        for glyph, words in _PROMISES:
            line = QHBoxLayout()
            line.setSpacing(SIZES.gap3)
            line.addWidget(GlyphView(glyph, "accent", SIZES.icon_l))
            line.addWidget(label(Role.BODY, _(words)))
            line.addStretch(1)
            column.addLayout(line)
        column.addStretch(1)
        return pitch
